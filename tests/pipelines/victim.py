"""A run to be killed: `python -m tests.pipelines.victim FOLDER SOURCE OPTIONS [STATEMENT]`, with the usual environment.

With STATEMENT the process kills itself, as `kill -9` would, before that statement of its database.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import duckdb

from pipelines.extract import extract
from toil.settings import Settings, StoreSettings


def die_before(statement: int) -> None:
    """Let the process be killed before it sends this statement to any database."""
    execute, sent = duckdb.DuckDBPyConnection.execute, [0]

    def counted(connection: Any, *arguments: Any, **named: Any) -> Any:
        sent[0] += 1
        if sent[0] == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(connection, *arguments, **named)

    duckdb.DuckDBPyConnection.execute = counted  # type: ignore[method-assign]


def main(folder: str, source: str, options: str, statement: str = "") -> None:
    """Extract one source into the folder's store."""
    if statement:
        die_before(int(statement))
    settings = Settings(store=StoreSettings(folder=Path(folder)), sources={source: json.loads(options)})
    (result,) = extract(settings, [source])
    raise SystemExit(result.exit_code)


if __name__ == "__main__":
    main(*sys.argv[1:])
