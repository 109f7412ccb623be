"""A Jira in which people work: issues that are made, changed, moved and deleted, and an index that lags behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.jira import STATUSES, FakeJira
from tests.sources.jira.world import START, comment, issue, person, stamp
from toil.sources.jira.records import epoch_ms

PROJECTS = ("OPS", "NET", "OLD")
A_MOMENT = timedelta(milliseconds=1)  # between two worklogs: the fake's feeds may end a page inside one


@dataclass(frozen=True)
class Act:
    """What somebody does: to the issue at a place of the list, a step after the act before it.

    The search index learns of it `lag_hours` later.
    """

    name: str
    place: int
    milliseconds: int
    lag_hours: float


@dataclass
class Life:
    """The Jira with its clock, and when the index will learn of which issue."""

    jira: FakeJira
    now: datetime = START
    lags: dict[str, datetime] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    made: int = 0

    def __post_init__(self) -> None:
        self.jira.project_status = dict.fromkeys(PROJECTS, "live")
        self.jira.issues.append(issue(self.number(), 0, worklogs=[]))  # nobody touches it: Jira is never empty

    @property
    def minutes(self) -> float:
        """The time as `world.stamp` counts it."""
        return (self.now - START) / timedelta(minutes=1)

    def number(self) -> int:
        """A number for whatever is made next."""
        self.made += 1
        return self.made

    def pass_time(self, passed: timedelta) -> None:
        """The clock goes on, and the index learns of what was due."""
        self.now += passed
        self.jira.date = self.now.strftime("%a, %d %b %Y %H:%M:%S GMT")
        for issue_id in [one for one, due in self.lags.items() if due <= self.now]:
            del self.lags[issue_id]
            if one := self.jira.by_id(issue_id):
                one.pop("indexed", None)
                one.pop("unindexed", None)

    def act(self, act: Act) -> None:
        """One act, where there is an issue for it in a project that can be written to."""
        self.pass_time(timedelta(milliseconds=act.milliseconds))
        if act.name == "create":
            self.create(act)
        elif act.name == "archive":
            self.jira.project_status["OLD"] = "archived"
        elif open_ones := [one for one in self.jira.issues[1:] if self.is_live(one)]:
            ACTS[act.name](self, open_ones[act.place % len(open_ones)], act)

    def is_live(self, one: dict[str, Any]) -> bool:
        """Whether the issue's project is neither archived nor in the trash."""
        return self.jira.project_status[one["fields"]["project"]["key"]] == "live"

    def create(self, act: Act) -> None:
        live = [key for key in PROJECTS if self.jira.project_status[key] == "live"]
        made = issue(self.number(), self.minutes, project=live[act.place % len(live)], created=stamp(self.minutes),
                     status=STATUSES[0])  # fmt: skip
        self.jira.issues.append(made)
        if act.lag_hours:
            made["unindexed"] = True
            self.lags[made["id"]] = self.now + timedelta(hours=act.lag_hours)

    def touch(self, one: dict[str, Any], act: Act) -> None:
        """The issue's `updated` moves at once, the index's later."""
        if act.lag_hours:
            one.setdefault("indexed", one["fields"]["updated"])
            self.lags[one["id"]] = self.now + timedelta(hours=act.lag_hours)
        else:
            one.pop("indexed", None)
            one.pop("unindexed", None)
            self.lags.pop(one["id"], None)
        one["fields"]["updated"] = stamp(self.minutes)

    def note(self, one: dict[str, Any], act: Act, name: str, before: Any, after: Any) -> None:
        """A change with its entry in the changelog."""
        item = {"field": name, "fieldtype": "jira", "fieldId": name, "from": before.get("id"),
                "fromString": before["name"], "to": after.get("id"), "toString": after["name"]}  # fmt: skip
        entry = {"id": str(self.number()), "author": person("sato"), "created": stamp(self.minutes), "items": [item]}
        one["changelog"]["histories"].append(entry)
        self.touch(one, act)


def edit(life: Life, one: dict[str, Any], act: Act) -> None:
    one["fields"]["summary"] += "!"
    life.touch(one, act)


def transition(life: Life, one: dict[str, Any], act: Act) -> None:
    """To the next status; after Done the issue is opened again."""
    before = one["fields"]["status"]
    after = STATUSES[(STATUSES.index(before) + 1) % len(STATUSES)]
    one["fields"]["status"] = after
    life.note(one, act, "status", before, after)


def say(life: Life, one: dict[str, Any], act: Act) -> None:
    """A comment."""
    said = {**comment(life.number()), "created": stamp(life.minutes)}
    one["fields"]["comment"]["comments"].append(said)
    life.touch(one, act)


def move(life: Life, one: dict[str, Any], act: Act) -> None:
    """To another project under another key."""
    before = one["key"]
    live = [key for key in PROJECTS if life.jira.project_status[key] == "live"]
    project = live[act.place % len(live)]
    one["fields"]["project"] = {"key": project}
    one["key"] = f"{project}-{life.number()}"
    life.note(one, act, "Key", {"name": before}, {"name": one["key"]})


def delete(life: Life, one: dict[str, Any], act: Act) -> None:
    life.jira.issues.remove(one)
    life.deleted.add(one["id"])


def log(life: Life, one: dict[str, Any], act: Act) -> None:
    """Several worklogs, more than an issue shows after a few times; an import leaves `updated` as it is."""
    for _ in range(1 + act.place % 9):
        life.pass_time(A_MOMENT)
        number, at = life.number(), stamp(life.minutes)
        one["fields"]["worklog"]["worklogs"].append({
            "id": str(number), "issueId": one["id"], "author": person("sato"), "created": at, "updated": at,
            "started": at, "timeSpentSeconds": 60 * number,
        })  # fmt: skip
    if act.place % 2:
        life.touch(one, act)


def correct(life: Life, one: dict[str, Any], act: Act) -> None:
    """A worklog is edited; only the feed tells of it."""
    life.pass_time(A_MOMENT)
    if logs := one["fields"]["worklog"]["worklogs"]:
        logs[act.place % len(logs)].update({"timeSpentSeconds": 7 * life.number(), "updated": stamp(life.minutes)})


def strike(life: Life, one: dict[str, Any], act: Act) -> None:
    """A worklog is deleted; only the feed tells of it."""
    life.pass_time(A_MOMENT)
    if logs := one["fields"]["worklog"]["worklogs"]:
        gone = logs.pop(act.place % len(logs))
        life.jira.deleted_worklogs[int(gone["id"])] = epoch_ms(life.now)


ACTS: dict[str, Callable[[Life, dict[str, Any], Act], None]] = {
    "edit": edit, "transition": transition, "comment": say, "move": move, "delete": delete, "log": log,
    "correct": correct, "strike": strike,
}  # fmt: skip
