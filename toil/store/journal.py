"""The journal: what people said, as append-only events; nothing in it is ever changed or removed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import UsageError
from toil.store.journal_memory import Event, events_of, read_events
from toil.store.journal_place import JournalPlace, journal_place, next_id, place_at

if TYPE_CHECKING:
    from toil.settings import Settings

__all__ = ["KINDS", "Event", "Journal", "stamped"]
KINDS = ("label", "decision", "estimate", "automation", "rename", "merge", "split", "apart", "ignore", "refit", "link",
         "link_apart", "check_in", "trait", "push", "notify", "note", "vote", "retention", "undo")  # fmt: skip
_INSERT = "insert into events (event_id, written_at, author, kind, subject, body) values (?, ?, ?, ?, ?, ?)"


class Journal:
    """The journal of a store's folder, or of another place; each call opens and closes it."""

    def __init__(self, home: Path | JournalPlace) -> None:
        self.place = place_at(home)

    @classmethod
    def of(cls, settings: Settings) -> Journal:
        """The journal that the settings name."""
        return cls(journal_place(settings))

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
        with self.place.writing() as tables:
            first = next_id(tables, "events", "event_id")
            tables.write(_INSERT, [(first + number, *row) for number, row in enumerate(rows)])
        return list(range(first, first + len(rows)))

    def append_new(self, kind: str, body: Mapping[str, Any], *, named: Callable[[Set[str]], str], author: str) -> str:
        """Write the first event about something, and return the subject that `named` gives it.

        `named` gets the subjects that this kind ever had, undone ones included; nobody else writes between the two.
        """
        moment, text = stamped(None), _encoded(body)
        with self.place.writing() as tables:
            subject = named(
                {one for (one,) in tables.rows("select subject from events where kind = ?", (_known(kind),))}
            )
            tables.write(_INSERT, [(next_id(tables, "events", "event_id"), moment, author, kind, subject, text)])
        return subject

    def bring(self, events: Iterable[Mapping[str, Any]]) -> int:
        """Write events of another journal that are not in this one, all or none, in their order; how many.

        Author and moment stay. A body that `follows` an event follows the same one here. What was taken back here is in
        this journal too, and stays taken back.
        """
        places: dict[int, int] = {}
        written: list[tuple[Any, ...]] = []
        with self.place.writing() as tables:  # two at once would both find it missing
            first = next_id(tables, "events", "event_id")
            here: dict[str, list[int]] = defaultdict(list)
            for known in read_events(tables):
                here[_identity(vars(known))].append(known.event_id)
            for event in events:
                if same := here.get(_identity(event)):
                    places[event["event_id"]] = same.pop(0)
                    continue
                body = dict(event["body"])
                if body.get("follows") in places:
                    body["follows"] = places[body["follows"]]
                number = places[event["event_id"]] = first + len(written)
                written.append((number, event["written_at"], event["author"], _known(event["kind"]), event["subject"],
                                _encoded(body)))  # fmt: skip
            tables.write(_INSERT, written)
        return len(written)

    def undo(self, event_id: int, *, author: str) -> int:
        """Take an event back by a new event; undoing an undo brings the first one back."""
        if event_id not in {event.event_id for event in self._all()}:
            raise UsageError(f"the journal has no event {event_id}", where=self.place.name)
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
        return events_of(self.place) if self.place.is_there() else []


def stamped(moment: datetime | None) -> str:
    """A moment (now, if none is given) as the journal writes it: ISO UTC text."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identity(event: Mapping[str, Any]) -> str:
    """An event by all that it says but its number, and the number that it follows: those differ between journals."""
    body = {name: value for name, value in event["body"].items() if name != "follows"}
    return json.dumps([event["written_at"], event["author"], event["kind"], event["subject"], body], sort_keys=True)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(f"the journal knows no kind {kind!r}", do=f"one of: {', '.join(KINDS)}")
    return kind


def _encoded(body: Mapping[str, Any]) -> str:
    try:
        return json.dumps(dict(body), ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UsageError(f"this cannot be written into the journal: {error}") from None
