"""Rare work: the days between occurrences, which say more than weeks that are mostly empty (toil.md 3.6, g/t charts).

Where gaps are exponential, the ratio of two rates is known exactly: given n occurrences in all, those after follow a
binomial law in their share of the time (Przyborowski & Wilenski 1940), whose exact bounds are Clopper and Pearson's
(1934). The open time since the last occurrence counts as well: it is what a fall to nothing consists of
(Epstein & Sobel 1953). Gaps that vary more than exponential ones divide the occurrences by their squared coefficient of
variation, as a dispersion does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from toil.proof.before_after import CONTINUITY, RateRatio
from toil.proof.regression import DRIFT_SD, Weeks

RARE_PER_WEEK = 1.0
"""Below one a week, weekly counts are mostly 0 and 1, and gaps are compared instead."""

FEWEST_GAPS = 5
"""Gaps whose variation can be told from chance; with fewer they are taken as exponential."""


@dataclass(frozen=True)
class RareCounts:
    """Occurrences and worked weeks of both sides."""

    before: int
    time_before: float
    after: int
    time_after: float
    dispersion: float
    drift: float = 0.0

    @classmethod
    def of(cls, weeks: Weeks, dispersion: float) -> RareCounts:
        """Counted from weeks."""
        k = weeks.before
        return cls(int(sum(weeks.counts[:k])), sum(weeks.exposure[:k]), int(sum(weeks.counts[k:])),
                   sum(weeks.exposure[k:]), dispersion, DRIFT_SD * _apart(weeks))  # fmt: skip


def _apart(weeks: Weeks) -> float:
    """Weeks from the middle of the baseline to that of the weeks after."""
    k = weeks.before
    return sum(weeks.numbers[k:]) / max(weeks.after, 1) - sum(weeks.numbers[:k]) / max(k, 1)


def gap_dispersion(days: Sequence[float]) -> float:
    """Squared coefficient of variation of the gaps between occurrences (given in days, in order); at least 1."""
    gaps = [later - earlier for earlier, later in pairwise(days)]
    if len(gaps) < FEWEST_GAPS:
        return 1.0
    mean = sum(gaps) / len(gaps)
    if mean <= 0:
        return 1.0
    return max(1.0, sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1) / mean**2)


def gap_ratio(
    events_before: int, time_before: float, events_after: int, time_after: float, *, dispersion: float = 1.0,
    confidence: float = 0.95, drift: float = 0.0,
) -> RateRatio:  # fmt: skip
    """after ÷ before of the rates of rare events, with its exact interval; times in one unit, both > 0. `drift` is the
    standard deviation of what the log rate may have drifted from the middle of one side to that of the other.

    Raises ValueError where a time is not positive, or nothing has occurred at all.
    """
    from scipy.stats import beta, binom, norm

    if time_before <= 0 or time_after <= 0 or events_before + events_after <= 0:
        raise ValueError("a ratio of rare events needs time on both sides and an event")
    before, after = events_before / dispersion, events_after / dispersion
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, after, before + 1)) if after > 0 else 0.0
    high = float(beta.ppf(1 - tail, after + 1, before)) if before > 0 else 1.0
    extra = CONTINUITY if 0 in (events_before, events_after) else 0.0
    ratio = (events_after + extra) / time_after / ((events_before + extra) / time_before)
    share = time_after / (time_before + time_after)
    n, seen = round(before + after), round(after)
    p = min(1.0, 2 * min(float(binom.cdf(seen, n, share)), float(binom.sf(seen - 1, n, share))))
    ends = (_odds(low) * time_before / time_after, _odds(high) * time_before / time_after)
    low, high = _drifting(ratio, *ends, float(norm.ppf(1 - tail)) * drift)
    return RateRatio(ratio, low, high, dispersion, p)


def _drifting(ratio: float, low: float, high: float, reach: float) -> tuple[float, float]:
    """An interval widened by what the work may have drifted by itself: on the log scale, distances of both from the
    middle add up as squares (MOVER, Zou & Donner 2008)."""
    down = math.inf if low <= 0 else math.hypot(math.log(ratio / low), reach)
    up = math.inf if math.isinf(high) else math.hypot(math.log(high / ratio), reach)
    return ratio * math.exp(-down), math.inf if math.isinf(up) else ratio * math.exp(up)


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)
