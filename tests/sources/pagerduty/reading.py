"""Reads a fake account, or payloads at hand, into a raw store, as `toil extract` does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from tests.fakes.pagerduty import KEY, FakePagerDuty
from toil.sources import staging_sql
from toil.sources.base import Page, SourceConfig, Window
from toil.sources.pagerduty.source import PagerDutySource
from toil.store.raw import RawStore
from toil.store.staging import stage


class Reading:
    """One store that reads one account, run after run."""

    def __init__(self, world: FakePagerDuty, store: RawStore) -> None:
        self.world, self.store = world, store
        self.slept: list[float] = []
        self.source = PagerDutySource(sleep=self._sleep, clock=self._clock)
        self.options: dict[str, Any] = {}

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def _clock(self) -> float:
        """A clock that only sleeping moves."""
        return sum(self.slept)

    @property
    def config(self) -> SourceConfig:
        """The settings, with the account's URL and key."""
        options = {"row_limit": self.world.row_limit, "requests_per_minute": 6000, **self.options}
        return SourceConfig(options, {"PAGERDUTY_API_KEY": KEY, "PAGERDUTY_API_HOST": self.world.url})

    def run(self, *, pages: int | None = None, staging: bool = True, **window: Any) -> list[Page]:
        """Fetch and save all pages, or the first few as if killed after them; then stage what came."""
        asked = Window(cursors=self.store.cursors("pagerduty"), **window)
        run = self.store.begin_run("pagerduty", "fetch")
        saved = []
        for page in islice(self.source.fetch(self.config, asked), pages):
            self.store.save(run, page)
            saved.append(page)
        if staging:
            stage(self.store, "pagerduty", staging_sql("pagerduty"))
        return saved

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query on the store gives."""
        return self.store.connection.execute(sql).fetchall()

    def held(self, kind: str) -> list[str]:
        """The ids of the payloads of a kind, sorted."""
        return [row[0] for row in self.rows(f"select record_id from payloads where kind = '{kind}' order by 1")]


def staged(store: RawStore, folder: Path, payloads: Iterable[Any]) -> None:
    """Replay payloads through a file into a store and stage them."""
    file = folder / "saved.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in payloads), "utf-8")
    run = store.begin_run("pagerduty", "load")
    for page in PagerDutySource().replay(file, SourceConfig()):
        store.save(run, page)
    stage(store, "pagerduty", staging_sql("pagerduty"))


def rejections(pages: Iterable[Page]) -> list[str]:
    """The reasons of all rejections."""
    return [rejection.reason for page in pages for rejection in page.rejections]
