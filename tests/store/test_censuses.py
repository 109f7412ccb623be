"""A census tells apart what was deleted, what was hidden, and what we never read (sources.md T13, T17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from toil.errors import ToilError
from toil.sources.base import Census, Fate, Page, Record
from toil.store.censuses import compare, held_owners, is_census_due, settle, take_census
from toil.store.raw import RAW_FILE, SCHEMA_VERSION, RawStore, Run
from toil.store.staging import stage

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
SITE = "a.example"
STAGING = """-- relation: staged_items
select owner_key, owner_key as item_id, source, site, payload->>'project' as project,
    lower(project) as scope_id, updated_at, updated_at as created_at
from payloads where kind = 'issue'
"""


def issue(number: int, project: str = "OPS", at: datetime = EARLY) -> Record:
    return Record("issue", str(number), {"project": project}, str(number), at)


@contextmanager
def held(folder: Path, *records: Record) -> Iterator[tuple[RawStore, Run]]:
    """A store that holds these records, staged, and a run of it."""
    with RawStore.open(folder) as store:
        run = store.begin_run("jira", "fetch")
        store.save(run, Page(SITE, "issues", records))
        stage(store, "jira", STAGING)
        yield store, run


def shown(*numbers: int, name: str = "OPS", as_of: datetime = LATE) -> Census:
    ids = frozenset(map(str, numbers))
    return Census(SITE, name.lower(), name, "issue", len(ids), owner_ids=ids, as_of=as_of)


def judged(store: RawStore, run: Run, *censuses: Census, state: str = "deleted") -> dict[str, str]:
    """The tombstones after a census whose service gives every lacking item this state."""

    def fates(lost: Mapping[str, str]) -> Iterator[Fate]:
        return (Fate(owner_id, state, "test") for owner_id in lost)

    settle(store, run, take_census(store, run, censuses), fates)
    rows = store.connection.execute("select split_part(item_id, ':', 3), class from tombstones").fetchall()
    return dict(rows)


def test_what_a_census_lacks_is_buried_and_comes_back(tmp_path: Path) -> None:
    """T17: an item that vanished gets the class that the service gives, and loses it when it is shown again."""
    with held(tmp_path, *map(issue, range(4))) as (store, run):
        assert judged(store, run, shown(0, 1, 2)) == {"3": "deleted"}
        assert judged(store, run, shown(0, 1, 2, 3)) == {}


def test_what_the_service_finds_after_all_is_not_buried(tmp_path: Path) -> None:
    """An item that moved to a scope that nobody counts is present."""
    with held(tmp_path, *map(issue, range(4))) as (store, run):
        assert judged(store, run, shown(0, 1, 2), state="present") == {}


@pytest.mark.parametrize("censuses", [(shown(0, 1),), (shown(name="OTHER"),)])
def test_a_mass_that_vanishes_is_unobserved(tmp_path: Path, censuses: tuple[Census, ...]) -> None:
    """T17: more than half of a scope, or a scope as a whole, is not taken for deleted because nobody shows it."""
    with held(tmp_path, *map(issue, range(20))) as (store, run):
        assert set(judged(store, run, *censuses).values()) == {"unobserved"}
        assert judged(store, run, shown(*range(20))) == {}


@pytest.mark.parametrize("state", ["archived", "trashed"])
def test_a_project_that_went_as_a_whole_takes_its_items_along(tmp_path: Path, state: str) -> None:
    """T17: where the service says that the project was archived or thrown away, so were all of its items."""
    with held(tmp_path, *map(issue, range(20))) as (store, run):
        assert set(judged(store, run, shown(name="OTHER"), state=state).values()) == {state}


def test_of_a_mass_only_some_are_asked_for(tmp_path: Path) -> None:
    """A thousand items that vanish at once cost one question, not a thousand."""
    asked: list[str] = []

    def fates(lost: Mapping[str, str]) -> Iterator[Fate]:
        asked.extend(lost)
        return (Fate(owner_id, "archived", "test") for owner_id in lost)

    with held(tmp_path, *map(issue, range(1000))) as (store, run):
        classes = settle(store, run, take_census(store, run, [shown(name="OTHER")]), fates)
    assert (len(asked), classes) == (100, {"archived": 1000})


def test_what_changed_after_the_census_did_not_vanish(tmp_path: Path) -> None:
    """An item that is younger than the count cannot be in it, and is not held in its comparison."""
    with held(tmp_path, issue(1), issue(2, at=LATE)) as (store, run):
        assert judged(store, run, shown(1, as_of=EARLY)) == {}
        (scope,) = compare(store, run)
        assert (scope.server, scope.held, scope.missing) == (1, 1, 0)


def test_a_moved_item_is_shown_by_its_new_scope(tmp_path: Path) -> None:
    """The scope that an item was read in does not matter: any scope's census can show it."""
    with held(tmp_path, issue(1), issue(2)) as (store, run):
        assert judged(store, run, shown(1), shown(2, name="NEW")) == {}


