"""Calendars: on which days, and from when to when, people work; time zones and public holidays."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from toil.errors import SettingsError
from toil.places import checked_zone, country_holidays, country_of_zone
from toil.settings_time import WEEKDAYS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["calendar_days", "country_of_zone"]

_COLUMNS = ("calendar_id", "day", "opens_at", "closes_at", "working_seconds", "is_working", "is_holiday")


def calendar_days(calendars: pd.DataFrame, *, first_day: date, last_day: date) -> pd.DataFrame:
    """Every local day of every calendar, both ends included, with its working window in UTC.

    `calendars` has calendar_id, zone, country (`JP`, `DE`, or with a region `DE-BY`; empty: no holidays), opens and
    closes (local, `09:00`), working_days (`mon tue …`; empty: the country's) and working_hours. The result has
    calendar_id, day (date), opens_at, closes_at (naive UTC; null where nobody works), working_seconds, is_working,
    is_holiday. People work `working_hours` somewhere between `opens` and `closes` (by default 8 of 9 hours: the rest
    is a break whose time nobody knows), never longer than the window really lasts that day. The country's weekends
    and make-up workdays are its own (in Israel Friday and Saturday, say); stated working days know no make-up days.
    Raises SettingsError for an unknown zone or country, or where the window does not open before it closes.
    """
    import pandas as pd

    days = pd.date_range(pd.Timestamp(first_day).normalize(), pd.Timestamp(last_day).normalize(), freq="D")
    parts = [_days_of(row, days) for row in calendars.drop_duplicates("calendar_id").itertuples()]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in _COLUMNS})
    return pd.concat(parts, ignore_index=True)


def _days_of(row: Any, days: pd.DatetimeIndex) -> pd.DataFrame:
    """One calendar's days; a day that a zone skipped (Pacific/Apia, 30 December 2011) is nobody's workday."""
    import pandas as pd

    zone = str(row.zone)
    checked_zone(zone)
    opens_at, closes_at = (
        _to_utc(days, zone, clock, late=late)
        for clock, late in zip(_window(row.opens, row.closes), (False, True), strict=True)
    )
    exists = _to_utc(days + pd.Timedelta(days=1), zone, time()) > _to_utc(days, zone, time())
    holiday, working = _day_kinds("" if pd.isna(row.country) else str(row.country), str(row.working_days), days)
    frame = pd.DataFrame(
        {"calendar_id": row.calendar_id, "day": days.date, "opens_at": opens_at, "closes_at": closes_at}
    )
    lasts = (frame["closes_at"] - frame["opens_at"]).dt.total_seconds()
    frame["is_working"] = working & exists & (lasts > 0)
    frame["working_seconds"] = lasts.clip(upper=row.working_hours * 3600).where(frame["is_working"], 0).astype("int64")
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


def _day_kinds(country: str, working_days: str, days: pd.DatetimeIndex) -> tuple[Any, Any]:
    """Whether each day is a public holiday, and whether it is a workday."""
    import numpy as np

    stated = np.isin(days.day_of_week, [WEEKDAYS.index(name) for name in working_days.split() or WEEKDAYS[:5]])
    if not country or len(days) == 0:
        return np.zeros(len(days), dtype=bool), stated
    known = country_holidays(country, first_year=days[0].year, last_year=days[-1].year)
    holiday = np.fromiter((day in known for day in days.date), dtype=bool, count=len(days))
    if working_days:
        return holiday, stated & ~holiday
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
