"""When the next request may go out: one pace for all threads of a service, slower as its headers advise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

_EPOCH_FROM = 1_000_000_000  # a reset header above this is a moment, below it a number of seconds
_MILLISECONDS_FROM = 100_000_000_000  # above this the moment is told in milliseconds
_LONGEST = 365 * 86_400.0  # no run waits so long; a longer wish is a slip, and unreadable in a message
_NEARLY = 0.05  # the share of a limit below which what is left is spread until the reset


@dataclass
class Pace:
    """Gives each caller its own moment; all of them together keep the pace, and wait where one was told to.

    Moments are seconds of the caller's clock. Nobody ever sleeps while the lock is held.
    """

    requests_per_second: float | None = None
    _next_at: float = float("-inf")
    _held_until: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def slot(self, now: float, *, latest: float) -> float:
        """When the caller may send; a moment after `latest` is told, but not taken from the others."""
        with self._lock:
            moment = max(now, self._next_at, self._held_until)
            if moment <= latest and self.requests_per_second:
                self._next_at = moment + 1.0 / self.requests_per_second
            return moment

    def is_free(self, moment: float) -> bool:
        """Whether nobody was told meanwhile to wait past this moment."""
        with self._lock:
            return self._held_until <= moment

    def hold(self, until: float) -> None:
        """Let nobody send before this moment."""
        with self._lock:
            self._held_until = max(self._held_until, until)


def requested_wait_seconds(headers: Mapping[str, str]) -> float | None:
    """How long the headers ask us to wait, in seconds: Retry-After, else a rate limit's reset, else None.

    Both may be seconds or a date; a date is taken relative to the service's own Date header. Jira Data Center
    tells neither at times, only how often it fills its bucket.
    """
    for name in ("retry-after", "x-ratelimit-reset", "ratelimit-reset", "x-ratelimit-interval-seconds"):
        value = header(headers, name)
        if value and (seconds := _seconds_until(value.strip(), server_time(headers))) is not None:
            return min(max(0.0, seconds), _LONGEST)
    return None


def advised_pause_seconds(headers: Mapping[str, str]) -> float:
    """How long to send nothing after an answer that was good, so that no request is ever refused.

    With nothing left, until the reset (Jira Data Center: until its bucket is filled again). Near the limit, or where
    Jira Cloud says `X-RateLimit-NearLimit`, what is left is spread until the reset.
    """
    remaining = _number(headers, "x-ratelimit-remaining", "ratelimit-remaining")
    limit = _number(headers, "x-ratelimit-limit", "ratelimit-limit")
    is_near = (header(headers, "x-ratelimit-nearlimit") or "").strip().lower() == "true"
    until_reset = requested_wait_seconds(headers)
    if remaining is None:
        return 1.0 if is_near else 0.0
    if remaining <= 0:
        return 1.0 if until_reset is None else until_reset
    fills = _number(headers, "x-ratelimit-fillrate")
    is_near = is_near or bool(limit and fills is None and remaining < limit * _NEARLY)
    return (1.0 if until_reset is None else until_reset / (remaining + 1)) if is_near else 0.0


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """The service's own time (UTC) from its Date header."""
    return _http_date(header(headers, "date") or "")


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header by its name in any case; also for a plain dict."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def _number(headers: Mapping[str, str], *names: str) -> float | None:
    for name in names:
        try:
            return float(header(headers, name) or "")
        except ValueError:
            continue
    return None


def _seconds_until(value: str, now: datetime | None) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _http_date(value) or _iso_date(value)
        return (moment - now).total_seconds() if moment and now else None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if number < _EPOCH_FROM:
        return number
    moment_seconds = number / 1000 if number >= _MILLISECONDS_FROM else number
    return moment_seconds - now.timestamp() if now else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _iso_date(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
