"""A Jira that changes between runs which fail and are killed: in the end the store holds what Jira does."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.jira import Fault
from tests.sources.jira.living import ACTS, Act, Life
from tests.sources.jira.world import config, reachable, source
from toil.errors import SourceUnavailable
from toil.sources import staging_sql
from toil.sources.base import Window
from toil.sources.jira.records import moment
from toil.store.censuses import held_owners, settle, take_census
from toil.store.raw import RawStore
from toil.store.staging import stage

PATHS = ("/search", "bulkfetch", "/status", "/worklog", "/comment", "/project", "/field")
DROPPED = 0


@dataclass(frozen=True)
class Turn:
    """What happens before one run, and how the run ends: with a fault, killed after some pages, or well."""

    hours: float
    acts: tuple[Act, ...]
    fault: tuple[str, int, int] | None
    pages: int | None


ACT = st.builds(
    Act,
    name=st.sampled_from(["create", "create", "create", "archive", *ACTS]),
    place=st.integers(0, 99),
    milliseconds=st.sampled_from([0, 0, 1, 40_000, 3_600_000]),
    lag_hours=st.sampled_from([0, 0, 0, 0.1, 3, 11]),
)
TURN = st.builds(
    Turn,
    hours=st.sampled_from([0.001, 0.1, 1, 5, 11, 30, 400]),
    acts=st.lists(ACT, max_size=12).map(tuple),
    fault=st.none()
    | st.tuples(st.sampled_from(PATHS), st.sampled_from([429, 500, 503, DROPPED]), st.sampled_from([1, 99])),
    pages=st.none() | st.integers(1, 12),
)


def run(store: RawStore, life: Life, *, pages: int | None = None) -> None:
    """Read, stage, count and settle as `toil extract` does, or be killed after some pages."""
    asked, jira = config(life.jira, page_size=3), source()
    held = partial(held_owners, store, "jira")
    begun = store.begin_run("jira", "fetch")
    for page in islice(jira.fetch(asked, Window(store.cursors("jira"), held=held)), pages):
        store.save(begun, page)
    if pages is None:
        stage(store, "jira", staging_sql("jira"))
        lacking = take_census(store, begun, jira.census(asked, Window()))
        settle(store, begun, lacking, lambda lost: jira.fates(asked, lost))


def truth(life: Life) -> dict[str, Any]:
    """Every issue that can be seen: key, update, changelog entries and worklogs with their seconds."""
    return {
        one["id"]: (
            one["key"],
            moment(one["fields"]["updated"]),
            sorted(entry["id"] for entry in one["changelog"]["histories"]),
            {log["id"]: log["timeSpentSeconds"] for log in one["fields"]["worklog"]["worklogs"]},
        )
        for one in life.jira.issues
        if life.is_live(one)
    }


def held(store: RawStore, wanted: set[str]) -> dict[str, Any]:
    """The same of the store, for issues that can be seen."""

    def rows(sql: str) -> list[Any]:
        return store.connection.execute(sql).fetchall()

    entries: dict[str, set[str]] = {}
    for kind, owner, payload in rows(
        "select kind, owner_id, payload from payloads where kind in ('issue', 'changelog')"
    ):
        told = json.loads(payload)
        listed = told.get("changelog", {}).get("histories", []) if kind == "issue" else [told]
        entries.setdefault(owner, set()).update(entry["id"] for entry in listed)
    logs: dict[str, dict[str, int]] = {}
    for item, declaration, seconds in rows("select item_id, declaration_id, seconds from staged_declarations"):
        logs.setdefault(item, {})[declaration.rpartition(":")[2]] = seconds
    return {
        one: (key, updated and moment(updated.isoformat()), sorted(entries[one]), logs.get(item, {}))
        for item, key, updated in rows("select item_id, item_key, updated_at from staged_items")
        if (one := item.rpartition(":")[2]) in wanted
    }


def tombstones(store: RawStore, life: Life) -> tuple[set[str], dict[str, str]]:
    """Which of the issues that were read are deleted, and which the store believes to be gone and why.

    What stands in an archived project is left out, and so is what the store last saw in a project that is archived now:
    Jira no longer lets anybody tell what became of it.
    """
    sql = ("select item_id, project, class from staged_items left join tombstones using (item_id) "
           "where staged_items.source = 'jira'")  # fmt: skip
    archived = {one["id"] for one in life.jira.issues if not life.is_live(one)}
    known = {
        one: fate
        for item, project, fate in store.connection.execute(sql).fetchall()
        if (one := item.rpartition(":")[2]) not in archived and life.jira.project_status[project] == "live"
    }
    return life.deleted & known.keys(), {one: fate for one, fate in known.items() if fate is not None}


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(turns=st.lists(TURN, min_size=1, max_size=5))
def test_the_store_ends_as_jira_is(cloud: bool, turns: list[Turn]) -> None:
    """T2, T3, T12, T13, T17, T18: after changes and broken runs, one undisturbed run makes the store equal to Jira."""
    with reachable(cloud=cloud, max_page=4, feed_page=3) as jira, TemporaryDirectory() as folder:
        life = Life(jira)
        with RawStore.open(Path(folder)) as store:
            for turn in turns:
                life.pass_time(timedelta(hours=turn.hours))
                for act in turn.acts:
                    life.act(act)
                jira.faults = [Fault(turn.fault[0], turn.fault[1], times=turn.fault[2])] if turn.fault else []
                with suppress(SourceUnavailable):
                    run(store, life, pages=turn.pages)
            jira.faults = []
            life.pass_time(timedelta(days=2))
            run(store, life)
            true = truth(life)
            assert held(store, set(true)) == true
            gone, told = tombstones(store, life)
            assert told == dict.fromkeys(gone, "deleted")
