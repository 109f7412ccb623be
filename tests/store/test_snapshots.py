"""Frozen weeks: added, never replaced, and no part of what a build is made from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.store.journal_places import NewPlace
from toil.errors import ToilError
from toil.store.journal import Journal
from toil.store.snapshots import Snapshots

FIRST, SECOND = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_the_newest_counts_and_the_older_ones_stay(new_place: NewPlace) -> None:
    """A week that changed while it was new is frozen again; both are kept, the later one is what was seen."""
    kept = Snapshots(new_place())
    assert kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="2026-11-23", taken_at=FIRST)
    assert kept.add("sre", "2026-W47", {"toil": 2.0}, build_id="b", as_of="2026-11-24", taken_at=SECOND)
    assert [one.body["toil"] for one in kept.of("sre", "2026-W47")] == [1.5, 2.0]
    newest = kept.newest("sre", "2026-W47")
    assert newest is not None
    assert (newest.taken_at, newest.build_id) == ("2026-11-24T02:00:00Z", "b")
    assert kept.newest("sre", "2026-W46") is None
    assert kept.newest("web", "2026-W47") is None


def test_the_same_is_not_frozen_twice(new_place: NewPlace) -> None:
    """A nightly run without news adds nothing."""
    kept = Snapshots(new_place())
    assert kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    assert not kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="b", as_of="y")


@pytest.mark.parametrize("sql", ["update snapshots set body = '{}'", "delete from snapshots"])
def test_what_is_frozen_stays(new_place: NewPlace, sql: str) -> None:
    """The file itself refuses to change or to forget a snapshot."""
    kept = Snapshots(new_place())
    kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    with pytest.raises(ToilError, match="append only"), kept.place.writing() as tables:
        tables.rows(sql)


def test_a_snapshot_is_no_event(new_place: NewPlace) -> None:
    """Freezing a week makes the next build no other one."""
    place = new_place()
    Snapshots(place).add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    assert Journal(place).history() == []
