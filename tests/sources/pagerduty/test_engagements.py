import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fakes.pagerduty_world import NAMES, NOW, entry, incident, person, text
from tests.memory import in_memory
from tests.sources.pagerduty.acks import Stretch, stretches
from toil.sources import staging_sql
from toil.store.staging import sections_of

SQL = sections_of(staging_sql("pagerduty")).relations["staged_engagements"]
PEOPLE = sorted(NAMES)


def engaged(*payloads: Any) -> list[Stretch]:
    """What the staging makes of payloads of one incident, as (person, start, end)."""
    with in_memory() as connection:
        connection.execute(
            "create temp table payloads (owner_key varchar, source varchar, site varchar, kind varchar, "
            "record_id varchar, owner_id varchar, payload json, updated_at timestamp)"
        )
        for one in payloads:
            kind = "incident" if one["type"] == "incident" else "log_entry"
            connection.execute(
                "insert into payloads values ('pagerduty:s:I1', 'pagerduty', 's', ?, ?, 'I1', ?, ?)",
                [kind, one["id"], json.dumps(one), one["created_at"].rstrip("Z")],
            )
        rows = connection.execute(f"select person_id, started_at, ended_at from ({SQL}) order by all").fetchall()
    return [(who.removeprefix("pagerduty:s:"), start, end) for who, start, end in rows]


def log(minute: float, kind: str, by: str = "", **more: Any) -> dict[str, Any]:
    """An entry so many minutes after the beginning."""
    return entry(f"{kind}{minute}{by}", kind, "I1", NOW + timedelta(minutes=minute), by=by, **more)


def minutes(found: list[Stretch]) -> list[tuple[str, float, float | None]]:
    """Stretches in minutes after the beginning."""
    start = NOW.replace(tzinfo=None)
    return [
        (who, (began - start).total_seconds() / 60, None if ended is None else (ended - start).total_seconds() / 60)
        for who, began, ended in found
    ]


def one_of(name: str) -> dict[str, Any]:
    """Somebody to whom the incident is handed."""
    return {"assignees": [person(name)]}


CASES = {
    "several in one incident, ended by time-out and resolution": (
        [log(1, "acknowledge", "PANA", acknowledgement_timeout=300), log(6, "unacknowledge"),
         log(9, "acknowledge", "PANA"), log(12, "resolve", "PANA")],
        [("PANA", 1, 6), ("PANA", 9, 12)]),
    "a time-out without its entry": (
        [log(1, "acknowledge", "PANA", acknowledgement_timeout=120), log(9, "resolve", "PBEN")], [("PANA", 1, 3)]),
    "a snooze ends it, and the next acknowledgement begins anew": (
        [log(1, "acknowledge", "PANA"), log(4, "snooze", "PANA"), log(64, "unacknowledge"),
         log(66, "acknowledge", "PBEN"), log(70, "resolve", "PBEN")],
        [("PANA", 1, 4), ("PBEN", 66, 70)]),
    "handed to somebody else": (
        [log(1, "acknowledge", "PANA"), log(5, "assign", "PANA", **one_of("PBEN")), log(7, "acknowledge", "PBEN"),
         log(9, "resolve", "PBEN")],
        [("PANA", 1, 5), ("PBEN", 7, 9)]),
    "handed to oneself and others": (
        [log(1, "acknowledge", "PANA"),
         log(5, "delegate", "PBEN", assignees=[person("PANA"), person("PBEN")]), log(8, "resolve", "PANA")],
        [("PANA", 1, 8)]),
    "handed by name only, as old entries say it": (
        [log(1, "acknowledge", "PANA"), log(3, "assign", "PBEN", summary="Assigned to Ana Berg."),
         log(5, "assign", "PBEN", summary="Reassigned to Ben Oda by Ben Oda.")],
        [("PANA", 1, 5)]),
    "the assignment that comes with another's acknowledgement ends nothing": (
        [log(1, "acknowledge", "PANA"), log(4, "acknowledge", "PBEN"), log(4, "assign", **one_of("PBEN")),
         log(9, "resolve", "PBEN")],
        [("PANA", 1, 9), ("PBEN", 4, 9)]),
    "escalated": ([log(1, "acknowledge", "PANA"), log(6, "escalate", "PANA", **one_of("PANA"))], [("PANA", 1, 6)]),
    "overlapping acknowledgements are one": (
        [log(1, "acknowledge", "PANA", acknowledgement_timeout=600),
         log(5, "acknowledge", "PANA", acknowledgement_timeout=600)], [("PANA", 1, 15)]),
    "re-opened": (
        [log(1, "acknowledge", "PANA"), log(3, "resolve", "PANA"), log(20, "reopen", "PBEN"),
         log(21, "acknowledge", "PANA"), log(25, "resolve", "PANA")],
        [("PANA", 1, 3), ("PANA", 21, 25)]),
    "still open": ([log(1, "acknowledge", "PANA")], [("PANA", 1, None)]),
    "acknowledged by the service": ([log(1, "acknowledge")], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_engagement_runs_from_acknowledgement_to_what_ends_it(name: str) -> None:
    """T32: Each case of T30 to T32: several stretches, snooze, time-out, hand-over, escalation, re-opening."""
    entries, expected = CASES[name]
    assert minutes(engaged(*entries)) == expected


def test_a_merged_incident_ends_at_the_merge() -> None:
    """T31: A child without a resolve entry of its own ends when it was merged."""
    merged_at = text(NOW + timedelta(minutes=9))
    child = incident(
        "I1", NOW, status="resolved", resolved_at=merged_at, resolve_reason={"type": "merge_resolve_reason"}
    )
    assert minutes(engaged(child, log(2, "acknowledge", "PANA"))) == [("PANA", 2, 9)]


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to fourteen entries within twenty seconds, several in one second, each kind by anybody."""
    found = []
    kinds = st.sampled_from(
        ["acknowledge"] * 4 + ["unacknowledge", "snooze", "resolve", "assign", "delegate", "escalate"]
    )
    for place in range(draw(st.integers(1, 14))):
        kind, who, at = draw(kinds), draw(st.sampled_from(PEOPLE)), NOW + timedelta(seconds=draw(st.integers(0, 20)))
        more: dict[str, Any] = {}
        if kind == "acknowledge" and draw(st.booleans()):
            more["acknowledgement_timeout"] = draw(st.integers(1, 12))
        if kind in ("assign", "delegate"):
            at += timedelta(seconds=0.5)
            more["assignees"] = [person(draw(st.sampled_from(PEOPLE)))]
        found.append({**entry(f"E{place}", kind, "I1", at, by=who, **more), "created_at": at.isoformat()[:-6] + "Z"})
    return found


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
@example([log(0, "acknowledge", "PANA"), log(0, "resolve", "PANA")])
def test_engagements_are_those_of_a_plain_reading(entries: list[dict[str, Any]]) -> None:
    """For any history the SQL gives what an entry-by-entry reading gives, and nobody overlaps with himself.

    Hand-overs fall between seconds and to one person each, where their order to acknowledgements is certain.
    """
    by_moment = {one["created_at"]: one for one in entries if "assignees" in one}
    kept = [one for one in entries if "assignees" not in one or by_moment[one["created_at"]] is one]
    found = engaged(*kept)
    assert found == stretches(kept)
    for (who, _, ended), (other, began, _) in pairwise(found):
        assert who != other or (ended is not None and ended < began)
