"""What the tests of tables share: writing a file, reading it, and staging it in a real store."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from toil.sources import staging_sql
from toil.sources.base import Page, Record, Rejection, SourceConfig
from toil.sources.table import SOURCE
from toil.store.raw import RawStore
from toil.store.staging import stage

REPOSITORY = Path(__file__).resolve().parents[3]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


def config(**options: Any) -> SourceConfig:
    """The options of a table that is called `t` unless they say otherwise."""
    return SourceConfig({"name": "t", **options})


def replayed(path: Path, **options: Any) -> list[Page]:
    """All pages of a file."""
    return list(SOURCE.replay(path, config(**options)))


def rows_of(pages: Sequence[Page]) -> list[Record]:
    """The records of rows, without those of statuses."""
    return [record for page in pages for record in page.records if record.kind == "row"]


def mapped_of(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """The canonical fields of every row."""
    return [record.payload["mapped"] for record in rows_of(pages)]


def rejections_of(pages: Sequence[Page]) -> list[Rejection]:
    """Everything that was rejected."""
    return [rejection for page in pages for rejection in page.rejections]


def write_csv(path: Path, rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", **dialect: Any) -> Path:
    """A CSV file of these rows, the header first."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **dialect).writerows(rows)
    return path


@contextmanager
def staged(path: Path, **options: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """A real raw store into which the file was imported and staged."""
    with tempfile.TemporaryDirectory() as folder, RawStore.open(Path(folder)) as store:
        bring(store, path, **options)
        yield store.connection


def bring(store: RawStore, path: Path, **options: Any) -> None:
    """Import a file into an open store and stage it, as `toil import` does."""
    run = store.begin_run(SOURCE.name, "load")
    for page in SOURCE.replay(path, config(**options)):
        store.save(run, page)
    store.end_run(run, "complete")
    stage(store, SOURCE.name, staging_sql(SOURCE.name))


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The rows that a query answers."""
    return connection.execute(sql).fetchall()
