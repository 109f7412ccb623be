"""Scheduled work is told from random work by its gaps."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from toil.recurrence.cadence import cadence_of

START = date(2025, 1, 6)


def every(days: float, times: int, *, off: int = 0, seed: int = 0) -> list[date]:
    """Days `days` apart, each up to `off` days late."""
    rng = random.Random(seed)
    return [START + timedelta(days=round(days * n) + rng.randint(0, off)) for n in range(times)]


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (every(7, 12), "weekly"),
        (every(14, 10, off=1), "fortnightly"),
        (every(30.4, 12, off=2), "monthly"),
        (every(91, 9, off=5), "quarterly"),
        (every(365, 8, off=9), "yearly"),
        ([START + timedelta(days=n) for n in range(40) if (START + timedelta(days=n)).weekday() < 5], "daily"),
    ],
)
def test_a_rhythm_is_recognised(days: list[date], name: str) -> None:
    """Work on a schedule has its schedule's name, even if it is done a little late."""
    assert cadence_of(days).name == name


def test_one_long_pause_does_not_hide_a_schedule() -> None:
    """A weekly job that rested for half a year is a weekly job."""
    days = every(7, 10)
    assert cadence_of([*days, *(day + timedelta(days=250) for day in days)]).name == "weekly"


def test_too_few_days_say_nothing() -> None:
    """Below eight distinct days the cadence is unknown, however regular they are."""
    assert cadence_of(every(7, 7)).name == "unknown"
    assert cadence_of([START] * 20).name == "unknown"
    assert cadence_of([]).name == "unknown"


def test_random_work_is_seldom_called_scheduled() -> None:
    """Of 400 Poisson series of about 20 days, at most one in fifty is taken for a schedule."""
    rng = random.Random(5)
    found = [cadence_of([START + timedelta(days=rng.randrange(180)) for _ in range(20)]).name for _ in range(400)]
    assert sum(name != "random" for name in found) <= 8


def test_busy_random_work_is_not_daily() -> None:
    """Work that comes three times a day by chance fills nearly every day and still follows no schedule."""
    rng = random.Random(6)
    days = [START + timedelta(days=rng.randrange(90)) for _ in range(270)]
    assert cadence_of(days).name == "random"
