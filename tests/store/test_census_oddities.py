"""Censuses under odd names, odd ids, renamed scopes and a clock that was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.test_censuses import EARLY, LATE, SITE, held, issue, judged, shown
from toil.sources.base import Census, Record
from toil.store.censuses import compare, held_owners, is_census_due, take_census

ODD = ["\ud800", "a\x00b", "検索 🔥", "x" * 5000, "'; drop table censuses; --"]


@pytest.mark.parametrize("text", ODD, ids=["surrogate", "NUL", "words", "long", "SQL"])
def test_names_and_ids_are_taken_as_they_are_held(tmp_path: Path, text: str) -> None:
    """What no store can hold is written in both places alike, so that a scope's census finds its own items."""
    record = Record("issue", text, {"project": text}, text, EARLY)
    census = Census(SITE, text, text, "issue", 1, owner_ids=frozenset({text}), as_of=LATE)
    with held(tmp_path, record) as (store, run):
        assert list(held_owners(store, "jira", SITE, [text]).values()) == [EARLY]
        assert judged(store, run, census) == {}
        (scope,) = compare(store, run)
        assert (scope.server, scope.held, scope.missing) == (1, 1, 0)


def test_a_renamed_project_lacks_nothing(tmp_path: Path) -> None:
    """T18: a project whose key was changed shows the same ids, so none of its issues is missing or gone."""
    with held(tmp_path, *map(issue, range(20))) as (store, run):
        assert judged(store, run, replace(shown(*range(20)), name="NEW")) == {}
        (scope,) = compare(store, run)
        assert (scope.name, scope.server, scope.held, scope.missing) == ("NEW", 20, 20, 0)


def test_a_service_that_only_counts_is_compared_by_its_number(tmp_path: Path) -> None:
    """Without ids an exact total tells how many are missing, and a rough one tells nothing."""
    with held(tmp_path, issue(1)) as (store, run):
        for scope, total, is_exact in (("ops", 5, True), ("web", 5, False), ("db", 0, True)):
            take_census(store, run, [Census(SITE, scope, scope, "issue", total, is_exact, as_of=LATE)])
        assert {one.scope: one.missing for one in compare(store, run)} == {"ops": 4, "web": 0, "db": 0}


def test_a_census_of_the_future_is_none(tmp_path: Path) -> None:
    """A run under a clock of next year does not keep the censuses of this one away."""
    with held(tmp_path, issue(1)) as (store, run):
        judged(store, run, shown(1))
        store.end_run(run, "complete")
        assert not is_census_due(store, "jira", 24)
        later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=365)
        store.connection.execute("update runs set started_at = ?", [later])
        assert is_census_due(store, "jira", 24)
