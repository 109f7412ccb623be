"""Who was engaged with an incident when, worked out entry by entry: the reference that the SQL is held to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Stretch = tuple[str, datetime, datetime | None]
_ORDER = {"escalate": 0, "unacknowledge": 0, "delegate": 0, "assign": 0, "acknowledge": 1, "snooze": 2, "resolve": 2}


@dataclass
class _Held:
    """An acknowledgement that stands, until it lapses (None: never)."""

    since: datetime
    lapses_at: datetime | None


@dataclass
class _Board:
    """Who holds the incident now, and the stretches that are over."""

    held: dict[str, _Held] = field(default_factory=dict)
    over: list[Stretch] = field(default_factory=list)

    def lapse(self, now: datetime) -> None:
        """End what has run out before now."""
        for person, held in list(self.held.items()):
            if held.lapses_at is not None and held.lapses_at < now:
                self.end(person, held.lapses_at)

    def end(self, person: str, at: datetime) -> None:
        """The person's hold is over, at the latest now."""
        held = self.held.pop(person)
        self.over.append((person, held.since, min(at, held.lapses_at or at)))

    def take(self, person: str, at: datetime, timeout: int | None) -> None:
        """The person acknowledges; what stands already is prolonged."""
        lapses_at = at + timedelta(seconds=timeout) if timeout else None
        held = self.held.get(person)
        if held is None:
            self.held[person] = _Held(at, lapses_at)
        else:
            endless = held.lapses_at is None or lapses_at is None
            held.lapses_at = None if endless else max(held.lapses_at, lapses_at)  # type: ignore[type-var]


def stretches(entries: Iterable[dict[str, Any]]) -> list[Stretch]:
    """Every stretch as (person, start, end), sorted, those of one person that touch made one."""
    board = _Board()
    for one in sorted(entries, key=lambda one: (_at(one), _ORDER[_kind(one)])):
        at = _at(one)
        board.lapse(at)
        _apply(board, _kind(one), one, at)
    left = [(person, held.since, held.lapses_at) for person, held in board.held.items()]
    return _joined([*board.over, *left])


def _apply(board: _Board, kind: str, one: dict[str, Any], at: datetime) -> None:
    if kind == "acknowledge":
        board.take(one["agent"]["id"], at, one.get("acknowledgement_timeout"))
        return
    staying = {person["id"] for person in one.get("assignees", [])} if kind in ("assign", "delegate") else set()
    for person in [held for held in board.held if held not in staying]:
        board.end(person, at)


def _joined(found: list[Stretch]) -> list[Stretch]:
    """Stretches of one person that overlap or touch become one."""
    joined: list[Stretch] = []
    for person, start, end in sorted(found, key=lambda one: (one[0], one[1], one[2] is None, one[2] or one[1])):
        last = joined[-1] if joined and joined[-1][0] == person else None
        if last is not None and (last[2] is None or start <= last[2]):
            ends = None if last[2] is None or end is None else max(last[2], end)
            joined[-1] = (person, last[1], ends)
        else:
            joined.append((person, start, end))
    return joined


def _at(one: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(one["created_at"]).replace(tzinfo=None)


def _kind(one: dict[str, Any]) -> str:
    return str(one["type"]).removesuffix("_log_entry")
