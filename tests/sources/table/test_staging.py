"""Staging: imported rows as typed, source-neutral columns in a real store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.table.reading import bring, query, staged, write_csv
from toil.store.raw import RawStore

HEADER = ("id", "key", "url", "title", "status", "created", "started", "closed", "reporter", "assignee", "hours",
          "labels", "planned", "team", "parent")  # fmt: skip
FULL = ("1", "INC1", "https://x.example/1", "Disk full", "Done", "2026-05-04 10:00", "2026-05-04 11:00",
        "2026-05-04 12:00", "Ann <ann@x.jp>", "Ben", "0.5", "db,disk", "no", "SRE", "9")  # fmt: skip
BARE = ("2", "", "", "No more", "謎", "2026-05-04 10:00", "", "", "", "", "", "", "", "", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "s.csv", [HEADER, FULL, BARE])


def test_items_are_typed_and_named(path: Path) -> None:
    """An item's id holds source, table and row; times are UTC timestamps, labels a list; blank is null."""
    with staged(path, zone="Asia/Tokyo") as store:
        full, bare = query(store, "select * from staged_items order by item_id")
        names = [column[0] for column in store.execute("select * from staged_items").description]
    item, other = dict(zip(names, full, strict=True)), dict(zip(names, bare, strict=True))
    assert item["item_id"] == item["owner_key"] == "table:t:1"
    assert str(item["created_at"]) == "2026-05-04 01:00:00"
    assert (item["item_key"], item["labels"], item["is_planned"]) == ("INC1", ["db", "disk"], False)
    assert (item["requester_id"], item["assignee_id"]) == ("table:t:ann@x.jp", "table:t:ben")
    assert (item["status"], item["source_status"], item["source_team"]) == ("done", "Done", "SRE")
    assert item["parent_id"] == "table:t:9"
    assert (other["status"], other["source_status"], other["assignee_id"]) == (None, "謎", None)
    assert (other["labels"], other["is_planned"], other["parent_id"], other["url"]) == ([], None, None, None)


def test_people_are_staged_with_name_and_address(path: Path) -> None:
    """Requester and assignee are people of the table, by address where there is one."""
    with staged(path) as store:
        people = query(store, "select person_id, display_name, email from staged_people order by person_id")
    assert people == [("table:t:ann@x.jp", "Ann", "ann@x.jp"), ("table:t:ben", "Ben", None)]


def test_keys_and_urls_are_aliases(path: Path) -> None:
    """Other sources may speak of a row by its key or its address."""
    with staged(path) as store:
        aliases = query(store, "select item_id, alias from staged_aliases order by alias")
    assert aliases == [("table:t:1", "INC1"), ("table:t:1", "https://x.example/1")]


def test_declared_effort_is_the_assignees(path: Path) -> None:
    """A column of effort is the assignee's worklog, from when work began."""
    with staged(path) as store:
        effort = query(store, "select item_id, person_id, started_at, seconds, evidence from staged_declarations")
    assert [(i, p, str(at), s, e) for i, p, at, s, e in effort] == [
        ("table:t:1", "table:t:ben", "2026-05-04 11:00:00", 1800, "worklog")
    ]


def test_effort_without_a_start_ends_with_the_resolution(tmp_path: Path) -> None:
    """Nobody said when: the work ended when it was resolved, and did not begin before it was asked for."""
    day = "2026-05-04"
    rows = [("1", "a", f"{day} 10:00", f"{day} 12:00", "1"), ("2", "a", f"{day} 10:00", f"{day} 10:30", "1"),
            ("3", "a", "2026-05-04 10:00", "", "1")]  # fmt: skip
    path = write_csv(tmp_path / "e.csv", [("id", "title", "created", "closed", "hours"), *rows])
    with staged(path) as store:
        started = query(store, "select started_at, person_id from staged_declarations order by item_id")
    assert [(str(at)[11:16], person) for at, person in started] == [("11:00", None), ("10:00", None), ("10:00", None)]


def test_worklogs_replace_the_total(tmp_path: Path) -> None:
    """Where single worklogs are told, their sum is not counted again."""
    header = ("id", "title", "created", "time spent", "Log Work", "Log Work")
    row = ("1", "a", "2026-05-04", "5400", "x;2026-05-04 10:00;ann;3600", "y;2026-05-05 10:00;ann;1800")
    with staged(write_csv(tmp_path / "w.csv", [header, row])) as store:
        logs = query(store, "select declaration_id, person_id, seconds from staged_declarations order by 1")
        people = query(store, "select person_id from staged_people")
    assert logs == [("worklog-1", "table:t:ann", 3600), ("worklog-2", "table:t:ann", 1800)]
    assert people == [("table:t:ann",)]


def test_start_and_end_are_changes_of_status(path: Path) -> None:
    """When work began and ended is history, in statuses that the source lists."""
    with staged(path) as store:
        changes = query(store, "select changed_at, from_value, to_value from staged_changes order by ordinal")
        unlisted = query(
            store, "select to_value from staged_changes where to_value not in (select status_id from staged_statuses)"
        )
        statuses = query(store, "select status_id, status from staged_statuses order by status_id")
    assert [(str(at)[11:16], a, b) for at, a, b in changes] == [
        ("11:00", "todo", "in_progress"),
        ("12:00", "in_progress", "Done"),
    ]
    assert unlisted == []
    assert statuses == [
        ("Done", "done"),
        ("done", "done"),
        ("in_progress", "in_progress"),
        ("todo", "todo"),
        ("謎", None),
    ]


def test_importing_again_changes_nothing(path: Path, tmp_path: Path) -> None:
    """The same file twice is the same store: no row doubled, no row renewed."""
    with RawStore.open(tmp_path / "store") as store:
        bring(store, path)
        before = query(store.connection, "select * from staged_items order by item_id")
        bring(store, path)
        assert query(store.connection, "select * from staged_items order by item_id") == before
        assert query(store.connection, "select changed from runs order by started_at")[1] == (0,)


def test_importing_again_with_another_mapping_mends_the_rows(path: Path, tmp_path: Path) -> None:
    """A wrong zone is mended by importing again, although the times become older; people do not double."""
    with RawStore.open(tmp_path / "store") as store:
        bring(store, path, zone="UTC")
        bring(store, path, zone="Asia/Tokyo")
        times = query(store.connection, "select created_at from staged_items order by item_id")
        people = query(store.connection, "select count(*), count(distinct person_id) from staged_people")
    assert [str(at) for (at,) in times] == ["2026-05-04 01:00:00"] * 2
    assert people == [(2, 2)]


def test_two_tables_do_not_touch_each_other(path: Path, tmp_path: Path) -> None:
    """The same ids under two names are different items."""
    with RawStore.open(tmp_path / "store") as store:
        bring(store, path, name="one")
        bring(store, path, name="two")
        sites = query(store.connection, "select site, count(*) from staged_items group by site order by site")
    assert sites == [("one", 2), ("two", 2)]


def test_rejections_are_kept_in_the_store(tmp_path: Path) -> None:
    """A rejected row can be looked up with its place and its reason."""
    path = write_csv(tmp_path / "r.csv", [("title", "created"), ("a", "x"), ("b", "2026-05-04")])
    with staged(path) as store:
        kept = query(store, "select place, reason from rejections")
    assert kept == [("r.csv:2", "created_at cannot be read in 'created': x")]
