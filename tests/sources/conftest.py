"""A real raw store and the real staging, so that each source's SQL is judged by the rows it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from toil.sources import staging_sql
from toil.sources.base import Page, Record
from toil.store.raw import RawStore
from toil.store.staging import stage

Rows = list[dict[str, Any]]


class Stager:
    """Saves pages and stages them; then any query can be asked."""

    def __init__(self, store: RawStore) -> None:
        self.store = store

    def load(self, source: str, pages: Iterable[Page]) -> Stager:
        """Save these pages as one run and bring the staged relations up to date."""
        run = self.store.begin_run(source, "test")
        for page in pages:
            self.store.save(run, page)
        self.store.end_run(run, "complete")
        stage(self.store, source, staging_sql(source))
        return self

    def load_records(self, source: str, site: str, records: Iterable[Record]) -> Stager:
        """The same for records of one site."""
        return self.load(source, [Page(site, "test", tuple(records))])

    def rows(self, sql: str) -> Rows:
        """The rows of a query, as dicts."""
        found = self.store.connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def stager(tmp_path: Path) -> Iterator[Stager]:
    """An empty raw store in a folder of its own."""
    with RawStore.open(tmp_path / "store") as store:
        yield Stager(store)
