"""`python -m benchmarks.engines STORE [--copies 1 30]`: the tables of docs/scale.md, "Beyond one machine".

STORE is a folder with a build (`toil demo --no-serve --folder STORE`). The journal on PostgreSQL is measured where
TOIL_JOURNAL_URL names one that is empty, Spark where PySpark and Java 17 are there.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from toil.lake.exchange import pull, push
from toil.lake.folder import FolderLake
from toil.relations import sql_relations
from toil.store.journal import Journal
from toil.store.journal_place import JournalPlace, place_at
from toil.store.query import connect

RELATIONS = ("work_weeks", "weekly_work", "toil_by_category")
_OWN = ("work_id", "item_id", "linked_item_id", "person_id", "recurrence_id", "team")


def main() -> None:
    """Measure, and print the rows of the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 30])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _journals(Path(name))
        _lake(chosen.store, Path(name))
        for copies in chosen.copies:
            _relations(chosen.store / "toil.duckdb", Path(name, str(copies)), copies)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    before, started = _processor_seconds(), time.perf_counter()
    yield
    _say(f"| {what} | {time.perf_counter() - started:.3f} | {_processor_seconds() - before:.3f} |")


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _journals(folder: Path) -> None:
    places: list[JournalPlace] = [place_at(folder)]
    if url := os.environ.get("TOIL_JOURNAL_URL"):
        from toil.store.journal_postgresql import postgresql_journal

        places.append(postgresql_journal(url))
    for place in places:
        journal = Journal(place)
        journal.append("note", "", {}, author="a")
        kind = place.name.split(":")[0] if "://" in place.name else "sqlite"
        with _timed(f"{kind}: 100 words, one after the other"):
            for number in range(100):
                journal.append("note", str(number), {"text": "x" * 100}, author="a")
        journal.append_all([("note", "", {"text": "x" * 100})] * 20_000, author="a")
        with _timed(f"{kind}: reading 20,101 events"):
            journal.events()
        journal.append("note", "", {}, author="b")
        with _timed(f"{kind}: reading them again, and a new one"):
            journal.events()


def _lake(store: Path, folder: Path) -> None:
    lake = FolderLake(folder / "lake")
    with _timed("push a build into a folder"):
        push(store, lake, keep=2)
    with _timed("pull it"):
        pull(folder / "pulled", lake, keep=2)
    size = sum(file.stat().st_size for file in (folder / "lake").rglob("*.parquet"))
    _say(f"build: {(store / 'toil.duckdb').stat().st_size:,} bytes, in the lake {size:,}")


def _relations(build: Path, folder: Path, copies: int) -> None:
    known = {relation.name: relation for relation in sql_relations()}
    folder.mkdir()
    items = _multiplied(build, folder, copies)
    with connect(Path(":memory:")) as connection:
        for file in folder.glob("*.parquet"):
            connection.execute(f"create view {file.stem} as from read_parquet('{file}')")
        for name in RELATIONS:
            target = folder / f"duckdb-{name}"
            with _timed(f"{items:,} items: DuckDB: {name}"):
                connection.execute(f"copy (from ({known[name].sql}\n)) to '{target}' (format parquet)")
    if find_spec("pyspark"):
        _on_spark(folder, items)


def _multiplied(build: Path, folder: Path, copies: int) -> int:
    """The build's tables so many times, each copy with teams, people, work and recurrences of its own."""
    with connect(build, read_only=True) as connection:
        tables: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where not internal order by 1, column_index"
        ).fetchall():
            tables.setdefault(table, []).append(column)
        for table, columns in tables.items():
            owned = [column for column in columns if column in _OWN]
            times = copies if owned else 1
            changed = ", ".join(f"{column} || '-' || copy as {column}" for column in owned)
            replaced = f"* exclude (copy) replace ({changed})" if owned else "* exclude (copy)"
            connection.execute(f"copy (select {replaced} from {table}, range({times}) as copies(copy)) "
                               f"to '{folder}/{table}.parquet' (format parquet)")  # fmt: skip
        row = connection.execute("select count(*) from work_items").fetchall()[0]
        return int(row[0]) * copies


def _on_spark(folder: Path, items: int) -> None:
    from toil.spark.run import compute, start_spark

    with _timed("Spark: start"):
        spark = start_spark("local[2]", {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
                                         "spark.log.level": "OFF"})  # fmt: skip
    for name in RELATIONS:
        with _timed(f"{items:,} items: Spark: {name}, tried out first"):
            compute(spark, str(folder), [name])[name].write.parquet(f"{folder}/spark-{name}")


if __name__ == "__main__":
    main()
