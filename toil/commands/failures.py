"""What happens when a command fails: a message on stderr, its exit code, and never a secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer

from toil.commands.session import Session
from toil.errors import ToilError

_MASK = "•••"


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


def without_secrets(session: Session, text: str) -> str:
    """The text with every secret of every source masked, whatever put it there."""
    for value in sorted(_secret_values(session), key=len, reverse=True):
        text = text.replace(value, _MASK)
    return text


def _tell(session: Session, text: str, error: Exception) -> None:
    session.say(without_secrets(session, text))
    if not session.json or session.has_emitted:
        return
    fields = (error.what, error.where, error.do) if isinstance(error, ToilError) else (str(error), "", "")
    what, where, do = (without_secrets(session, part) for part in fields)
    code = getattr(error, "exit_code", 1)
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


def _secret_values(session: Session) -> set[str]:
    """Values of at least four characters that are not addresses, of the sources that can be read at all."""
    from toil.sources import get_source, source_names

    values: set[str] = set()
    for name in source_names():
        with suppress(Exception):  # a message must come out even where settings or a source are broken
            config = session.settings.source_config(get_source(name))
            values |= {value for key, value in config.secrets.items() if not key.endswith(("_URL", "_HOST"))}
    return {value for value in values if len(value) >= 4}
