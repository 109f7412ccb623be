"""Old payloads go, their figures stay; what comes again is whole again; the journal tells what went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from toil.sources.base import Page, Record
from toil.store.journal import Journal
from toil.store.query import number
from toil.store.raw import RawStore
from toil.store.retention import Retired, retire_payloads
from toil.store.staging import stage

TODAY = datetime(2026, 11, 2, tzinfo=UTC)
OLD, NEW = TODAY - timedelta(days=400), TODAY - timedelta(days=5)
SQL = """
-- relation: staged_items
select owner_key, owner_key as item_id, source, site, payload->>'title' as title, payload->>'status' as status,
       timestamp '2025-01-01' as created_at
from payloads where kind = 'issue';

-- relation: staged_aliases
select owner_key, owner_key as item_id, payload->>'text' as alias from payloads where kind = 'comment';
"""
STAGED = """
select title, status, (select list(alias order by alias) from staged_aliases where item_id = items.item_id)
from staged_items as items order by title
"""
PAYLOADS = "select owner_id, kind, payload::varchar from payloads order by all"


def issue(number: str, at: datetime | None = OLD, status: str = "done", title: str = "") -> Record:
    return Record("issue", number, {"title": title or f"T{number}", "status": status}, number, at)


def comment(number: str, of: str, at: datetime | None = OLD) -> Record:
    return Record("comment", number, {"text": f"said {number}"}, of, at)


def save(folder: Path, *records: Record, sql: str = SQL) -> None:
    with RawStore.open(folder) as store:
        store.save(store.begin_run("test", "load"), Page("s", "x", records, as_of=TODAY))
        stage(store, "test", sql)


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    with RawStore.open(folder) as store:
        return store.connection.execute(query).fetchall()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An old finished item with a comment, an old open one, a new one, an old one with a new comment, one undated."""
    save(tmp_path, issue("1"), comment("11", "1"), issue("2", status="todo"), issue("3", NEW), issue("4"),
         comment("41", "4", NEW), issue("5", None), Record("status", "6", {"title": "x"}, "", OLD))  # fmt: skip
    return tmp_path


def retire(folder: Path) -> Retired:
    return retire_payloads(folder, 90, journal=Journal(folder), author="ann")


def test_only_what_is_finished_and_old_goes_and_its_figures_stay(folder: Path) -> None:
    """Nothing staged changes, not even when all is staged anew by a later version of the staging."""
    before = ask(folder, STAGED)
    assert retire(folder) == Retired(2, 1, 52, "2026-08-04")
    emptied = [(owner, kind) for owner, kind, payload in ask(folder, PAYLOADS) if payload == "null"]
    assert emptied == [("1", "comment"), ("1", "issue")]
    assert ask(folder, STAGED) == before
    save(folder, sql="-- a later version\n" + SQL)
    assert ask(folder, STAGED) == before


def test_the_journal_tells_what_went_and_nothing_goes_twice(folder: Path) -> None:
    """One line, with the day and the numbers; a second time there is nothing to tell."""
    retire(folder)
    assert retire(folder) == Retired()
    (event,) = Journal(folder).history()
    assert (event.kind, event.author, event.body["items"], event.body["before"]) == (
        "retention",
        "ann",
        1,
        "2026-08-04",
    )


def test_an_item_that_changes_again_is_staged_once_it_is_whole(folder: Path) -> None:
    """Its issue alone does not take its comments away; with them it is as if it had never gone."""
    retire(folder)
    changed = issue("1", NEW, title="T1 again")
    save(folder, changed)
    assert ("T1", "done", ["said 11"]) in ask(folder, STAGED)
    save(folder, comment("11", "1"))
    assert ("T1 again", "done", ["said 11"]) in ask(folder, STAGED)
    assert not [row for row in ask(folder, PAYLOADS) if row[2] == "null"]


def test_what_is_read_again_in_full_is_taken_back(folder: Path) -> None:
    """The same payloads, read anew, are held as they were before they went."""
    before = ask(folder, PAYLOADS)
    retire(folder)
    save(folder, issue("1"), comment("11", "1"))
    assert ask(folder, PAYLOADS) == before


def test_what_was_not_staged_yet_stays(folder: Path) -> None:
    """A payload that a killed run left unstaged would take its figures with it."""
    with RawStore.open(folder) as store:
        store.save(store.begin_run("test", "load"), Page("s", "x", (issue("1", OLD, title="mended"),)))
    assert retire(folder) == Retired()


def test_a_store_that_no_run_has_dated_keeps_all(tmp_path: Path) -> None:
    """Without a time of the services nothing is old, whatever this machine's clock says."""
    with RawStore.open(tmp_path) as store:
        store.save(store.begin_run("test", "load"), Page("s", "x", (issue("1"),)))
        stage(store, "test", SQL)
        assert number(store.connection, "select count(*) from staged_items") == 1
    assert retire(tmp_path) == Retired()
