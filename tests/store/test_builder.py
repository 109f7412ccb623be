"""The build: made aside in the right order, checked, swapped in whole, and equal when made twice."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from toil.errors import StoreMissing, ToilError, UsageError
from toil.relations import PythonRelation, Relation, in_build_order, parse_sql_relation
from toil.settings import Settings
from toil.sources.base import Page, Record
from toil.store.builder import build_relations, judged
from toil.store.published import Published, current_build, open_published, publish
from toil.store.raw import RawStore
from toil.store.staging import stage

STAGING = """-- relation: staged_items
select owner_key, owner_key as item_id, source, site, payload->>'title' as title,
       (payload->>'created')::timestamptz at time zone 'UTC' as created_at from payloads"""
BUILD_INFO = PythonRelation("build_info", "The build.", (), columns={"build_id": "varchar"})
ITEMS = parse_sql_relation("items", "-- An item.\n-- grain: item_id\nselect item_id, title from staged_items")
COUNTED = parse_sql_relation(
    "counted", "-- Items by title.\n-- grain: title\nselect title, n / 3 as third from tallied"
)
TALLIED = PythonRelation(
    "tallied", "Items by title.", ("title",), columns={"title": "varchar", "n": "double"},
    reads=frozenset({"items"}),
    compute=lambda frames, settings: frames["items"].groupby("title").size().rename("n").reset_index(),
)  # fmt: skip
ALL: list[Relation] = [COUNTED, ITEMS, TALLIED, BUILD_INFO]


@pytest.fixture
def raw_folder(tmp_path: Path) -> Path:
    with RawStore.open(tmp_path) as store:
        payloads = [{"title": title, "created": "2026-05-04T00:00:00Z"} for title in "aab"]
        records = tuple(Record("issue", str(n), payload, str(n)) for n, payload in enumerate(payloads))
        store.save(store.begin_run("test", "load"), Page("s", "x", records))
        stage(store, "test", STAGING)
    return tmp_path


def build(folder: Path, relations: list[Relation], build_id: str = "b1") -> dict[str, int]:
    given = {"build_info": pd.DataFrame([{"build_id": build_id}])}
    aside = folder / ".building-test.duckdb"
    aside.unlink(missing_ok=True)
    return build_relations(aside, folder, relations, given, Settings(), lambda name, position, total: None)


def test_relations_are_made_in_the_order_of_what_they_read(raw_folder: Path) -> None:
    """SQL and Python relations read each other whatever order they are listed in."""
    assert build(raw_folder, ALL) == {"build_info": 1, "items": 3, "tallied": 2, "counted": 2}
    with duckdb.connect(str(raw_folder / ".building-test.duckdb"), read_only=True) as made:
        assert made.execute("from counted").fetchall() == [("a", 0.666667), ("b", 0.333333)]


def test_a_join_that_doubles_rows_is_refused(raw_folder: Path) -> None:
    """A fan-out breaks the stated grain, and the build is not published."""
    doubled = parse_sql_relation(
        "doubled", "-- Items.\n-- grain: item_id\nselect a.item_id from items a join items b on a.title = b.title"
    )
    with pytest.raises(ToilError, match="doubled breaks its promise: 2 rows repeat a key"):
        build(raw_folder, [*ALL, doubled])


def test_nulls_and_failing_checks_are_named(raw_folder: Path) -> None:
    """Each broken promise is said in words."""
    relation = parse_sql_relation(
        "r", "-- R.\n-- grain: a\n-- not null: b\n-- check: select count(*) from r where a > 1\nselect 1"
    )
    with duckdb.connect() as connection:
        connection.execute("create table r as select * from (values (1, null), (2, 3)) t(a, b)")
        assert judged(connection, relation)[1] == [
            "1 rows have no b",
            "check fails: select count(*) from r where a > 1",
        ]


def test_relations_that_read_each_other_are_refused() -> None:
    """A circle is an error that names its members."""
    a, b = (parse_sql_relation(name, "-- X.\n-- grain: x\nselect 1 as x") for name in "ab")
    with pytest.raises(ToilError, match=r"circle: . → . → ."):
        in_build_order([a, b], {"a": frozenset("b"), "b": frozenset("a")})


def test_a_file_without_meaning_or_grain_is_refused() -> None:
    """No relation enters the house without saying what a row is."""
    with pytest.raises(ToilError, match="does not open with one line of meaning"):
        parse_sql_relation("x", "select 1")
    with pytest.raises(ToilError, match=r"does not state its grain"):
        parse_sql_relation("x", "-- A row.\nselect 1")


def published(folder: Path, build_id: str) -> Path:
    build(folder, ALL, build_id)
    return publish(folder / ".building-test.duckdb", folder, build_id, keep=2)


def test_readers_see_whole_builds_while_builds_are_swapped(raw_folder: Path) -> None:
    """Readers in other threads find one build or the other at every moment, never half of one or none."""
    published(raw_folder, "b0")
    seen: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with open_published(raw_folder) as store:
                seen.append(store.build_id)
                assert len(store.read("items")) == 3

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        published(raw_folder, f"b{number}")
    stop.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= {f"b{number}" for number in range(6)}
    assert current_build(raw_folder).name == "toil-b5.duckdb"
    assert len(list((raw_folder / "builds").glob("*.duckdb"))) == 2


def test_an_open_build_outlives_newer_ones(raw_folder: Path) -> None:
    """Someone who reads an old build goes on reading it, although its file is gone."""
    old = Published(published(raw_folder, "b0"))
    for number in range(1, 4):
        published(raw_folder, f"b{number}")
    assert not old.file.exists()
    assert len(old.read("items", title="a")) == 2
    old.close()


def test_reading_asks_for_known_names_only(raw_folder: Path) -> None:
    """Unknown relations and columns are errors, and values are never part of the SQL."""
    published(raw_folder, "b0")
    with open_published(raw_folder) as store:
        assert list(store.read("items", title=["a", "b"])["title"]) == ["a", "a", "b"]
        assert store.read("items", title="' or 1=1 --").empty
        with pytest.raises(UsageError, match="no relation 'x'"):
            store.read("x")
        with pytest.raises(UsageError, match="no column nope"):
            store.read("items", nope=1)


def test_nothing_built_yet_says_what_to_do(tmp_path: Path) -> None:
    """An empty folder is not an error of the program."""
    with pytest.raises(StoreMissing, match=r"toil demo"), open_published(tmp_path):
        pass


def test_python_relations_never_meet_na(raw_folder: Path) -> None:
    """Null booleans arrive as None and null integers as NaN, so that comparisons are true or false."""
    nulls = parse_sql_relation(
        "nulls", "-- N.\n-- grain: k\nselect * from (values (1, true, 5), (2, null, null)) t(k, b, n)"
    )
    seen: list[pd.DataFrame] = []
    looking = PythonRelation(
        "looking", "L.", (), columns={"n": "integer"}, reads=frozenset({"nulls"}),
        compute=lambda frames, settings: seen.append(frames["nulls"]) or pd.DataFrame({"n": [1]}),  # type: ignore[func-returns-value]
    )  # fmt: skip
    build(raw_folder, [*ALL, nulls, looking])
    assert list(seen[0]["b"]) == [True, None]
    assert [kind.name for kind in seen[0].dtypes] == ["int32", "object", "float64"]
