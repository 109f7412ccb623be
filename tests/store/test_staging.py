"""Staging renews the owners that changed, and keeps what it had to reject."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toil.sources.base import Page, Record
from toil.store.raw import RawStore
from toil.store.staging import sections_of, stage

MOMENT = datetime(2026, 5, 4, tzinfo=UTC)
SQL = """
-- relation: staged_items
select owner_key, owner_key as item_id, source, site, payload->>'title' as title,
       try_cast(payload->>'created' as timestamptz) at time zone 'UTC' as created_at
from payloads where kind = 'issue';

-- relation: staged_aliases
select owner_key, owner_key as item_id, payload->>'key' as alias from payloads where kind = 'issue';
"""


def record(number: str, **payload: object) -> Record:
    return Record("issue", number, payload, number)


def save_and_stage(folder: Path, *records: Record, sql: str = SQL) -> int:
    with RawStore.open(folder) as store:
        store.save(store.begin_run("test", "load"), Page("s", "x", records))
        return stage(store, "test", sql)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with RawStore.open(folder) as store:
        return store.connection.execute(query).fetchall()


def test_only_owners_that_changed_are_renewed(tmp_path: Path) -> None:
    """A second page renews its own owners and leaves the others."""
    good = {"created": "2026-05-04T09:00:00.000+0900", "key": "A"}
    assert save_and_stage(tmp_path, record("1", title="a", **good), record("2", title="b", **good)) == 2
    assert save_and_stage(tmp_path, record("2", title="B", **good)) == 1
    assert save_and_stage(tmp_path, record("2", title="B", **good)) == 0
    found = rows(tmp_path, "select title, created_at::varchar from staged_items order by 1 desc")
    assert found == [("a", "2026-05-04 00:00:00"), ("B", "2026-05-04 00:00:00")]


def test_a_row_without_its_date_is_rejected_until_it_is_mended(tmp_path: Path) -> None:
    """The bad row is counted and shown; the good one is staged; mending the payload clears the rejection."""
    good = record("1", created="2026-05-04T00:00:00Z", key="A")
    save_and_stage(tmp_path, good, record("2", created="yesterday", key="B"))
    assert rows(tmp_path, "select count(*) from staged_items") == [(1,)]
    assert rows(tmp_path, "select place, reason, owner_key from rejections") == [
        ("test:s:2", "created_at is missing or cannot be read", "test:s:2")
    ]
    save_and_stage(tmp_path, record("2", created="2026-05-05T00:00:00Z", key="B"))
    assert rows(tmp_path, "select (select count(*) from staged_items), (select count(*) from rejections)") == [(2, 0)]


def test_a_changed_staging_file_stages_everything_anew(tmp_path: Path) -> None:
    """The SQL's own text is part of what staged rows depend on."""
    save_and_stage(tmp_path, record("1", title="a", created="2026-05-04T00:00:00Z", key="A"))
    shouting = SQL.replace("payload->>'title'", "upper(payload->>'title')")
    with RawStore.open(tmp_path) as store:
        assert stage(store, "test", shouting) == 1
    assert rows(tmp_path, "select title from staged_items") == [("A",)]


BASED = """-- basis: colours
select record_id, payload->>'colour' as colour from reference_payloads where kind = 'paint'

-- view: titles
select owner_key, payload->>'title' as title from payloads

-- relation: staged_items
select owner_key, owner_key as item_id, source, site, title, updated_at as created_at, colour as status_id
from payloads join titles using (owner_key) left join colours on colours.record_id = payload->>'paint'
where kind = 'item'
"""


def test_what_rows_rest_upon_stages_them_anew_when_it_changes(tmp_path: Path) -> None:
    """A new answer of a basis reaches rows whose own payload stayed as it was; what it leaves out moves nothing."""

    def staged(**paint: str) -> int:
        with RawStore.open(tmp_path) as store:
            record = Record("paint", "p", {"colour": "red", **paint}, "", MOMENT)
            store.save(store.begin_run("test", "load"), Page("s", "x", (record,)))
            return stage(store, "test", BASED)

    with RawStore.open(tmp_path) as store:
        item = Record("item", "1", {"title": "a", "paint": "p"}, "1", MOMENT)
        store.save(store.begin_run("test", "load"), Page("s", "x", (item,)))
    assert staged() == 2
    assert rows(tmp_path, "select title, status_id from staged_items") == [("a", "red")]
    assert staged(maker="ann") == 1
    assert staged(colour="blue") == 2
    assert rows(tmp_path, "select title, status_id from staged_items") == [("a", "blue")]


def test_a_time_without_an_offset_is_utc_on_every_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The zone of the machine that extracts leaves no trace in the store."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    save_and_stage(tmp_path, record("1", created="2026-05-04T09:00:00", key="A"))
    assert rows(tmp_path, "select created_at::varchar from staged_items") == [("2026-05-04 09:00:00",)]
    monkeypatch.undo()
    time.tzset()


def test_sections_are_found_by_their_heading() -> None:
    """Each section is one select, named by the relation it fills."""
    assert list(sections_of(SQL).relations) == ["staged_items", "staged_aliases"]


@pytest.mark.parametrize("bound", [{"owners_at_once": 2}, {"bytes_at_once": 1}])
def test_staging_in_small_batches_gives_the_same(tmp_path: Path, bound: dict[str, int]) -> None:
    """How many owners are staged at once, and how many bytes, does not matter."""
    with RawStore.open(tmp_path) as store:
        records = [record(str(n), title=f"t{n}", created="2026-05-04T00:00:00Z", key="A") for n in range(7)]
        store.save(store.begin_run("test", "load"), Page("s", "x", tuple(records)))
        assert stage(store, "test", SQL, **bound) == 7
        counted = "select count(*), count(distinct title) from staged_items"
        assert store.connection.execute(counted).fetchall() == [(7, 7)]
        assert store.connection.execute("select count(*) from stale_owners").fetchall() == [(0,)]


@pytest.mark.parametrize("created", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "infinity"])
def test_a_date_that_cannot_be_is_rejected(tmp_path: Path, created: str) -> None:
    """A row of the year 1 or 9999 is counted as rejected: it would give its team a week for every week since."""
    save_and_stage(
        tmp_path, record("1", created="2026-05-04T00:00:00Z", key="A"), record("2", created=created, key="B")
    )
    assert rows(tmp_path, "select item_id from staged_items") == [("test:s:1",)]
    assert rows(tmp_path, "select reason from rejections") == [("created_at is missing or cannot be read",)]


def test_what_does_not_fit_is_cut_smaller(tmp_path: Path) -> None:
    """A batch that outgrows the memory is staged in smaller parts, views and bases included; nothing is lost."""
    items = [Record("item", str(n), {"title": f"{n} " * 9000, "paint": "p"}, str(n), MOMENT) for n in range(400)]
    paint = Record("paint", "p", {"colour": "red"}, "", MOMENT)
    with RawStore.open(tmp_path) as store:
        store.save(store.begin_run("test", "load"), Page("s", "x", (paint, *items)))
    large = "left(list_aggregate(range(length(title)), 'string_agg'), 9) as title"
    sized = BASED.replace("site, title,", f"site, {large},")
    with RawStore.open(tmp_path, memory_limit="48MB", threads=1) as store:
        assert stage(store, "test", sized, bytes_at_once=100_000_000) == 401
        counted = "select count(*), count(*) filter (status_id = 'red') from staged_items"
        assert store.connection.execute(counted).fetchall() == [(400, 400)]
