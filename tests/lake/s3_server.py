"""A server that speaks as S3 does, for `make test-engines`: `python -m tests.lake.s3_server PORT`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    # one request after the other: moto looks and then writes, which two threads could do at the same time
    run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
