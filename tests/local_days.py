"""Local days: when they begin and end in UTC, worked out by the standard library alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_bounds(zone: str, day: date) -> tuple[datetime, datetime]:
    """When a local day begins and when the next one does, naive UTC; mostly 23 to 25 hours apart."""
    tz = ZoneInfo(zone)
    start, end = (
        datetime.combine(one, time(), tzinfo=tz).astimezone(UTC).replace(tzinfo=None)
        for one in (day, day + timedelta(days=1))
    )
    return start, end
