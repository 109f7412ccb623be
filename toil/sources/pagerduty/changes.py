"""The log entries of the whole account: who did what, and which older incidents have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from toil.sources.base import Page, Record, Rejection
from toil.sources.pagerduty import incidents
from toil.sources.pagerduty.client import Answer, rows_of
from toil.sources.pagerduty.lists import Listing, pages_of, total_of
from toil.sources.pagerduty.records import LOG_ENTRY, text_id
from toil.sources.pagerduty.run import Run, short_of
from toil.sources.pagerduty.windows import Span, fitting
from toil.sources.parallel import in_order

LOG_ENTRIES = "log_entries"
SPAN_DAYS = 30
_PATH = "/log_entries"


def log_entries(run: Run) -> Iterator[Page]:
    """Every log entry since the stream's beginning, and the incidents they touch that are not yet read.

    `since` on incidents means when they were created, so a later change of an old incident shows here
    alone. A span's cursor is saved after its entries and its incidents, never before.
    """
    feed = _Feed(run)
    whole = Span(run.since(LOG_ENTRIES), run.client.now)
    for part, total in fitting(whole, lambda s: count_entries(run, s), cap=run.client.options.row_limit,
                               days=SPAN_DAYS, what="log entries"):  # fmt: skip
        if total:
            yield from feed.within(part, total)
    yield run.page(LOG_ENTRIES, cursor=run.reached(LOG_ENTRIES, run.client.now))


def count_entries(run: Run, span: Span) -> int:
    """How many log entries the service counts within a span."""
    return total_of(run.client, _listing(run, span))


class _Feed:
    """What is known of the incidents that the log tells of, from the first span to the last."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.listed_until = run.cursor(incidents.CREATED)
        self.born: set[str] = set()
        self.foreign: set[str] = set()

    def within(self, span: Span, total: int) -> Iterator[Page]:
        """The entries of a span, newest first as they come, and the incidents that they touch."""
        touched: dict[str, None] = {}
        rows = 0
        for answer in pages_of(self.run.client, _listing(self.run, span), total=total):
            rows += len(rows_of(answer, LOG_ENTRIES))
            page, extra = self._page(answer)
            touched.update(dict.fromkeys(record.owner_id for record in page.records))
            yield page
            yield from extra
        yield from self._touched(span, touched)
        missing = max(0, total - rows)
        told = [short_of(self.run, _PATH, "log entries", span, total, rows)] if missing else []
        cursor = self.run.reached(LOG_ENTRIES, span.until)
        yield self.run.page(LOG_ENTRIES, rejections=told, cursor=cursor, truncated=missing)

    def _page(self, answer: Answer) -> tuple[Page, list[Page]]:
        page = self.run.page_of(LOG_ENTRIES, LOG_ENTRY, rows_of(answer, LOG_ENTRIES), where=answer.where)
        self.born |= {r.owner_id for r in page.records if r.payload.get("type") == "trigger_log_entry"}
        if not self.run.client.options.services:
            return page, []
        extra: list[Page] = []
        kept = tuple(record for record in page.records if self._is_ours(record, extra))
        return replace(page, records=kept), extra

    def _touched(self, span: Span, ids: Iterable[str]) -> Iterator[Page]:
        """The touched incidents, read again in batches."""
        batch: list[Record] = []
        rejections: list[Rejection] = []
        workers = self.run.client.options.parallel_requests
        unread = [one for one in ids if one not in self.run.read and not self._was_listed_later(span, one)]
        for record, refused in in_order(lambda one: incidents.one(self.run, one), unread, workers=workers):
            batch += [record] if record else []
            rejections += refused
            if len(batch) == self.run.client.options.page_rows:
                yield self.run.page(incidents.TOUCHED, batch, rejections=rejections)
                batch, rejections = [], []
        if batch or rejections:
            yield self.run.page(incidents.TOUCHED, batch, rejections=rejections)

    def _was_listed_later(self, span: Span, incident_id: str) -> bool:
        """Whether an earlier run listed the incident after this span had passed, so that it is up to date."""
        return self.listed_until is not None and span.until <= self.listed_until and incident_id in self.born

    def _is_ours(self, entry: Record, extra: list[Page]) -> bool:
        """Whether the entry is of a service that was asked for; the list itself cannot be narrowed to services."""
        service = text_id(entry.payload.get("service"))
        if service:
            return service in self.run.client.options.services
        if entry.owner_id not in self.run.read | self.foreign:
            self._look_up(entry.owner_id, extra)
        return entry.owner_id not in self.foreign

    def _look_up(self, incident_id: str, extra: list[Page]) -> None:
        record, rejections = incidents.one(self.run, incident_id)
        service = record.payload.get("service") if record else None
        if record is None or text_id(service) not in self.run.client.options.services:
            self.foreign.add(incident_id)
            return
        extra.append(self.run.page(incidents.TOUCHED, [record], rejections=rejections))


def _listing(run: Run, span: Span) -> Listing:
    params: Mapping[str, Any] = {**span.params(), "is_overview": "false", "include[]": ["channels"]}
    if run.client.options.teams:
        params = {**params, "team_ids[]": run.client.options.teams}
    return Listing(_PATH, LOG_ENTRIES, params)
