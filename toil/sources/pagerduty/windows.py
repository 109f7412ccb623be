"""Windows of time that a list of PagerDuty can answer in full: under six months, and under its row limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from toil.errors import SourceUnavailable

LONGEST_DAYS = 179
"""The service refuses six months and more; 179 days are always fewer."""

_SECOND = timedelta(seconds=1)
_TELLING_ROWS = 50


@dataclass(frozen=True)
class Span:
    """A stretch of time in UTC, whole seconds, both ends belonging to it as in `since` and `until`."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """From the first to the last second."""
        return self.until - self.since

    def params(self) -> dict[str, str]:
        """`since` and `until` with their offset, and the zone, so that the account's own zone never matters.

        Without them PagerDuty reads both in the account's zone (its API reference, GET /incidents).
        """
        return {"since": to_text(self.since), "until": to_text(self.until), "time_zone": "UTC"}


def spans(since: datetime, until: datetime, *, days: int) -> Iterator[Span]:
    """Consecutive spans of at most so many days; neighbours share their boundary second."""
    step = timedelta(days=min(days, LONGEST_DAYS))
    start = since
    while start < until:
        end = min(start + step, until)
        yield Span(start, end)
        start = end


def apart(neighbours: Iterable[Span]) -> Iterator[Span]:
    """The same spans without the boundary seconds that they share, so that counts over them add up."""
    previous: Span | None = None
    for span in neighbours:
        if previous is not None:
            yield Span(previous.since, previous.until - _SECOND)
        previous = span
    if previous is not None:
        yield previous


def fitting(whole: Span, count: Callable[[Span], int], *, cap: int, days: int, what: str) -> Iterator[tuple[Span, int]]:
    """Neighbouring parts of the whole with no more than `cap` rows each, as (part, rows), oldest first.

    The first is `days` long; each further one is as long as the density seen last makes it, and every part is
    counted. Raises SourceUnavailable where a single second holds more: rows would be lost without a trace.
    """
    start, length = whole.since, timedelta(days=min(days, LONGEST_DAYS))
    while start < whole.until:
        part = Span(start, min(start + length, whole.until))
        rows = count(part)
        if rows > cap and part.length <= _SECOND:
            raise _too_dense(part, rows, cap=cap, what=what)
        length = _next_length(part, rows, cap)
        if rows <= cap:
            yield part, rows
            start = part.until


def _next_length(part: Span, rows: int, cap: int) -> timedelta:
    """The time in which three quarters of the cap are expected, in whole seconds.

    Few rows tell little: then at most four times the last. Where the last was too long, at most half of it.
    """
    most = 0.5 if rows > cap else 4.0 if rows < _TELLING_ROWS else 60.0
    times = min(most, 0.75 * cap / max(rows, 1))
    seconds = min(part.length.total_seconds() * times, LONGEST_DAYS * 86400.0)
    return timedelta(seconds=max(1, int(seconds)))


def _too_dense(part: Span, rows: int, *, cap: int, what: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"PagerDuty holds {rows} {what} within one second and gives out only {cap}",
        where=f"{to_text(part.since)} to {to_text(part.until)}",
        do="narrow [sources.pagerduty] to some teams or services, so that every row can be read",
    )


def to_text(moment: datetime) -> str:
    """ISO 8601 in UTC, whole seconds, with a Z: what cursors and parameters look like."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def to_moment(text: object) -> datetime | None:
    """The moment that ISO 8601 text tells, in UTC (no offset means UTC), or None where it tells none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
