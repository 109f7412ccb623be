"""Hour classes: of which class the hours of a day are, whatever the clock does, and however they are set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.local_days import day_bounds
from tests.test_calendars import days, zones
from toil.hours import HOUR_CLASSES, MINUTES_A_DAY, hour_class, hour_classes
from toil.settings_time import HourSettings

DEFAULT = HourSettings()
clocks = st.times(time(0), time(23, 59)).map(lambda clock: f"{clock:%H:%M}")


@st.composite
def hour_settings(draw: st.DrawFn) -> HourSettings:
    business = sorted((draw(clocks), draw(clocks)))
    if business[0] == business[1]:
        business = ["08:00", "18:00"]
    return HourSettings(
        sleep_from=draw(clocks), sleep_to=draw(clocks), business_from=business[0], business_to=business[1],
        business_days=tuple(draw(st.lists(st.sampled_from(("mon", "sat", "sun")), unique=True))),
    )  # fmt: skip


def class_seconds(zone: str, day: date, *, is_day_off: bool = False, hours: HourSettings = DEFAULT) -> dict[str, int]:
    """How many seconds of each hour class a local day has; together as many as the day really lasts."""
    tz = ZoneInfo(zone)
    start, end = day_bounds(zone, day)
    seconds = dict.fromkeys(HOUR_CLASSES, 0)
    for begin, finish in _minutes(start, end):
        local = begin.replace(tzinfo=UTC).astimezone(tz)
        name = hour_class(local.hour * 60 + local.minute, local.isoweekday(), is_day_off, hours)
        seconds[name] += int((finish - begin).total_seconds())
    return seconds


def _minutes(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretch in pieces of a minute at most: clocks change at whole minutes, and settings name no finer times."""
    while start < end:
        finish = min(start + timedelta(minutes=1), end)
        yield start, finish
        start = finish


@settings(max_examples=50, deadline=None)
@given(zones, days, st.booleans(), hour_settings())
def test_hours_of_a_day_sum_to_its_length(zone: str, day: date, off: bool, hours: HourSettings) -> None:
    """Business, off and sleep hours of a local day are together as long as that day really is, however they are set."""
    start, end = day_bounds(zone, day)
    assert sum(class_seconds(zone, day, is_day_off=off, hours=hours).values()) == (end - start).total_seconds()


@settings(max_examples=50, deadline=None)
@given(zones, days)
def test_a_holiday_has_no_business_hours_and_the_same_sleep(zone: str, day: date) -> None:
    """A public holiday turns business hours into off hours and leaves sleep as it is."""
    plain, holiday = class_seconds(zone, day), class_seconds(zone, day, is_day_off=True)
    assert holiday["business"] == 0
    assert holiday["sleep"] == plain["sleep"]
    assert holiday["off"] == plain["off"] + plain["business"]


@pytest.mark.parametrize(
    ("day", "hours", "sleep"),
    [(date(2026, 3, 29), 23, 9), (date(2026, 10, 25), 25, 11), (date(2026, 6, 1), 24, 10)],
)
def test_a_day_of_changing_clocks_is_longer_or_shorter(day: date, hours: int, sleep: int) -> None:
    """In Berlin the clock changes at night: the day has 23 or 25 hours, and sleep loses or gains one."""
    seconds = class_seconds("Europe/Berlin", day)
    assert sum(seconds.values()) == hours * 3600
    assert seconds["sleep"] == sleep * 3600


@pytest.mark.parametrize(
    ("hour", "weekday", "holiday", "expected"),
    [(8, 1, False, "business"), (17, 5, False, "business"), (18, 5, False, "off"), (21, 7, False, "off"),
     (10, 6, False, "off"), (10, 3, True, "off"), (22, 3, False, "sleep"), (7, 3, False, "sleep"),
     (3, 7, True, "sleep"), (23, 6, False, "sleep")],
)  # fmt: skip
def test_sleep_wins_over_off_and_off_over_business(hour: int, weekday: int, holiday: bool, expected: str) -> None:
    """Sleep is 22–8 every day, holidays and weekends are off, business is 8–18 on other weekdays."""
    assert hour_class(hour * 60, weekday, holiday) == expected


def test_the_table_of_hour_classes_says_what_the_function_says() -> None:
    """SQL that joins the table classifies like the function; a week has 50 business and 70 sleep hours."""
    table = hour_classes()
    plain = table[~table["is_day_off"]]
    minutes = (plain["to_minute"] - plain["from_minute"]).groupby(plain["hour_class"]).sum()
    assert dict(minutes // 60) == {"sleep": 70, "business": 50, "off": 48}


@settings(max_examples=50, deadline=None)
@given(hour_settings(), st.integers(1, 7), st.booleans(), st.integers(0, MINUTES_A_DAY - 1))
def test_every_minute_is_in_one_row_of_the_table(hours: HourSettings, weekday: int, off: bool, minute: int) -> None:
    """Whatever is set, a minute finds exactly one row, and it says what the function says."""
    rows = hour_classes(hours)
    found = rows[(rows["weekday"] == weekday) & (rows["is_day_off"] == off)
                 & (rows["from_minute"] <= minute) & (minute < rows["to_minute"])]  # fmt: skip
    assert list(found["hour_class"]) == [hour_class(minute, weekday, off, hours)]
    assert set(rows["hour_class"]) <= set(HOUR_CLASSES)


def test_without_sleep_nights_are_off() -> None:
    """Sleep that ends when it begins is none."""
    hours = HourSettings(sleep_from="00:00", sleep_to="00:00")
    assert hour_class(3 * 60, 1, False, hours) == "off"


def test_business_hours_that_end_before_they_begin_are_refused() -> None:
    """The error names both times."""
    with pytest.raises(ValidationError, match="18:00 to 08:00"):
        HourSettings(business_from="18:00", business_to="08:00")
