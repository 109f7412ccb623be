"""Calendars: time zones, public holidays, working hours, and the hour classes of interruptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from toil.errors import SettingsError
from toil.places import checked_zone, country_holidays, country_of_zone

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "HOUR_CLASSES",
    "calendar_days",
    "class_seconds",
    "country_of_zone",
    "day_bounds",
    "hour_class",
    "hour_classes",
]

HOUR_CLASSES = ("business", "off", "sleep")
_COLUMNS = ("calendar_id", "day", "opens_at", "closes_at", "working_seconds", "is_working", "is_holiday")
_QUARTER = timedelta(minutes=15)


def calendar_days(
    calendars: pd.DataFrame,
    *,
    first_day: date,
    last_day: date,
    opens: str = "09:00",
    closes: str = "18:00",
    working_hours: float = 8.0,
) -> pd.DataFrame:
    """Every local day of every calendar, both ends included, with its working window in UTC.

    `calendars` has calendar_id, zone and country (`JP`, `DE`, or with a region `DE-BY`; empty: no holidays).
    The result has calendar_id, day (date), opens_at, closes_at (naive UTC; null where nobody works),
    working_seconds, is_working, is_holiday. People work `working_hours` somewhere between `opens` and
    `closes` (by default 8 of 9 hours: the rest is a break whose time nobody knows), never longer than the
    window really lasts that day. Weekends and make-up workdays are the country's (in Israel Friday and
    Saturday, say).
    Raises SettingsError for an unknown zone or country, or where the window does not open before it closes.
    """
    import pandas as pd

    window = _window(opens, closes)
    days = pd.date_range(pd.Timestamp(first_day).normalize(), pd.Timestamp(last_day).normalize(), freq="D")
    unique = calendars.drop_duplicates("calendar_id")
    parts = [
        _days_of(row.calendar_id, row.zone, row.country, days, window, working_hours) for row in unique.itertuples()
    ]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in _COLUMNS})
    return pd.concat(parts, ignore_index=True)


def hour_class(local_hour: int, weekday: int, is_holiday: bool) -> str:
    """The class of an hour on a person's own clock: business, off or sleep; `weekday` is ISO (1 is Monday).

    Sleep is 22–8 on every day, business 8–18 from Monday to Friday, off is the rest: PagerDuty's hours
    (https://support.pagerduty.com/main/docs/insights). PagerDuty leaves open what wins where they overlap
    and knows no holidays; here sleep wins over off, off over business, and a holiday has no business hours.
    """
    if local_hour >= 22 or local_hour < 8:
        return "sleep"
    if weekday >= 6 or is_holiday or local_hour >= 18:
        return "off"
    return "business"


def hour_classes() -> pd.DataFrame:
    """`hour_class` as a table to join: weekday (ISO), local_hour, is_holiday, hour_class; 336 rows."""
    import pandas as pd

    return pd.DataFrame(
        [
            (weekday, hour, holiday, hour_class(hour, weekday, holiday))
            for weekday in range(1, 8)
            for hour in range(24)
            for holiday in (False, True)
        ],
        columns=["weekday", "local_hour", "is_holiday", "hour_class"],
    )


def class_seconds(zone: str, day: date, *, is_holiday: bool = False) -> dict[str, int]:
    """How many seconds of each hour class a local day has; together as many as the day really lasts."""
    tz = checked_zone(zone)
    start, end = day_bounds(zone, day)
    seconds = dict.fromkeys(HOUR_CLASSES, 0)
    for begin, finish in _quarters(start, end):
        local = begin.replace(tzinfo=UTC).astimezone(tz)
        name = hour_class(local.hour, local.isoweekday(), is_holiday)
        seconds[name] += int((finish - begin).total_seconds())
    return seconds


def day_bounds(zone: str, day: date) -> tuple[datetime, datetime]:
    """When a local day begins and when the next one does, naive UTC; mostly 23 to 25 hours apart."""
    tz = checked_zone(zone)
    start, end = (
        datetime.combine(one, time(), tzinfo=tz).astimezone(UTC).replace(tzinfo=None)
        for one in (day, day + timedelta(days=1))
    )
    return start, end


def _days_of(
    calendar_id: Any, zone: Any, country: Any, days: pd.DatetimeIndex, window: tuple[time, time], hours: float
) -> pd.DataFrame:
    """One calendar's days; a day that a zone skipped (Pacific/Apia, 30 December 2011) is nobody's workday."""
    import pandas as pd

    checked_zone(str(zone))
    opens_at, closes_at = (
        _to_utc(days, str(zone), clock, late=late) for clock, late in zip(window, (False, True), strict=True)
    )
    exists = _to_utc(days + pd.Timedelta(days=1), str(zone), time()) > _to_utc(days, str(zone), time())
    holiday, working = _day_kinds("" if pd.isna(country) else str(country), days)
    frame = pd.DataFrame({"calendar_id": calendar_id, "day": days.date, "opens_at": opens_at, "closes_at": closes_at})
    frame["is_working"] = working & exists
    lasts = (frame["closes_at"] - frame["opens_at"]).dt.total_seconds()
    frame["working_seconds"] = lasts.clip(upper=hours * 3600).where(frame["is_working"], 0).astype("int64")
    frame["is_holiday"] = holiday
    frame.loc[~frame["is_working"], ["opens_at", "closes_at"]] = pd.NaT
    return frame[list(_COLUMNS)]


def _to_utc(days: pd.DatetimeIndex, zone: str, clock: time, *, late: bool = False) -> pd.DatetimeIndex:
    """That local time of each day as naive UTC; of two the first (or `late`), of none the next one."""
    import numpy as np
    import pandas as pd

    local = days + pd.Timedelta(hours=clock.hour, minutes=clock.minute)
    first = np.full(len(days), not late)
    return local.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").tz_convert("UTC").tz_localize(None)


def _day_kinds(country: str, days: pd.DatetimeIndex) -> tuple[Any, Any]:
    """Whether each day is a public holiday, and whether it is a workday."""
    import numpy as np

    if not country or len(days) == 0:
        return np.zeros(len(days), dtype=bool), np.asarray(days.day_of_week < 5)
    known = country_holidays(country, first_year=days[0].year, last_year=days[-1].year)
    holiday = np.fromiter((day in known for day in days.date), dtype=bool, count=len(days))
    working = np.fromiter((known.is_working_day(day) for day in days.date), dtype=bool, count=len(days))
    return holiday, working


def _window(opens: str, closes: str) -> tuple[time, time]:
    try:
        window = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise SettingsError(
            f"working hours cannot be read: {opens!r} to {closes!r}", do="write them as 09:00"
        ) from None
    if window[0] >= window[1]:
        raise SettingsError(
            f"the working day opens at {opens} and closes at {closes}",
            where="calendar.opens, calendar.closes",
            do="let it open before it closes, on the same day",
        )
    return window


def _quarters(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while start < end:
        finish = min(start + _QUARTER, end)
        yield start, finish
        start = finish
