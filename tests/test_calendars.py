"""Calendars: what a day is in a zone, who works in it, and of which class its hours are."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.calendars import (
    calendar_days,
    class_seconds,
    country_of_zone,
    day_bounds,
    hour_class,
    hour_classes,
)
from toil.errors import SettingsError

ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "America/Havana",
         "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "UTC")  # fmt: skip
zones = st.sampled_from(ZONES)
days = st.dates(date(2005, 1, 1), date(2029, 12, 31))


def one(zone: str, country: str, first: date, last: date | None = None, **more: Any) -> pd.DataFrame:
    row = {"calendar_id": f"{zone}|{country}", "zone": zone, "country": country}
    return calendar_days(pd.DataFrame([row]), first_day=first, last_day=last or first, **more)


@settings(max_examples=50, deadline=None)
@given(zones, days)
def test_hours_of_a_day_sum_to_its_length(zone: str, day: date) -> None:
    """Business, off and sleep hours of a local day are together as long as that day really is."""
    start, end = day_bounds(zone, day)
    assert sum(class_seconds(zone, day).values()) == (end - start).total_seconds()


@settings(max_examples=50, deadline=None)
@given(zones, days)
def test_days_follow_each_other_without_gap(zone: str, day: date) -> None:
    """A local day ends at the moment in which the next one begins."""
    assert day_bounds(zone, day)[1] == day_bounds(zone, day + timedelta(days=1))[0]


@settings(max_examples=50, deadline=None)
@given(zones, days)
def test_a_workday_opens_before_it_closes_within_its_day(zone: str, day: date) -> None:
    """The window of a workday lies in its own local day and is at least as long as the work in it."""
    row = one(zone, "", day).iloc[0]
    if not row["is_working"]:
        assert pd.isna(row["opens_at"])
        assert pd.isna(row["closes_at"])
        assert row["working_seconds"] == 0
        return
    start, end = day_bounds(zone, day)
    assert start <= row["opens_at"] < row["closes_at"] <= end
    assert 0 < row["working_seconds"] <= (row["closes_at"] - row["opens_at"]).total_seconds()
    local = row["opens_at"].to_pydatetime().replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert (local.date(), local.hour) == (day, 9)


@settings(max_examples=50, deadline=None)
@given(zones, days)
def test_a_holiday_has_no_business_hours_and_the_same_sleep(zone: str, day: date) -> None:
    """A public holiday turns business hours into off hours and leaves sleep as it is."""
    plain, holiday = class_seconds(zone, day), class_seconds(zone, day, is_holiday=True)
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


def test_midnight_that_does_not_exist_begins_at_one() -> None:
    """Where the clock jumps at midnight (São Paulo, 2018-11-04), the day begins at the jump and has 23 hours."""
    start, end = day_bounds("America/Sao_Paulo", date(2018, 11, 4))
    assert (start, end - start) == (pd.Timestamp(2018, 11, 4, 3), timedelta(hours=23))


def test_a_day_that_was_skipped_is_no_workday() -> None:
    """Apia had no Friday 30 December 2011, so nobody worked in it, and Saturday's neighbours did not move."""
    week = one("Pacific/Apia", "", date(2011, 12, 28), date(2012, 1, 2)).set_index("day")
    assert list(week["is_working"]) == [True, True, False, False, False, True]
    assert sum(class_seconds("Pacific/Apia", date(2011, 12, 30)).values()) == 0


def test_the_window_follows_summer_time() -> None:
    """Nine o'clock in Berlin is 8:00 UTC in winter and 7:00 UTC in summer."""
    week = one("Europe/Berlin", "DE", date(2026, 3, 27), date(2026, 3, 30))
    assert list(week["opens_at"].dropna()) == [pd.Timestamp(2026, 3, 27, 8), pd.Timestamp(2026, 3, 30, 7)]
    assert list(week["working_seconds"]) == [28_800, 0, 0, 28_800]


def test_public_holidays_are_the_countrys_and_the_regions() -> None:
    """4 May is a holiday in Japan only, Corpus Christi in Bavaria but not in all of Germany."""
    assert bool(one("Asia/Tokyo", "JP", date(2026, 5, 4)).iloc[0]["is_holiday"])
    assert not one("Europe/Berlin", "DE", date(2026, 5, 4)).iloc[0]["is_holiday"]
    assert bool(one("Europe/Berlin", "DE-BY", date(2026, 6, 4)).iloc[0]["is_holiday"])
    assert not one("Europe/Berlin", "DE", date(2026, 6, 4)).iloc[0]["is_holiday"]


