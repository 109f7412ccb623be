"""`toil extract --verify`: what the servers say they have, against what the raw store holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toil.commands.session import Session
from toil.errors import SourceUnavailable

Counts = Mapping[str, Mapping[str, int]]


def show_comparison(session: Session, at_server: Counts, held: Counts) -> None:
    """A line for each stream; raises SourceUnavailable (exit code 5) where less is held than the server has.

    More may be held than the server has: what was deleted there stays here, with a tombstone.
    """
    rows: list[dict[str, str | int]] = [
        {"source": source, "stream": stream, "server": number, "held": _held_of(stream, held.get(source, {}))}
        for source, streams in at_server.items()
        for stream, number in streams.items()
    ]
    if session.json:
        session.emit({"verified": rows})
    else:
        for row in rows:
            session.line(f"{row['source']}\t{row['stream']}\tserver {row['server']}\theld {row['held']}")
    _refuse_gaps(rows)


def _held_of(stream: str, kinds: Mapping[str, int]) -> int:
    """A stream has the plural name of the kind that it brings: issues, log_entries."""
    names = (stream, stream.removesuffix("s"), stream.removesuffix("ies") + "y")
    return next((kinds[name] for name in names if name in kinds), 0)


def _refuse_gaps(rows: Sequence[Mapping[str, str | int]]) -> None:
    if short := [row for row in rows if int(str(row["held"])) < int(str(row["server"]))]:
        names = ", ".join(f"{row['source']} {row['stream']}" for row in short)
        raise SourceUnavailable(f"less is held than the server has: {names}", do="run `toil extract --full`")
