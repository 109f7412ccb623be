"""What a run would cost, how many incidents each service has, and what became of those that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from toil.sources.base import Census, Estimate, Fate
from toil.sources.pagerduty import changes, incidents
from toil.sources.pagerduty.client import Client, rows_of
from toil.sources.pagerduty.lists import Listing, pages_of, total_of
from toil.sources.pagerduty.records import INCIDENT, text_id
from toil.sources.pagerduty.run import Run
from toil.sources.pagerduty.windows import LONGEST_DAYS, Span, apart, spans
from toil.sources.parallel import in_order

_STATES = {200: "present", 403: "access_lost", 404: "deleted"}
_FIXED_REQUESTS = 6
"""The site, users, services, open incidents and analytics: at least one each, and one to count."""


def estimate(run: Run) -> Estimate:
    """Records of both streams by the service's count; requests are their pages; touched incidents come on top."""
    records = {
        incidents.CREATED: sum(incidents.count_created(run, part) for part in _parts(run, incidents.CREATED)),
        changes.LOG_ENTRIES: sum(changes.count_entries(run, part) for part in _parts(run, changes.LOG_ENTRIES)),
    }
    options = run.client.options
    windows = sum(1 + ceil(rows / (0.75 * options.row_limit)) for rows in records.values())
    requests = _FIXED_REQUESTS + windows + sum(ceil(rows / options.page_rows) for rows in records.values())
    return Estimate(records, requests, requests * 60.0 / options.requests_per_minute)


def census(run: Run) -> Iterator[Census]:
    """The service's own number of incidents for each of its services in scope, however many it pages through.

    Incidents created before the first load are not counted unless everything was asked for: `since` says from
    when. With teams in the settings only those teams' incidents count, as only those are read.
    """
    since = None if run.window.full else run.first_load
    services = [row for answer in pages_of(run.client, Listing("/services", "services", {})) for row in
                rows_of(answer, "services")]  # fmt: skip
    wanted = run.client.options.services
    rows = [row for row in services if (one := text_id(row)) and (not wanted or one in wanted)]
    yield from in_order(lambda row: _counted(run, row, since), rows, workers=run.client.options.parallel_requests)


def fates(client: Client, lost: Mapping[str, str]) -> Iterator[Fate]:
    """What the service answers for each incident, in the order of the ids."""

    def fate(incident_id: str) -> Fate:
        answer = client.get(f"/incidents/{incident_id}", accept=_STATES)
        return Fate(incident_id, _STATES.get(answer.status, "unobserved"), f"HTTP {answer.status}")

    yield from in_order(fate, sorted(lost), workers=client.options.parallel_requests)


def _counted(run: Run, service: dict[str, Any], since: datetime | None) -> Census:
    service_id = text_id(service)
    narrowed: dict[str, Any] = {"service_ids[]": [service_id]}
    if run.client.options.teams:
        narrowed["team_ids[]"] = run.client.options.teams
    ranges = (
        [{"date_range": "all", "time_zone": "UTC"}]
        if since is None
        else [part.params() for part in apart(spans(since, run.client.now, days=LONGEST_DAYS))]
    )
    total = sum(total_of(run.client, Listing("/incidents", "incidents", {**narrowed, **one})) for one in ranges)
    name = str(service.get("name") or service.get("summary") or service_id)
    return Census(run.site, service_id, name, INCIDENT, total, since=since, as_of=run.client.latest)


def _parts(run: Run, stream: str) -> Iterator[Span]:
    return apart(spans(run.since(stream), run.client.now, days=LONGEST_DAYS))
