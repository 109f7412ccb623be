"""The planted truth, as CSV: what is judged is never read from here, judges do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sample_data.generator.days import local_day
from sample_data.generator.dirty import Planted
from sample_data.generator.files import write_csv
from sample_data.generator.jira_payload import Payload
from sample_data.generator.kinds import AUTOMATIONS, Automation, Kind, kinds
from sample_data.generator.people import REQUESTERS
from sample_data.generator.work import Work
from sample_data.generator.world import World

WORK = [
    "work",
    "jira_issue_ids",
    "pagerduty_incident_ids",
    "kind",
    "category",
    "toil_probability",
    "is_toil",
    "is_planned",
    "hands_on_seconds",
]
KINDS = [
    "kind",
    "name_en",
    "name_ja",
    "category",
    "toil_probability",
    "cadence",
    "base_per_week",
    "median_minutes",
    "growth_per_week",
    "remedy",
    "automation",
    "occurrences",
    "hands_on_hours",
]
AUTOMATION = [
    "automation",
    "kind",
    "name",
    "shipped_on",
    "promised_hours_per_week",
    "rate_factor",
    "works",
    "hours_per_week_before",
    "hours_per_week_after",
    "per_week_before",
    "per_week_after",
]


def write_truth(world: World, folder: Path, planted: list[Planted], added: list[Payload]) -> dict[str, int]:
    """All files of the truth; returns how many rows each has."""
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {
        "work": (WORK, [*_work(world), *(_added(issue) for issue in added)]),
        "effort": (["work", "person", "day", "hands_on_seconds"], list(_effort(world))),
        "kinds": (KINDS, [_kind(kind, world) for kind in kinds()]),
        "automations": (AUTOMATION, [_automation(a, world) for a in AUTOMATIONS]),
        "links": (["incident_id", "issue_id", "evidence"], list(_links(world))),
        "merges": (["incident_id", "into_incident_id"], list(_merges(world))),
        "people": (
            ["person", "jira_account_id", "jira_name", "pagerduty_user_id", "pagerduty_name", "zone", "is_member"],
            list(_people(world)),
        ),
        "weeks": (["week", "hands_on_hours", "toil_hours", "engineering_hours"], list(_weeks(world))),
        "dirty": (["file", "subject", "what", "expected"], [(p.file, p.subject, p.what, p.expected) for p in planted]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables.items():
        write_csv(folder / f"{name}.csv", header, rows)
    return {f"truth/{name}.csv": len(rows) for name, (_, rows) in tables.items()}


def _known(world: World) -> Iterator[Work]:
    """Works that an item tells of."""
    return (work for work in world.works if work.issue or work.incidents)


def _work(world: World) -> Iterator[tuple[Any, ...]]:
    for work in _known(world):
        issues = [work.issue.id] if work.issue else []
        incidents = [incident.id for incident in work.incidents]
        kind = work.kind.id if work.kind else ""
        p = work.toil_probability
        yield work.key, issues, incidents, kind, work.category, p, int(p >= 0.5), int(work.planned), work.seconds


def _added(issue: Payload) -> tuple[Any, ...]:
    """A dirty but valid issue: nobody ever worked on it, and nobody could say what it is."""
    return f"W{issue['id']}", [issue["id"]], [], "", "UNK", 0.0, 0, 1, 0


def _effort(world: World) -> Iterator[tuple[str, str, date, int]]:
    for work in _known(world):
        seconds: dict[tuple[str, date], int] = defaultdict(int)
        for piece in work.slices:
            seconds[piece.person.key, local_day(piece.started_at, piece.person.zone)] += piece.seconds
        for (person, day), total in sorted(seconds.items()):
            yield work.key, person, day, total


def _kind(kind: Kind, world: World) -> tuple[Any, ...]:
    mine = [work for work in _known(world) if work.kind is kind]
    per_week = {"daily": 5.0, "weekly": 1.0, "monthly": round(kind.batch * 12 / 52, 2)}.get(kind.cadence, kind.per_week)
    hours = round(sum(work.seconds for work in mine) / 3600, 1)
    return (
        kind.id,
        kind.name_en,
        kind.name_ja,
        kind.category,
        kind.toil_probability,
        kind.cadence,
        per_week,
        kind.median_minutes,
        kind.growth,
        kind.remedy,
        kind.automation,
        len(mine),
        hours,
    )


def _automation(automation: Automation, world: World) -> tuple[Any, ...]:
    mine = [work for work in _known(world) if work.kind and work.kind.id == automation.kind]
    after = [work for work in mine if _day(work.created_at) >= automation.shipped_on]
    before = [work for work in mine if _day(work.created_at) < automation.shipped_on]
    weeks_before = (automation.shipped_on - world.horizon.first_day).days / 7
    weeks_after = world.horizon.weeks - weeks_before
    return (
        automation.id,
        automation.kind,
        automation.name,
        automation.shipped_on,
        automation.promised_hours_per_week,
        automation.factor,
        int(automation.works),
        _per_week(sum(work.seconds for work in before) / 3600, weeks_before),
        _per_week(sum(work.seconds for work in after) / 3600, weeks_after),
        _per_week(len(before), weeks_before),
        _per_week(len(after), weeks_after),
    )


def _per_week(total: float, weeks: float) -> float | str:
    return round(total / weeks, 2) if weeks > 0 else ""


def _links(world: World) -> Iterator[tuple[str, int, str]]:
    for incident in world.incidents:
        if incident.evidence and incident.work.issue:
            yield incident.id, incident.work.issue.id, "+".join(sorted(incident.evidence))


def _merges(world: World) -> Iterator[tuple[str, str]]:
    return ((incident.id, incident.merged_into.id) for incident in world.incidents if incident.merged_into)


def _people(world: World) -> Iterator[tuple[Any, ...]]:
    for person in (*world.people, *REQUESTERS):
        pager = (person.pager_id, person.pager_name) if person.is_member else ("", "")
        yield person.key, person.account_id, person.name, *pager, person.zone, int(person.is_member)


def _weeks(world: World) -> Iterator[tuple[str, float, float, float]]:
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for work in _known(world):
        for piece in work.slices:
            row = totals[f"{_day(piece.started_at):%G-W%V}"]
            hours = piece.seconds / 3600
            row[0] += hours
            row[1] += hours * work.toil_probability
            row[2] += hours if work.category.startswith("ENG") else 0.0
    return ((week, round(a, 1), round(b, 1), round(c, 1)) for week, (a, b, c) in sorted(totals.items()))


def _day(moment: datetime) -> date:
    """The date in the team's zone."""
    return local_day(moment, "Asia/Tokyo")
