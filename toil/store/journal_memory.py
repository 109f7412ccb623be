"""What this process has read of journals: events only come to their end, so that a reader fetches what is new.

Numbers of events follow the order of writing (`journal_place.next_id`), and nothing is ever changed or removed. Another
journal in the same place, such as a restored one, is known by its identity, and by a last event that is not as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toil.store.journal_place import JournalPlace, JournalTables


@dataclass(frozen=True)
class Event:
    """One thing that somebody said; `written_at` is ISO UTC text."""

    event_id: int
    written_at: str
    author: str
    kind: str
    subject: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class _Read:
    """Never changed, only replaced: threads that read at once need no lock, and what the slower one keeps is true."""

    identity: str
    last_row: tuple[Any, ...]
    events: list[Event]


_READ: dict[str, _Read] = {}


def events_of(place: JournalPlace) -> list[Event]:
    """Every event as it is now, oldest first; whoever asked may keep the list. Raises ToilError."""
    with place.reading() as tables:
        identity, known = tables.identity(), _READ.get(place.name)
        if known is not None and known.identity == identity:
            rows = _rows(tables, int(known.last_row[0]))
            if rows[:1] == [known.last_row]:
                if rows[1:]:
                    known = _Read(identity, rows[-1], known.events + [_event(row) for row in rows[1:]])
                    _READ[place.name] = known
                return list(known.events)
        rows = _rows(tables, 0)
    events = [_event(row) for row in rows]
    if rows:
        _READ[place.name] = _Read(identity, rows[-1], events)
    return list(events)


def read_events(tables: JournalTables) -> list[Event]:
    """Every event of a transaction, also what it has written itself."""
    return [_event(row) for row in _rows(tables, 0)]


def _rows(tables: JournalTables, first: int) -> list[tuple[Any, ...]]:
    return tables.rows("select event_id, written_at, author, kind, subject, body from events where event_id >= ? "
                       "order by event_id", (first,))  # fmt: skip


def _event(row: tuple[Any, ...]) -> Event:
    return Event(row[0], row[1], row[2], row[3], row[4], _decoded(row[5]))


def _decoded(text: str | bytes | None) -> dict[str, Any]:
    """The body; one that somebody broke by hand is kept under `unreadable`, so that the others still count."""
    try:
        body = json.loads(text or "")
    except (ValueError, TypeError, RecursionError):
        body = None
    return body if isinstance(body, dict) else {"unreadable": str(text)[:200]}
