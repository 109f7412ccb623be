"""Frozen weeks: added, never replaced, and no part of what a build is made from."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toil.store.journal import Journal
from toil.store.snapshots import Snapshots

FIRST, SECOND = datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_the_newest_counts_and_the_older_ones_stay(tmp_path: Path) -> None:
    """A week that changed while it was new is frozen again; both are kept, the later one is what was seen."""
    kept = Snapshots(tmp_path)
    assert kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="2026-11-23", taken_at=FIRST)
    assert kept.add("sre", "2026-W47", {"toil": 2.0}, build_id="b", as_of="2026-11-24", taken_at=SECOND)
    assert [one.body["toil"] for one in kept.of("sre", "2026-W47")] == [1.5, 2.0]
    newest = kept.newest("sre", "2026-W47")
    assert newest is not None
    assert (newest.taken_at, newest.build_id) == ("2026-11-24T02:00:00Z", "b")
    assert kept.newest("sre", "2026-W46") is None
    assert kept.newest("web", "2026-W47") is None


def test_the_same_is_not_frozen_twice(tmp_path: Path) -> None:
    """A nightly run without news adds nothing."""
    kept = Snapshots(tmp_path)
    assert kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    assert not kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="b", as_of="y")


@pytest.mark.parametrize("sql", ["update snapshots set body = '{}'", "delete from snapshots"])
def test_what_is_frozen_stays(tmp_path: Path, sql: str) -> None:
    """The file itself refuses to change or to forget a snapshot."""
    kept = Snapshots(tmp_path)
    kept.add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    with (
        sqlite3.connect(kept.file) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append only"),
    ):
        connection.execute(sql)


def test_a_snapshot_is_no_event(tmp_path: Path) -> None:
    """Freezing a week makes the next build no other one."""
    Snapshots(tmp_path).add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    assert Journal(tmp_path).history() == []
