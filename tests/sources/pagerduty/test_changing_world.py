"""An account that changes between runs which fail and are killed: in the end the store holds what the account does."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.pagerduty import FakePagerDuty, Fault, running
from tests.fakes.pagerduty_world import analytics, entry, incident, text
from tests.sources.pagerduty.reading import Reading
from toil.errors import SourceUnavailable
from toil.store.raw import RawStore

CHANGES = {"acknowledge": "acknowledged", "resolve": "resolved", "reopen": "triggered", "annotate": None}
PATHS = ("/incidents", "/log_entries", "/analytics/raw/incidents", "/users")


@dataclass(frozen=True)
class Turn:
    """What happens before one run, and how the run ends."""

    hours: int
    born: int
    changes: tuple[tuple[int, str], ...]
    fault: tuple[str, int, int] | None
    pages: int | None


TURNS = st.builds(
    Turn,
    hours=st.sampled_from([0, 1, 5, 30, 400]),
    born=st.integers(0, 3),
    changes=st.lists(st.tuples(st.integers(0, 99), st.sampled_from([*CHANGES, "merge", "effort"])), max_size=4).map(
        tuple
    ),
    fault=st.none() | st.tuples(st.sampled_from(PATHS), st.sampled_from([429, 500, 503]), st.sampled_from([1, 99])),
    pages=st.none() | st.integers(1, 12),
)


def happen(world: FakePagerDuty, turn: Turn) -> None:
    """Incidents begin within one second, then change one by one, two seconds apart."""
    world.now += timedelta(hours=turn.hours, seconds=2)
    for _ in range(turn.born):
        one = f"I{len(world.incidents):03}"
        world.incidents.append(incident(one, world.now))
        world.log_entries.append(entry(f"T{one}", "trigger", one, world.now))
        world.analytics.append(analytics(one, world.now, updated_at=text(world.now).rstrip("Z")))
    for place, kind in turn.changes if world.incidents else ():
        world.now += timedelta(seconds=2)
        change(world, place % len(world.incidents), kind)


def change(world: FakePagerDuty, place: int, kind: str) -> None:
    """One change of one incident, with the entry that tells of it; edited effort leaves none."""
    at = text(world.now)
    one = world.incidents[place]
    if kind == "effort":
        edited = {"user_defined_effort_seconds": world.now.minute * 60, "updated_at": at.rstrip("Z")}
        world.analytics[place] = {**world.analytics[place], **edited}
        return
    told = "resolve" if kind == "merge" else kind
    more: dict[str, Any] = {"updated_at": at}
    if status := CHANGES[told]:
        more |= {"status": status, "last_status_change_at": at}
    if kind == "merge":
        more["resolve_reason"] = {"type": "merge_resolve_reason", "incident": {"id": "I000"}}
    world.incidents[place] = {**one, **more}
    world.log_entries.append(entry(f"E{len(world.log_entries):04}", told, one["id"], world.now, by="PANA"))


def truth(world: FakePagerDuty) -> dict[tuple[str, str], Any]:
    """All that the account holds."""
    kinds = {"incident": world.incidents, "log_entry": world.log_entries, "analytics": world.analytics}
    return {(kind, one["id"]): one for kind, rows in kinds.items() for one in rows}


def held(reading: Reading) -> dict[tuple[str, str], Any]:
    """The same of the store."""
    wanted = "select kind, record_id, payload from payloads where kind in ('incident', 'log_entry', 'analytics')"
    found = {(kind, one): json.loads(payload) for kind, one, payload in reading.rows(wanted)}
    for payload in found.values():
        payload.pop("external_references", None)
    return found


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TURNS, min_size=1, max_size=5))
def test_the_store_ends_as_the_account_is(turns: list[Turn]) -> None:
    """T25 to T33: new, reopened, merged and annotated incidents and edited effort, whatever fails on the way."""
    world = FakePagerDuty(row_limit=8, largest_page=3)
    with running(world), TemporaryDirectory() as folder, RawStore.open(Path(folder)) as store:
        reading = Reading(world, store)
        reading.options = {"first_load_days": 60}
        for turn in turns:
            happen(world, turn)
            world.faults = [Fault(turn.fault[0], turn.fault[1], times=turn.fault[2])] if turn.fault else []
            with suppress(SourceUnavailable):
                reading.run(pages=turn.pages, staging=False)
        world.faults = []
        reading.run(staging=False)
        assert held(reading) == truth(world)