def test_weekends_are_the_countrys() -> None:
    """In Israel people work on Sunday and rest on Friday."""
    days_of = one("Asia/Jerusalem", "IL", date(2026, 11, 13), date(2026, 11, 15))
    assert list(days_of["is_working"]) == [False, False, True]


def test_every_day_of_every_calendar_stands_once() -> None:
    """Calendars times days, the grain of the result, whatever is given twice."""
    frame = pd.DataFrame([("a", "Asia/Tokyo", "JP"), ("b", "UTC", None), ("a", "Asia/Tokyo", "JP")],
                         columns=["calendar_id", "zone", "country"])  # fmt: skip
    result = calendar_days(frame, first_day=date(2025, 12, 1), last_day=date(2026, 2, 28))
    assert len(result) == 2 * 90
    assert not result.duplicated(["calendar_id", "day"]).any()


def test_no_calendars_are_no_days() -> None:
    """Without calendars the result has its columns and no rows."""
    none = pd.DataFrame(columns=["calendar_id", "zone", "country"])
    result = calendar_days(none, first_day=date(2026, 1, 1), last_day=date(2026, 1, 2))
    assert len(result) == 0
    assert "working_seconds" in result.columns


def test_work_is_never_longer_than_its_window() -> None:
    """Ten hours of work do not fit between nine and twelve."""
    assert one("UTC", "", date(2026, 6, 1), closes="12:00", working_hours=10).iloc[0]["working_seconds"] == 10_800


@pytest.mark.parametrize(
    ("hour", "weekday", "holiday", "expected"),
    [(8, 1, False, "business"), (17, 5, False, "business"), (18, 5, False, "off"), (21, 7, False, "off"),
     (10, 6, False, "off"), (10, 3, True, "off"), (22, 3, False, "sleep"), (7, 3, False, "sleep"),
     (3, 7, True, "sleep"), (23, 6, False, "sleep")],
)  # fmt: skip
def test_sleep_wins_over_off_and_off_over_business(hour: int, weekday: int, holiday: bool, expected: str) -> None:
    """Sleep is 22–8 every day, holidays and weekends are off, business is 8–18 on other weekdays."""
    assert hour_class(hour, weekday, holiday) == expected


def test_the_table_of_hour_classes_says_what_the_function_says() -> None:
    """SQL that joins the table classifies like the function; a week has 50 business and 70 sleep hours."""
    table = hour_classes()
    assert not table.duplicated(["weekday", "local_hour", "is_holiday"]).any()
    plain = table[~table["is_holiday"]]["hour_class"].value_counts().to_dict()
    assert plain == {"sleep": 70, "business": 50, "off": 48}
    assert all(hour_class(r.local_hour, r.weekday, r.is_holiday) == r.hour_class for r in table.itertuples())


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Asia/Tokyo", "JP"), ("Europe/Berlin", "DE"), ("Japan", "JP"), ("Asia/Calcutta", "IN"), ("Europe/Oslo", "NO"),
     ("UTC", ""), ("CET", ""), ("Nowhere/City", ""), ("", "")],
)  # fmt: skip
def test_the_country_follows_from_the_zone(zone: str, country: str) -> None:
    """A zone's country comes from tzdata, old names included; a zone of nobody has none."""
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("zone", "country", "near"),
    [("Asia/Tokio", "JP", "Asia/Tokyo"), ("Asia/Tokyo", "Japan", "JP"), ("Asia/Tokyo", "jp", "JP"),
     ("Europe/Berlin", "DE-XX", "BY")],
)  # fmt: skip
def test_what_is_unknown_is_refused_with_what_is_near(zone: str, country: str, near: str) -> None:
    """An unknown zone, country or region is an error that names known ones like it."""
    with pytest.raises(SettingsError, match=near):
        one(zone, country, date(2026, 1, 1))


@pytest.mark.parametrize(("opens", "closes"), [("18:00", "09:00"), ("09:00", "09:00"), ("nine", "18:00")])
def test_a_window_that_does_not_open_before_it_closes_is_refused(opens: str, closes: str) -> None:
    """Working hours are two readable times of one day in order."""
    with pytest.raises(SettingsError):
        one("UTC", "", date(2026, 1, 1), opens=opens, closes=closes)
