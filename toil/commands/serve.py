"""`toil app`: the pages, on this machine only."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from toil.commands.register import command
from toil.commands.session import Session
from toil.errors import UsageError

HOST = "127.0.0.1"
USUAL_PORT = 8501


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "app")(app_command)


def app_command(
    session: Session,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port; default: 8501 or any free one.")
    ] = None,
) -> None:
    """Open the pages in the browser, served on this machine only; end with Ctrl-C."""
    run_app(session, port)


def run_app(session: Session, port: int | None) -> None:
    """Serve the app until it is ended; raises UsageError where the port that was asked for is taken."""
    import subprocess

    from toil.resources import app_path
    from toil.settings import environment_for

    script = app_path()
    chosen = _usual_port() if port is None else _checked_port(port)
    session.say(f"the app is at http://{HOST}:{chosen}  (Ctrl-C ends it)")
    arguments = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.address={HOST}",
                 f"--server.port={chosen}", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false",
                 f"--server.headless={'false' if session.may_ask else 'true'}"]  # fmt: skip
    arguments += [f"--secrets.files={folder / '.streamlit' / 'secrets.toml'}" for folder in (Path.home(), Path.cwd())]
    with subprocess.Popen(arguments, env=environment_for(session.settings), cwd=script.parent) as server:
        try:
            code = server.wait()
        except KeyboardInterrupt:
            server.terminate()
            code = 0
    if code:
        raise typer.Exit(1)


def _usual_port() -> int:
    try:
        return _checked_port(USUAL_PORT)
    except UsageError:
        return _checked_port(0)


def _checked_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise UsageError(f"port {port} is taken", do="choose another: --port 8502, or --port 0") from None
        return int(probe.getsockname()[1])
