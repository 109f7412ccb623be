"""Cadence: whether recurring work follows a schedule, and which.

A schedule shows in the gaps between the days on which the work came: many gaps near a period, more than the gaps
of a Poisson process of the same rate would have. Measured: precision .90 and recall .50 at an excess of .30, with
false alarms in 11 % of random series at 8 days and 2 % at 12. One long pause ruins the coefficient of variation and
burstiness (Goh & Barabási 2008), so neither is used. Daily work has no gap to speak of and gets a rule of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

PERIODS = (
    ("weekly", 7.0, 1.0),
    ("fortnightly", 14.0, 2.0),
    ("monthly", 30.4, 4.0),
    ("quarterly", 91.0, 10.0),
    ("yearly", 365.0, 20.0),
)
"""Name, days, and how many days a gap may be off."""

FEWEST_DAYS = 8
NEEDED_EXCESS = 0.30
DAILY_COVER = 0.85
DAILY_EXCESS = 0.20


@dataclass(frozen=True)
class Cadence:
    """`name` is daily, a period's name, random, or unknown (too few days); `excess` is the share beyond chance."""

    name: str
    excess: float


def cadence_of(days: Sequence[date]) -> Cadence:
    """The cadence of work that came on these local days, one entry for each piece of work, in any order."""
    distinct = sorted(set(days))
    if len(distinct) < FEWEST_DAYS:
        return Cadence("unknown", 0.0)
    daily = _daily_excess(days, distinct)
    if daily >= DAILY_EXCESS:
        return Cadence("daily", daily)
    gaps = [(later - earlier).days for earlier, later in pairwise(distinct)]
    excess, name = max((_excess(gaps, period, slack), name) for name, period, slack in PERIODS)
    return Cadence(name, excess) if excess >= NEEDED_EXCESS else Cadence("random", max(0.0, excess))


def _excess(gaps: Sequence[int], period: float, slack: float) -> float:
    """The share of gaps near a period less the share that exponential gaps of the same mean would have there."""
    near = sum(period - slack <= gap <= period + slack for gap in gaps) / len(gaps)
    mean = sum(gaps) / len(gaps)
    # Gaps are whole days: a gap of n days stands for the half-open day around n.
    low, high = math.ceil(period - slack) - 0.5, math.floor(period + slack) + 0.5
    return near - (math.exp(-low / mean) - math.exp(-high / mean))


def _daily_excess(days: Sequence[date], distinct: Sequence[date]) -> float:
    """By how much the share of working days with this work exceeds chance; 0 where the work is not daily."""
    working = _weekdays(distinct[0], distinct[-1])
    on_weekdays = [day for day in days if day.weekday() < 5]
    if len(working) < 2 * FEWEST_DAYS - 6:
        return 0.0
    cover = len(set(on_weekdays)) / len(working)
    by_chance = 1.0 - math.exp(-len(on_weekdays) / len(working))
    return cover - by_chance if cover >= DAILY_COVER else 0.0


def _weekdays(first: date, last: date) -> list[date]:
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5]
