"""`toil app`: the pages, on this machine only unless somebody says otherwise."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands.register import command
from toil.commands.session import Session
from toil.errors import UsageError

if TYPE_CHECKING:
    import subprocess

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
    host: Annotated[
        str, typer.Option("--host", help="Address of this machine to serve at; default: this machine only.")
    ] = HOST,
) -> None:
    """Open the pages in the browser, served on this machine only unless a host is named; end with Ctrl-C."""
    run_app(session, port, host=host)


def run_app(session: Session, port: int | None, *, host: str = HOST) -> None:
    """Serve the app until it is ended; raises UsageError where host or port cannot be served at.

    At another host than the loopback everybody who reaches it may read, unless sign-in is set up (docs/sign-in.md).
    """
    import subprocess

    from toil.resources import app_path
    from toil.settings import environment_for

    script = app_path()
    chosen = _usual_port(host) if port is None else _checked_port(host, port)
    session.say(f"the app is at http://{host}:{chosen}  (Ctrl-C ends it)")
    arguments = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.address={host}",
                 f"--server.port={chosen}", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false",
                 f"--server.headless={'false' if session.may_ask else 'true'}"]  # fmt: skip
    ended: list[int] = []
    # a container or systemd ends us, and not our child
    before = signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
    try:
        with subprocess.Popen(arguments, env=environment_for(session.settings), cwd=script.parent) as server:
            code = _wait(server, ended)
    finally:
        signal.signal(signal.SIGTERM, before)
    if not ended and code:
        raise typer.Exit(1)


def _wait(server: subprocess.Popen[bytes], ended: list[int]) -> int:
    """The server's exit code, once it ends by itself, by Ctrl-C, or because we were told to end."""
    import subprocess

    while True:
        try:
            return server.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            if ended:
                server.terminate()
                return server.wait()
        except KeyboardInterrupt:
            ended.append(1)
            server.terminate()
            return server.wait()


def _usual_port(host: str) -> int:
    try:
        return _checked_port(host, USUAL_PORT)
    except UsageError:
        return _checked_port(host, 0)


def _checked_port(host: str, port: int) -> int:
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )[0]
    except OSError:
        raise UsageError(f"{host!r} is no address", do="name one of this machine's: --host 0.0.0.0 for all") from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(f"{host} is no address of this machine", do="--host 0.0.0.0 serves at all") from None
            raise UsageError(f"port {port} is taken", do="choose another: --port 8502, or --port 0") from None
        return int(probe.getsockname()[1])
