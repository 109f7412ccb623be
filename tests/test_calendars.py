"""Calendars: what a day is in a zone, and who works in it from when to when."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.local_days import day_bounds
from toil.calendars import calendar_days, country_of_zone
from toil.errors import SettingsError

ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "America/Havana",
         "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "UTC")  # fmt: skip
zones = st.sampled_from(ZONES)
days = st.dates(date(2005, 1, 1), date(2029, 12, 31))


def one(zone: str, country: str, first: date, last: date | None = None, **more: Any) -> pd.DataFrame:
    return calendar_days(calendars((zone, country), **more), first_day=first, last_day=last or first)


def calendars(*places: tuple[str, str | None], **more: Any) -> pd.DataFrame:
    """A calendar for each zone and country, all of the same hours."""
    hours = {"opens": "09:00", "closes": "18:00", "working_days": "", "working_hours": 8.0, **more}
    rows = [{"calendar_id": f"{zone}|{country}", "zone": zone, "country": country, **hours} for zone, country in places]
    return pd.DataFrame(rows, columns=["calendar_id", "zone", "country", *hours])


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


def test_midnight_that_does_not_exist_begins_at_one() -> None:
    """Where the clock jumps at midnight (São Paulo, 2018-11-04), the day begins at the jump and has 23 hours."""
    start, end = day_bounds("America/Sao_Paulo", date(2018, 11, 4))
    assert (start, end - start) == (pd.Timestamp(2018, 11, 4, 3), timedelta(hours=23))


def test_a_day_that_was_skipped_is_no_workday() -> None:
    """Apia had no Friday 30 December 2011, so nobody worked in it, and Saturday's neighbours did not move."""
    week = one("Pacific/Apia", "", date(2011, 12, 28), date(2012, 1, 2)).set_index("day")
    assert list(week["is_working"]) == [True, True, False, False, False, True]
    start, end = day_bounds("Pacific/Apia", date(2011, 12, 30))
    assert start == end


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
    frame = calendars(("Asia/Tokyo", "JP"), ("UTC", None), ("Asia/Tokyo", "JP"))
    result = calendar_days(frame, first_day=date(2025, 12, 1), last_day=date(2026, 2, 28))
    assert len(result) == 2 * 90
    assert not result.duplicated(["calendar_id", "day"]).any()


def test_no_calendars_are_no_days() -> None:
    """Without calendars the result has its columns and no rows."""
    result = calendar_days(calendars(), first_day=date(2026, 1, 1), last_day=date(2026, 1, 2))
    assert len(result) == 0
    assert "working_seconds" in result.columns


def test_work_is_never_longer_than_its_window() -> None:
    """Ten hours of work do not fit between nine and twelve."""
    assert one("UTC", "", date(2026, 6, 1), closes="12:00", working_hours=10).iloc[0]["working_seconds"] == 10_800


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


def test_stated_working_days_go_before_the_countrys_week() -> None:
    """Who works Sunday to Tuesday has the holidays of the country on those days, and no make-up days."""
    week = one("Asia/Tokyo", "JP", date(2026, 11, 1), date(2026, 11, 4), working_days="sun mon tue")
    assert list(week["is_working"]) == [True, True, False, False]  # the 3rd, a Tuesday, is Culture Day


JAPAN_2026 = {
    date(2026, 5, 3): "憲法記念日, a Sunday", date(2026, 5, 4): "みどりの日", date(2026, 5, 5): "こどもの日",
    date(2026, 5, 6): "振替休日 for the 3rd", date(2026, 9, 21): "敬老の日",
    date(2026, 9, 22): "国民の休日 between two holidays", date(2026, 9, 23): "秋分の日", date(2026, 11, 3): "文化の日",
    date(2026, 11, 23): "勤労感謝の日",
}  # fmt: skip


def test_japan_has_substitute_and_sandwiched_holidays() -> None:
    """2026-05-06 stands in for Sunday the 3rd, 2026-09-22 lies between two holidays; 7 May and 24 November are work."""
    year = one("Asia/Tokyo", "JP", date(2026, 1, 1), date(2026, 12, 31)).set_index("day")
    assert [day for day in JAPAN_2026 if not year.loc[day, "is_holiday"] or year.loc[day, "is_working"]] == []
    assert list(year.loc[[date(2026, 5, 7), date(2026, 9, 24), date(2026, 11, 24)], "is_working"]) == [True] * 3
    assert int(year["is_holiday"].sum()) == 18  # 16 by law, one substitute, one in between


@pytest.mark.parametrize(("opens", "closes"), [("18:00", "09:00"), ("09:00", "09:00"), ("nine", "18:00")])
def test_a_window_that_does_not_open_before_it_closes_is_refused(opens: str, closes: str) -> None:
    """Working hours are two readable times of one day in order."""
    with pytest.raises(SettingsError):
        one("UTC", "", date(2026, 1, 1), opens=opens, closes=closes)
