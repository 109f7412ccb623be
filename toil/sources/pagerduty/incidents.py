"""The incidents: those created in a stretch of time, those open now, and single ones by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from toil.sources.base import Page, Record, Rejection
from toil.sources.pagerduty.client import Answer, rows_of
from toil.sources.pagerduty.lists import Listing, pages_of, total_of
from toil.sources.pagerduty.options import Options
from toil.sources.pagerduty.records import INCIDENT, sorted_out
from toil.sources.pagerduty.run import Run, short_of
from toil.sources.pagerduty.windows import Span, fitting, to_moment

CREATED, OPEN, TOUCHED = "incidents", "open_incidents", "touched_incidents"
SPAN_DAYS = 30
OPEN_STATUSES = ("triggered", "acknowledged")
_OLDEST_FIRST = "created_at:asc"


def created(run: Run) -> Iterator[Page]:
    """Every incident created since the stream's beginning; the cursor follows page by page."""
    whole = Span(run.since(CREATED), run.client.now)
    for part, total in fitting(whole, lambda s: count_created(run, s), cap=_cap(run), days=SPAN_DAYS, what="incidents"):
        if total:
            yield from _created_within(run, part, total)
    yield run.page(CREATED, cursor=run.reached(CREATED, run.client.now))


def open_now(run: Run) -> Iterator[Page]:
    """Every incident that is open, however old: what changes in it leaves no trace in `created_at`."""
    listing = _listing(run.client.options, {"statuses[]": OPEN_STATUSES, "date_range": "all", "time_zone": "UTC"})
    total = total_of(run.client, listing)
    if total <= _cap(run):
        if total:
            yield from _pages(run, OPEN, listing, total=total)
        return
    oldest = oldest_created(run, statuses=OPEN_STATUSES) or run.first_load
    whole = Span(oldest, run.client.now)
    for part, rows in fitting(whole, lambda s: total_of(run.client, _open_in(run, s)), cap=_cap(run),
                              days=SPAN_DAYS, what="incidents"):  # fmt: skip
        yield from _pages(run, OPEN, _open_in(run, part), total=rows)


def one(run: Run, incident_id: str) -> tuple[Record | None, list[Rejection]]:
    """One incident by its id, as it is now; a rejection where the service no longer shows it."""
    answer = run.client.get_incidents(f"/incidents/{incident_id}", {}, accept={403, 404})
    run.read.add(incident_id)
    if answer.status in (403, 404):
        reason = f"the log tells of incident {incident_id}, but the service does not show it (HTTP {answer.status})"
        return None, [Rejection(answer.where, reason)]
    records, rejections = sorted_out(INCIDENT, [answer.body.get("incident")], where=answer.where)
    return (records[0] if records else None), rejections


def count_created(run: Run, span: Span) -> int:
    """How many incidents the service counts as created within a span."""
    return total_of(run.client, _listing(run.client.options, span.params()))


def oldest_created(run: Run, *, statuses: tuple[str, ...] = ()) -> datetime | None:
    """When the oldest incident was created, or None where there is none."""
    asked: dict[str, Any] = {"date_range": "all", "time_zone": "UTC", "limit": 1, "offset": 0}
    if statuses:
        asked["statuses[]"] = statuses
    answer = run.client.get("/incidents", dict(_listing(run.client.options, asked).params))
    rows = rows_of(answer, "incidents")
    return to_moment(rows[0].get("created_at")) if rows and isinstance(rows[0], dict) else None


def _created_within(run: Run, span: Span, total: int) -> Iterator[Page]:
    """The pages of a span, then its end as the cursor, and a rejection where fewer rows came than were counted."""
    rows = 0
    for page in _pages(run, CREATED, _listing(run.client.options, span.params()), total=total):
        rows += len(page.records) + len(page.rejections)
        last = max((t for r in page.records if (t := to_moment(r.payload.get("created_at")))), default=None)
        yield replace(page, cursor=run.reached(CREATED, last)) if last else page
    missing = max(0, total - rows)
    rejections = [short_of(run, "/incidents", "incidents", span, total, rows)] if missing else []
    cursor = run.reached(CREATED, span.until)
    yield run.page(CREATED, rejections=rejections, cursor=cursor, truncated=missing)


def _pages(run: Run, name: str, listing: Listing, *, total: int) -> Iterator[Page]:
    """Pages of incidents without those that a boundary second or the service itself repeats."""
    given: set[str] = set()
    for answer in pages_of(run.client, listing, get=run.client.get_incidents, total=total):
        page = _page(run, name, answer)
        fresh = {record.record_id: record for record in page.records if record.record_id not in given}
        given |= fresh.keys()
        run.read |= fresh.keys()
        yield replace(page, records=tuple(fresh.values()))


def _page(run: Run, name: str, answer: Answer) -> Page:
    return run.page_of(name, INCIDENT, rows_of(answer, "incidents"), where=answer.where)


def _listing(options: Options, params: dict[str, Any]) -> Listing:
    narrowed = {"sort_by": _OLDEST_FIRST, **params}
    if options.teams:
        narrowed["team_ids[]"] = options.teams
    if options.services:
        narrowed["service_ids[]"] = options.services
    return Listing("/incidents", "incidents", narrowed)


def _open_in(run: Run, span: Span) -> Listing:
    return _listing(run.client.options, {"statuses[]": OPEN_STATUSES, **span.params()})


def _cap(run: Run) -> int:
    return run.client.options.row_limit
