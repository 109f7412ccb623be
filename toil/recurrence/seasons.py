"""Seasons and bursts: on which days recurring work comes, and when it came all at once.

Both are read from the local days on which pieces of work came. A season is judged on distinct days, so that a storm of
one day makes no season; a burst is a day that the recurrence's own other days do not explain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
MONTH_TURN_DAYS = 5
FEWEST_DAYS = 20
CHANCE = 0.001
NEEDED_SHARE = 0.35
FEWEST_AT_ONCE = 5


@dataclass(frozen=True)
class Season:
    """`name` is a working day (mon … fri), month_start, month_end, or none; `share` of the days falls on it."""

    name: str
    share: float


@dataclass(frozen=True)
class Bursts:
    """How many times it came all at once, the first day of the latest, and how many pieces of work that brought."""

    count: int
    last_on: date | None
    last_size: int


def season_of(days: Sequence[date]) -> Season:
    """The days that work prefers: a weekday among Monday to Friday, or the first or last five days of a month.

    Named where at least 20 distinct days (Monday to Friday, or all) tell, chance would give as much once in 1,000
    cases (exact binomial, over the seven that are tried), and the share is .35 or more.
    """
    from scipy.stats import binomtest

    distinct = sorted(set(days))
    working = [day for day in distinct if day.weekday() < len(WEEKDAYS)]
    tried = [(name, sum(day.weekday() == number for day in working), len(working), 1 / len(WEEKDAYS))
             for number, name in enumerate(WEEKDAYS)]  # fmt: skip
    turn = MONTH_TURN_DAYS / 30.4
    tried.append(("month_start", sum(day.day <= MONTH_TURN_DAYS for day in distinct), len(distinct), turn))
    tried.append(("month_end", sum(_days_left(day) < MONTH_TURN_DAYS for day in distinct), len(distinct), turn))
    found = [
        Season(name, count / total)
        for name, count, total, expected in tried
        if total >= FEWEST_DAYS and count >= NEEDED_SHARE * total
        and binomtest(count, total, expected, alternative="greater").pvalue < CHANCE / len(tried)
    ]  # fmt: skip
    return max(found, key=lambda season: season.share, default=Season("none", 0.0))


def bursts_of(days: Sequence[date]) -> Bursts:
    """Days with five or more pieces of work that the other days, spread and all, explain less than once in 1,000.

    The count of a day is held against a negative binomial of the mean and variance of all other days from the first to
    the last (a Poisson where they spread no more than one), over all days looked at (Bonferroni). Neighbouring days
    with five or more belong to the burst, as each hides the other in the spread.
    """
    counts = Counter(days)
    if not counts or max(counts.values()) < FEWEST_AT_ONCE:
        return Bursts(0, None, 0)
    length = (max(counts) - min(counts)).days + 1
    total, squares = sum(counts.values()), sum(count * count for count in counts.values())
    found = [
        day for day, count in counts.items()
        if count >= FEWEST_AT_ONCE and length > FEWEST_DAYS
        and _chance(count, total - count, squares - count * count, length - 1) < CHANCE / length
    ]  # fmt: skip
    bursts = {tuple(_around(day, counts)) for day in found}
    if not bursts:
        return Bursts(0, None, 0)
    latest = max(bursts)
    return Bursts(len(bursts), latest[0], sum(counts[day] for day in latest))


def _around(day: date, counts: Counter[date]) -> list[date]:
    """The day and its neighbours on either side as long as each has five or more."""
    first = last = day
    while counts[first - timedelta(days=1)] >= FEWEST_AT_ONCE:
        first -= timedelta(days=1)
    while counts[last + timedelta(days=1)] >= FEWEST_AT_ONCE:
        last += timedelta(days=1)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _chance(count: int, total: int, squares: int, length: int) -> float:
    """The probability of that many or more on a day, after `length` others with this sum and sum of squares."""
    from scipy.stats import nbinom, poisson

    mean = max(total, 1) / length
    variance = squares / length - mean * mean
    if variance <= mean:
        return float(poisson.sf(count - 1, mean))
    share = mean / variance
    return float(nbinom.sf(count - 1, mean * share / (1 - share), share))


def _days_left(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - day).days - 1
