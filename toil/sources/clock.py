"""How far this machine's clock is from a service's: runs go by the service's alone, logs and schedules do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from toil.sources.base import Finding, Record

MOST_SKEW_SECONDS = 60.0
MOST_AHEAD = timedelta(hours=1)


def is_ahead(cursor: datetime, now: datetime) -> bool:
    """Whether a cursor lies so far ahead of the service's time that its clock was wrong when the cursor was set.

    Such a cursor tells nothing: to go on from there would pass over all that happens until then, without a word.
    """
    return cursor - now > MOST_AHEAD


def timely(records: Iterable[Record], now: datetime | None) -> tuple[Record, ...]:
    """The records, those whose time lies ahead of the service's as of no known time.

    An older payload never replaces a newer one: what is saved under a time that was wrong would keep out all that
    comes after it.
    """
    return tuple(
        replace(one, updated_at=None) if now and one.updated_at and is_ahead(one.updated_at, now) else one
        for one in records
    )


def clock_finding(theirs: datetime | None, ours: datetime) -> Finding:
    """The finding for `toil doctor`; `theirs` is None where the service does not tell its time."""
    if theirs is None:
        return Finding("clock", "warning", "the server does not tell its time (no Date header)",
                       "check whether a proxy strips headers")  # fmt: skip
    skew = abs((ours - theirs).total_seconds())
    if skew > MOST_SKEW_SECONDS:
        return Finding("clock", "warning", f"this machine's clock is {skew:.0f} s away from the server's",
                       "set it by NTP; what is read does not depend on it, but logs and schedules do")  # fmt: skip
    return Finding("clock", "ok", f"within {skew:.0f} s of the server's")