def test_what_was_never_read_is_missing_even_behind_a_surplus(tmp_path: Path) -> None:
    """Equal totals prove nothing: the ids are compared."""
    with held(tmp_path, issue(1), issue(2)) as (store, run):
        judged(store, run, shown(1, 3), state="unobserved")
        (scope,) = compare(store, run)
        assert (scope.server, scope.held, scope.missing) == (2, 2, 1)


def test_a_service_that_only_counts_buries_nothing(tmp_path: Path) -> None:
    """PagerDuty's totals tell how many are missing and never which."""
    with held(tmp_path, issue(1), issue(2)) as (store, run):
        assert judged(store, run, Census(SITE, "ops", "OPS", "issue", 5, as_of=LATE)) == {}
        assert compare(store, run)[0].missing == 3


def test_removed_payloads_go_and_their_owner_is_staged_anew(tmp_path: Path) -> None:
    """T13: what the service says it deleted is forgotten, with all that was derived from it."""
    with held(tmp_path, issue(1), issue(2)) as (store, run):
        store.save(run, Page(SITE, "deleted", removed=(("issue", "1"), ("issue", "9"))))
        stage(store, "jira", STAGING)
        assert store.connection.execute("select item_id from staged_items").fetchall() == [("jira:a.example:2",)]
        assert run.changed == 3


def test_tallies_add_up_over_a_run(tmp_path: Path) -> None:
    """Every page's tallies of a run are summed by name."""
    with held(tmp_path) as (store, run):
        for amount in (2, 3):
            store.save(run, Page(SITE, "issues", tallies={"topped_up": amount}))
        assert store.connection.execute("select name, count from run_tallies").fetchall() == [("topped_up", 5)]


def test_held_tells_which_owners_are_here(tmp_path: Path) -> None:
    """A source learns what it need not read again: the item's own payload counts, not its worklogs'."""
    log = Record("worklog", "7", {}, "2", LATE)
    with held(tmp_path, issue(1), log) as (store, _):
        assert held_owners(store, "jira", SITE, ["1", "2", "3"]) == {"1": EARLY}
        assert held_owners(store, "jira", "other", ["1"]) == {}


def test_a_census_is_due_once_in_its_hours(tmp_path: Path) -> None:
    """A store that was just counted waits; one that never was does not."""
    with held(tmp_path, issue(1)) as (store, run):
        assert is_census_due(store, "jira", 24)
        judged(store, run, shown(1))
        assert is_census_due(store, "jira", 24)  # one that broke off does not count
        store.end_run(run, "complete")
        assert not is_census_due(store, "jira", 24)
        assert is_census_due(store, "jira", 0)


VERSION_1 = """
create table store_info (store_id varchar not null, schema_version integer not null, changes bigint not null);
insert into store_info values ('one', 1, 7);
create table tombstones (source varchar not null, site varchar not null, item_id varchar primary key,
    class varchar not null, observed_at timestamp, run_id varchar not null);
insert into tombstones values ('jira', 'a', 'jira:a:1', 'deleted', null, 'r');
"""


def test_a_store_of_version_1_is_brought_forward(tmp_path: Path) -> None:
    """What it held is there, what it lacked is made, and opening it twice changes nothing more."""
    with duckdb.connect(str(tmp_path / RAW_FILE)) as connection:
        connection.execute(VERSION_1)
    for _ in range(2):
        with RawStore.open(tmp_path) as store:
            info = store.connection.execute("select * from store_info").fetchall()
            assert info == [("one", SCHEMA_VERSION, 7)]
            assert store.connection.execute("select class, evidence from tombstones").fetchall() == [("deleted", "")]
            store.connection.execute("select story_points, sprint from staged_items")


def test_a_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    """A store that a later toil wrote is not opened, nor given tables."""
    with duckdb.connect(str(tmp_path / RAW_FILE)) as connection:
        connection.execute(VERSION_1 + "update store_info set schema_version = 99;")
    with pytest.raises(ToilError, match="schema version 99"), RawStore.open(tmp_path):
        pass
    with duckdb.connect(str(tmp_path / RAW_FILE)) as connection:
        assert len(connection.execute("show tables").fetchall()) == 2
