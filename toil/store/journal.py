"""The journal: what people said, as append-only events; nothing in it is ever changed or removed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toil.errors import ToilError, UsageError

JOURNAL_FILE = "journal.db"
KINDS = ("label", "decision", "estimate", "automation", "rename", "merge", "split", "apart", "ignore", "refit", "link",
         "link_apart", "check_in", "trait", "push", "notify", "note", "vote", "retention", "undo")  # fmt: skip
JOURNAL_VERSION = 1  # as SQLite's `user_version`; 0 was written before there were versions, and has the same tables
_SHAPE = """
create table if not exists events (
    event_id integer primary key autoincrement, written_at text not null, author text not null,
    kind text not null, subject text not null, body text not null
);
create trigger if not exists events_stay before update on events begin select raise(abort, 'append only'); end;
create trigger if not exists events_remain before delete on events begin select raise(abort, 'append only'); end;
"""
_INSERT = "insert into events (written_at, author, kind, subject, body) values (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Event:
    """One thing that somebody said; `written_at` is ISO UTC text."""

    event_id: int
    written_at: str
    author: str
    kind: str
    subject: str
    body: Mapping[str, Any]


class Journal:
    """The journal of a store's folder, in SQLite with a write-ahead log; each call opens and closes it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / JOURNAL_FILE

    def append(
        self,
        kind: str,
        subject: str,
        body: Mapping[str, Any],
        *,
        author: str,
        written_at: datetime | None = None,
    ) -> int:
        """Write one event and return its id; raises UsageError for an unknown kind or a body JSON cannot carry."""
        return self.append_all([(kind, subject, body)], author=author, written_at=written_at)[0]

    def append_all(
        self,
        entries: list[tuple[str, str, Mapping[str, Any]]],
        *,
        author: str,
        written_at: datetime | None = None,
    ) -> list[int]:
        """Write several events, all or none of them; their ids in order."""
        moment = stamped(written_at)
        rows = [(moment, author, _known(kind), subject, _encoded(body)) for kind, subject, body in entries]
        with open_journal(self.file) as connection, connection:
            return [int(connection.execute(_INSERT, row).lastrowid or 0) for row in rows]

    def bring(self, events: Iterable[Mapping[str, Any]]) -> int:
        """Write events of another journal that are not in this one, all or none, in their order; how many.

        Author and moment stay. A body that `follows` an event follows the same one here. What was taken back here is in
        this journal too, and stays taken back.
        """
        places: dict[int, int] = {}
        written = 0
        with open_journal(self.file) as connection, connection:
            connection.execute("begin immediate")  # two at once would both find it missing
            here: dict[str, list[int]] = defaultdict(list)
            for known in _read(connection):
                here[_identity(vars(known))].append(known.event_id)
            for event in events:
                if same := here.get(_identity(event)):
                    places[event["event_id"]] = same.pop(0)
                    continue
                body = dict(event["body"])
                if body.get("follows") in places:
                    body["follows"] = places[body["follows"]]
                row = (event["written_at"], event["author"], _known(event["kind"]), event["subject"], _encoded(body))
                places[event["event_id"]] = int(connection.execute(_INSERT, row).lastrowid or 0)
                written += 1
        return written

    def undo(self, event_id: int, *, author: str) -> int:
        """Take an event back by a new event; undoing an undo brings the first one back."""
        if event_id not in {event.event_id for event in self._all()}:
            raise UsageError(f"the journal has no event {event_id}", where=str(self.file))
        return self.append("undo", str(event_id), {}, author=author)

    def events(self, kind: str | None = None, subject: str | None = None) -> list[Event]:
        """The events that stand (undone ones and the undoing left out), oldest first."""
        every = self._all()
        undone: set[int] = set()
        for event in reversed(every):
            if event.kind == "undo" and event.event_id not in undone and event.subject.isdigit():
                undone.add(int(event.subject))
        return [
            event
            for event in every
            if event.event_id not in undone
            and event.kind != "undo"
            and (kind is None or event.kind == kind)
            and (subject is None or event.subject == subject)
        ]

    def history(self) -> list[Event]:
        """Every event ever written, undone ones included, oldest first."""
        return self._all()

    def last_event_id(self) -> int:
        """The id of the newest event; 0 for an empty journal."""
        return max((event.event_id for event in self._all()), default=0)

    def _all(self) -> list[Event]:
        if not self.file.exists():
            return []
        with open_journal(self.file) as connection:
            return _read(connection)


def _read(connection: sqlite3.Connection) -> list[Event]:
    rows = connection.execute(
        "select event_id, written_at, author, kind, subject, body from events order by event_id"
    ).fetchall()
    return [Event(row[0], row[1], row[2], row[3], row[4], _decoded(row[5])) for row in rows]


def stamped(moment: datetime | None) -> str:
    """A moment (now, if none is given) as the journal writes it: ISO UTC text."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def open_journal(file: Path, shape: str = _SHAPE) -> Iterator[sqlite3.Connection]:
    """The journal's file, made where it is missing, with the tables that `shape` describes; closed at the end."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            _bring_forward(connection, file)
            connection.execute("pragma journal_mode = wal")
            connection.executescript(shape)
            yield connection
    except (sqlite3.DatabaseError, OSError) as error:
        raise ToilError(f"the journal cannot be used: {error}", where=str(file), do=_advice(error)) from None


def _bring_forward(connection: sqlite3.Connection, file: Path) -> None:
    """Note the version that this toil writes; a journal that a later one wrote is left untouched."""
    (version,) = connection.execute("pragma user_version").fetchone()
    if version > JOURNAL_VERSION:
        raise ToilError(f"the journal has schema version {version}, this toil reads {JOURNAL_VERSION}",
                        where=str(file), do="use the toil version that wrote it")  # fmt: skip
    if version < JOURNAL_VERSION:
        connection.execute(f"pragma user_version = {JOURNAL_VERSION}")


def _advice(error: Exception) -> str:
    if "unable to open" in str(error) or "readonly" in str(error) or isinstance(error, OSError):
        return "give this user the right to write in that folder: SQLite's WAL needs it for reading, too"
    return "it is precious: move it aside and `toil store restore` a backup"


def _identity(event: Mapping[str, Any]) -> str:
    """An event by all that it says but its number, and the number that it follows: those differ between journals."""
    body = {name: value for name, value in event["body"].items() if name != "follows"}
    return json.dumps([event["written_at"], event["author"], event["kind"], event["subject"], body], sort_keys=True)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(f"the journal knows no kind {kind!r}", do=f"one of: {', '.join(KINDS)}")
    return kind


def _decoded(text: str | bytes | None) -> dict[str, Any]:
    """The body; one that somebody broke by hand is kept under `unreadable`, so that the others still count."""
    try:
        body = json.loads(text or "")
    except (ValueError, TypeError, RecursionError):
        body = None
    return body if isinstance(body, dict) else {"unreadable": str(text)[:200]}


def _encoded(body: Mapping[str, Any]) -> str:
    try:
        return json.dumps(dict(body), ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UsageError(f"this cannot be written into the journal: {error}") from None
