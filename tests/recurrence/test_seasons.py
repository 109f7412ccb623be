"""Seasons and bursts: preferred days and storms are told from chance."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.recurrence.seasons import Bursts, Season, bursts_of, season_of

START = date(2026, 1, 5)  # a Monday
HALF_A_YEAR = [START + timedelta(days=n) for n in range(182)]


def at_random(seed: int, share: float) -> list[date]:
    """Each working day of half a year with this probability."""
    dice = random.Random(seed)
    return [day for day in HALF_A_YEAR if day.weekday() < 5 and dice.random() < share]


def test_work_of_mondays_has_mondays_for_a_season() -> None:
    """On 26 Mondays and five other days: Mondays, 26 of 31."""
    days = [day for day in HALF_A_YEAR if day.weekday() == 0] + [date(2026, 2, n) for n in (3, 11, 19, 27)]
    assert season_of([*days, date(2026, 4, 3)]) == Season("mon", 26 / 31)


@pytest.mark.parametrize(("name", "wanted"), [("month_start", (1, 2, 3, 4)), ("month_end", (27, 28, 29, 30))])
def test_work_of_the_turn_of_the_month_has_it_for_a_season(name: str, wanted: tuple[int, ...]) -> None:
    """Four days at either end of each of six months; February's 27 and 28 are its end, too."""
    days = [day for day in HALF_A_YEAR if day.day in wanted]
    assert season_of(days) == Season(name, 1.0)


def test_a_storm_on_one_monday_is_no_season() -> None:
    """Forty pieces of work on one Monday are one day, whatever their number."""
    assert season_of([*at_random(1, 0.5), *[START] * 40]).name == "none"


def test_chance_makes_no_seasons() -> None:
    """Of 300 series that come on any working day, at most two are given a season."""
    assert sum(season_of(at_random(seed, 0.4)).name != "none" for seed in range(300)) <= 2


def test_a_storm_is_a_burst_with_its_day_and_size() -> None:
    """Nine alerts on a Wednesday and six on the day after, where one comes every other day, are one burst."""
    calm = HALF_A_YEAR[::2]
    stormy = date(2026, 3, 4)
    found = bursts_of([*calm, *[stormy] * 9, *[stormy + timedelta(days=1)] * 6])
    again = sum(day in (stormy, stormy + timedelta(days=1)) for day in calm)
    assert found == Bursts(1, stormy, 15 + again)


def test_what_always_comes_in_dozens_has_no_bursts() -> None:
    """Twelve a day, every day, is how this work comes; and so is a dozen every Friday."""
    assert bursts_of([day for day in HALF_A_YEAR for _ in range(12)]).count == 0
    assert bursts_of([day for day in HALF_A_YEAR if day.weekday() == 4 for _ in range(12)]).count == 0


def test_chance_makes_no_bursts() -> None:
    """Of 300 series of three a day on average, at most two have a burst."""
    found = 0
    for seed in range(300):
        dice = random.Random(seed)
        found += bursts_of([dice.choice(HALF_A_YEAR) for _ in range(546)]).count > 0
    assert found <= 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=80))
def test_any_days_have_an_answer_whatever_their_order(days: list[date]) -> None:
    """No list of days breaks either, order does not matter, and a burst is never bigger than all there is."""
    assert season_of(days) == season_of(sorted(days))
    found = bursts_of(days)
    assert found == bursts_of(sorted(days, reverse=True))
    assert found.last_size <= len(days)
