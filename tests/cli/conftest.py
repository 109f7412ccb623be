"""The command line under test: in this process, in an empty folder, with a clean environment."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.command_line import OURS, Result, Run


@pytest.fixture
def toil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`toil(*arguments)` in an empty folder, without credentials, in this process."""
    from toil.cli import app

    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="toil")
        return Result(result.exit_code, result.stdout_bytes, result.stderr)

    return run


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store, written once; tests get copies of it."""
    from tests.exports.report_store import make_store

    return make_store(tmp_path_factory.mktemp("made") / "store")


@pytest.fixture
def store(made_store: Path, tmp_path: Path) -> Path:
    """A published store in `.toil` of the folder in which `toil` runs."""
    return Path(shutil.copytree(made_store, tmp_path / ".toil", symlinks=True))


@pytest.fixture
def refusing_server() -> Iterator[str]:
    """A service on the loopback that accepts nobody; its URL."""
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """401, whatever is asked."""
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 – the names are the standard library's

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
