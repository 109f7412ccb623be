"""An issue's history: how its status, assignee and small things changed, derived from the slices of its work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from sample_data.generator.issues import GIANT_SECONDS
from sample_data.generator.jira_site import PRIORITIES, RESOLUTIONS, WORKFLOWS, Status
from sample_data.generator.people import AUTOMATION_APP, Person
from sample_data.generator.work import Issue, Slice

Item = dict[str, Any]


@dataclass
class Change:
    """One entry of the history: who changed which fields when."""

    at: datetime
    author: Person
    items: list[Item]
    id: int = 0


@dataclass
class History:
    """The changes, oldest first, and the state that they leave the issue in."""

    changes: list[Change] = field(default_factory=list)
    status: Status = WORKFLOWS["OPS"]["todo"]
    assignee: Person | None = None
    resolution: str = ""
    resolved_at: datetime | None = None
    status_changed_at: datetime | None = None
    priority: str = "Medium"


class Historian:
    """Writes the history of one issue up to the end of the sample."""

    def __init__(self, issue: Issue, ends_at: datetime, rng: Random) -> None:
        self._issue = issue
        self._ends_at = ends_at
        self._rng = rng
        self._flow = WORKFLOWS[issue.project]
        self.history = History(status=self._flow["todo"], status_changed_at=issue.created_at)
        self._last = issue.created_at

    def write(self) -> History:
        """The whole history."""
        work = self._issue.work
        slices = [piece for piece in work.slices if piece.ended_at > self._issue.created_at]
        self._set_priority()
        if self._issue.issue_type == "Epic":
            self._assign(work.requester, self._issue.created_at)
            self._move("active", self._issue.created_at + timedelta(days=2), work.requester)
        elif self._issue.cancelled:
            self._cancel()
        elif work.slices:
            self._worked(slices or work.slices[-1:])
        return self.history

    def _set_priority(self) -> None:
        """Incidents are high; a few issues have their priority changed after a while."""
        high = self._issue.issue_type == "Incident"
        self.history.priority = self._rng.choice(("High", "Highest") if high else ("Medium", "Medium", "Low", "High"))

    def _worked(self, slices: list[Slice]) -> None:
        """Assigned, begun shortly before the first slice, handed over and paused where the work was, then closed."""
        first = slices[0]
        before = first.started_at - timedelta(seconds=self._rng.randrange(20, 420))
        self._assign(first.person, before - timedelta(seconds=self._rng.randrange(5, 3000)))
        self._move("active", before, first.person)
        for previous, current in pairwise(slices):
            self._between(previous, current)
        self._small_changes(slices)
        if self._issue.work.finished_at or (self._issue.work.incidents and not self._issue.work.parts):
            self._close(slices[-1])

    def _between(self, previous: Slice, current: Slice) -> None:
        """What happens between two slices: waiting for the requester, a change of hands, or a night in progress."""
        waited = previous.ended_at in self._issue.work.waits
        long_gap = current.started_at - previous.ended_at > timedelta(hours=10)
        if waited or (self._is_giant() and long_gap and self._rng.random() < 0.6):
            self._move("waiting", previous.ended_at + timedelta(seconds=90), previous.person)
            self._move("active", current.started_at - timedelta(seconds=60), current.person)
        if current.person is not previous.person and not current.paged:
            self._assign(current.person, current.started_at - timedelta(seconds=45))

    def _close(self, last: Slice) -> None:
        """Closed soon after the last slice, by some the next morning; engineering is reviewed first."""
        work = self._issue.work
        at = last.ended_at + timedelta(seconds=int(min(14_400, 240 * self._rng.lognormvariate(0, 1.1))))
        if work.incidents and (resolved := work.incidents[-1].resolved_at):
            at = max(at, resolved + timedelta(seconds=60)) if last.paged else at
        if self._rng.random() < 0.1:
            at += timedelta(hours=self._rng.choice((1, 2, 16, 20)))
        if self._issue.project == "SRE" and not work.kind:
            self._move("review", at, last.person)
            at += timedelta(hours=self._rng.choice((1, 3, 20, 26)))
        self._finish("done", "Done", at, last.person)

    def _cancel(self) -> None:
        at = self._issue.created_at + timedelta(hours=self._rng.randrange(2, 80))
        self._finish("cancelled", "Won't Do", at, self._issue.work.requester)

    def _finish(self, role: str, resolution: str, at: datetime, author: Person) -> None:
        number, _ = RESOLUTIONS[resolution]
        if self._move(role, at, author, [item("resolution", "", "", number, resolution)]):
            self.history.resolution, self.history.resolved_at = resolution, self._last

    def _small_changes(self, slices: list[Slice]) -> None:
        """Labels, priority and rank change as they do; long projects are touched almost every day."""
        share = 0.9 if self._is_giant() else 0.04
        for piece in slices:
            if self._rng.random() < share:
                at = piece.started_at + timedelta(seconds=max(1, piece.seconds // 2))
                self._add(at, piece.person, [self._rng.choice((_ranked(self._rng), _labelled(self._rng)))])
            if self._is_giant() and self._rng.random() < 0.5:
                self._add(piece.ended_at, AUTOMATION_APP, [_ranked(self._rng)])
        if self._rng.random() < 0.05:
            old, new = self.history.priority, self._rng.choice(list(PRIORITIES))
            if old != new and self._add(slices[0].ended_at, slices[0].person, [_priority(old, new)]):
                self.history.priority = new

    def _is_giant(self) -> bool:
        return self._issue.work.seconds > GIANT_SECONDS

    def _assign(self, person: Person, at: datetime) -> None:
        """Makes the person the assignee; at creation this leaves no trace in the history."""
        old = self.history.assignee
        if old is person:
            return
        if at <= self._issue.created_at or (old is None and self._rng.random() < 0.35):
            self.history.assignee = person
            return
        change = item(
            "assignee", old.account_id if old else "", old.name if old else "", person.account_id, person.name
        )
        author = person if old is None else old
        if self._add(at, author, [change]):
            self.history.assignee = person

    def _move(self, role: str, at: datetime, author: Person, more: list[Item] | None = None) -> bool:
        """Moves the issue to another status, if there is still time for it before the sample ends."""
        old, new = self.history.status, self._flow[role]
        change = item("status", old.id, old.name, new.id, new.name)
        if old.id == new.id or not self._add(at, author, [*(more or []), change]):
            return False
        self.history.status, self.history.status_changed_at = new, self._last
        return True

    def _add(self, at: datetime, author: Person, items: list[Item]) -> bool:
        """Appends a change, later than the one before; nothing is added after the end of the sample."""
        jitter = timedelta(milliseconds=self._rng.randrange(1, 1000))
        at = max(at, self._issue.created_at).replace(microsecond=0) + jitter
        if at >= self._ends_at:
            return False
        self.history.changes.append(Change(at, author, items))
        self.history.changes.sort(key=lambda change: change.at)
        self._last = at
        return True


def item(name: str, old: str, old_name: str, new: str, new_name: str) -> Item:
    """One changed field; Jira leaves empty sides out."""
    sides = {"from": old, "fromString": old_name, "to": new, "toString": new_name}
    body = {"field": name, "fieldtype": "jira", "fieldId": name}
    return body | {side: value for side, value in sides.items() if value}


def _ranked(rng: Random) -> Item:
    word = rng.choice(("Ranked higher", "Ranked lower"))
    return {
        "field": "Rank",
        "fieldtype": "custom",
        "fieldId": "customfield_10019",
        "from": "",
        "to": "",
        "toString": word,
    }


def _labelled(rng: Random) -> Item:
    labels = ("q3", "later", "needs-design", "要確認", "blocked-by-vendor")
    return {
        "field": "labels",
        "fieldtype": "jira",
        "fieldId": "labels",
        "from": "",
        "fromString": "",
        "to": "",
        "toString": rng.choice(labels),
    }


def _priority(old: str, new: str) -> Item:
    return item("priority", PRIORITIES[old], old, PRIORITIES[new], new)
