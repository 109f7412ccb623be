"""What happens when a command fails: a message on stderr, its exit code, and never a secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from toil.commands.session import Session
from toil.errors import ToilError
from toil.redaction import without_secrets


@contextmanager
def guarded(session: Session) -> Iterator[None]:
    """Turn errors into messages and exit codes; with `--json` a failure is the document where none was printed."""
    try:
        yield
    except ToilError as error:
        _tell(session, f"error: {error}", error)
        raise typer.Exit(error.exit_code) from None
    except (typer.Exit, typer.Abort, KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        _tell(session, _unexpected(session, error), error)
        raise typer.Exit(1) from None


def _tell(session: Session, text: str, error: Exception) -> None:
    code = getattr(error, "exit_code", 1)
    session.say(without_secrets(lambda: session.settings, text), level="error", exit_code=code)
    if not session.json or session.has_emitted:
        return
    fields = (error.what, error.where, error.do) if isinstance(error, ToilError) else (str(error), "", "")
    what, where, do = (without_secrets(lambda: session.settings, part) for part in fields)
    session.emit({"error": {"what": what, "where": where, "do": do, "exit_code": code}})


def _unexpected(session: Session, error: Exception) -> str:
    if session.verbose:
        return _trace(error)
    return (
        f"error: something unexpected happened: {type(error).__name__}: {error}\n"
        "  → nothing that was saved is lost; run the command again with --verbose and report what it prints"
    )


def _trace(error: Exception) -> str:
    """The full trace, without local variables: they may hold secrets and people's data."""
    from io import StringIO

    from rich.console import Console
    from rich.traceback import Traceback

    out = StringIO()
    trace = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=False)
    Console(file=out, width=110).print(trace)
    return out.getvalue()
