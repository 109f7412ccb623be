"""The analytics of incidents: effort that people edited afterwards, which shows nowhere else and comes late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from toil.errors import SourceUnavailable
from toil.sources.base import Page, Record, Rejection
from toil.sources.pagerduty.client import Answer, DailyQuotaUsedUp, rows_of
from toil.sources.pagerduty.records import ANALYTICS
from toil.sources.pagerduty.run import Run
from toil.sources.pagerduty.windows import to_moment, to_text

PATH = "/analytics/raw/incidents"
KEPT_DAYS = 1095
"""PagerDuty keeps three years of analytics."""

LATE = timedelta(hours=48)
"""Rows are computed once a day and come up to a day late, so two days before the cursor are read again."""

_ROWS = 1000
_REFUSED = frozenset({400, 402, 403, 404})


def edited_effort(run: Run) -> Iterator[Page]:
    """Every incident whose analytics changed since the cursor, a year of creation at a time.

    The cursor is the newest `updated_at` that was seen, and moves once all pages are saved: rows come in
    the order of creation. Where the key may not read analytics, the page says so and the run goes on.
    """
    newest: datetime | None = None
    for created_from, created_to in _years(run):
        for page in _pages(run, created_from, created_to):
            times = [record.updated_at for record in page.records if record.updated_at]
            newest = max([*times, newest] if newest else times, default=None)
            yield page
            if page.rejections and not page.records:
                return
    if newest is not None:
        yield run.page(ANALYTICS, cursor=run.reached(ANALYTICS, newest))


def _years(run: Run) -> Iterator[tuple[datetime, datetime]]:
    days = min(max(run.client.options.first_load_days, 1), KEPT_DAYS)
    start = run.client.now - timedelta(days=days)
    if run.full_since is not None:
        start = max(run.full_since, run.client.now - timedelta(days=KEPT_DAYS))
    while start < run.client.now:
        end = min(start + timedelta(days=365), run.client.now)
        yield start, end
        start = end


def _pages(run: Run, created_from: datetime, created_to: datetime) -> Iterator[Page]:
    after: str | None = None
    while True:
        body = _question(run, created_from, created_to, after)
        try:
            answer = run.client.post(PATH, body, accept=_REFUSED)
        except DailyQuotaUsedUp:
            reason = (
                "the day's quota of analytics requests is used up; effort edited in PagerDuty is read by the next run"
            )
            yield run.page(ANALYTICS, rejections=[Rejection(f"POST {PATH}", reason)])
            return
        if answer.status in _REFUSED:
            yield run.page(ANALYTICS, rejections=[_refused(answer)])
            return
        yield _utc(run.page_of(ANALYTICS, ANALYTICS, rows_of(answer, "data"), where=answer.where))
        if answer.body.get("more") is not True:
            return
        after = _next(answer, after)


def _question(run: Run, created_from: datetime, created_to: datetime, after: str | None) -> dict[str, Any]:
    filters: dict[str, Any] = {"created_at_start": to_text(created_from), "created_at_end": to_text(created_to)}
    if run.window.since is not None or (run.cursor(ANALYTICS) and not run.window.full):
        filters["updated_after"] = to_text(run.since(ANALYTICS) - LATE)
    if run.client.options.teams:
        filters["team_ids"] = list(run.client.options.teams)
    if run.client.options.services:
        filters["service_ids"] = list(run.client.options.services)
    body = {"filters": filters, "limit": _ROWS, "order": "asc", "order_by": "created_at", "time_zone": "Etc/UTC"}
    return {**body, "starting_after": after} if after else body


def _next(answer: Answer, before: str | None) -> str:
    """The cursor of the next page; raises SourceUnavailable where the service gives none, or the same again."""
    after = answer.body.get("last")
    if not isinstance(after, str) or not after or after == before:
        raise SourceUnavailable("the service promises more rows and does not say where they begin", where=answer.where)
    return after


def _refused(answer: Answer) -> Rejection:
    return Rejection(
        answer.where,
        f"the key may not read analytics (HTTP {answer.status}), so effort edited in PagerDuty is missing; "
        "a user's key needs teams or services in [sources.pagerduty]",
    )


def _utc(page: Page) -> Page:
    """Analytics has times without an offset, in the zone that was asked for; only `updated_at` orders its rows."""
    return replace(page, records=tuple(_by_update(record) for record in page.records))


def _by_update(record: Record) -> Record:
    return replace(record, updated_at=to_moment(record.payload.get("updated_at")) or record.updated_at)
