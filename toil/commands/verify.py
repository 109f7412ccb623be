"""`toil extract --verify`: what the servers say they have, against what the raw store holds."""

from __future__ import annotations

from collections.abc import Mapping

from toil.commands.session import Session
from toil.errors import SourceUnavailable

Counts = Mapping[str, Mapping[str, int]]


def show_comparison(session: Session, at_server: Counts, held: Counts) -> None:
    """A line for each stream; raises SourceUnavailable (exit code 5) where less is held than the server has.

    More may be held than the server has: what was deleted there stays here, with a tombstone.
    """
    rows = [
        {"source": source, "stream": stream, "server": number, "held": held.get(source, {}).get(stream, 0)}
        for source, streams in at_server.items()
        for stream, number in streams.items()
    ]
    if session.json:
        session.emit({"verified": rows})
    else:
        for row in rows:
            session.out.print(f"{row['source']}\t{row['stream']}\tserver {row['server']}\theld {row['held']}")
    if short := [row for row in rows if int(str(row["held"])) < int(str(row["server"]))]:
        names = ", ".join(f"{row['source']} {row['stream']}" for row in short)
        raise SourceUnavailable(f"less is held than the server has: {names}", do="run `toil extract --full`")
