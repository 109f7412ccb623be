"""Hours: what was saved a week, and whether weekly hours fell, by the bootstrap (toil.md 3.7 e).

Counts say how often, the bootstrap says how long: occurrences are drawn anew on each side, and each draw is joined with
a draw of the rate ratio. Weekly hours as the metric are drawn by week. Percentiles of few draws are too narrow; they
are taken further out, at Φ(−√(n ÷ (n − 1)) t), as Hesterberg (2015, ch. 5.3) says. All draws have a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.proof.before_after import CONTINUITY, RateRatio
from toil.proof.rare import RareCounts
from toil.proof.regression import DRIFT_SD, Change, Weeks

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray

DRAWS = 4000
SEED = 20260504


FEWEST_EFFORTS = 10
"""Until so many occurrences after shipping have a known effort, they are taken to be as long as those before."""


@dataclass(frozen=True)
class Saved:
    """Hours a week in the weeks looked at: expected without the automation, spent, saved, and the interval of that."""

    expected: float
    after: float
    saved: float
    low: float
    high: float


def saved_by_count(
    found: Change | RareCounts, per_week: float, effort_before: Sequence[float], effort_after: Sequence[float],
    *, confidence: float,
) -> Saved:  # fmt: skip
    """Hours saved a week where the rate changed by `found` and `per_week` came up in the weeks after; efforts are hours
    of occurrences whose effort is known.

    Expected occurrences × their mean hours before, less those that came up × their mean hours after.
    """
    import numpy as np

    alike = len(effort_after) < FEWEST_EFFORTS
    before, after = (list(effort_before) + list(effort_after),) * 2 if alike else (effort_before, effort_after)
    rng = np.random.default_rng(SEED)
    expected, came = rate_draws(found, per_week)
    long_before = _means(rng, before)
    long_after = long_before if alike else _means(rng, after)
    low, high = np.quantile(expected * long_before - came * long_after, [(1 - confidence) / 2, (1 + confidence) / 2])
    without, spent = expected_per_week(found, per_week) * _mean(before), per_week * _mean(after)
    return Saved(without, spent, without - spent, float(low), float(high))


def expected_per_week(found: Change | RareCounts, per_week: float) -> float:
    """Occurrences a week that would have come up without the automation."""
    if isinstance(found, RareCounts):
        return found.before / found.time_before
    return max(per_week, CONTINUITY / max(found.after_weeks, 1)) / math.exp(found.log_ratio)


def rate_draws(found: Change | RareCounts, per_week: float) -> tuple[Array, Array]:
    """Draws of expected and of true occurrences a week after shipping.

    Rare work: Jeffreys' posteriors of two Poisson rates. Else the error of the log ratio is split into that of the
    weeks after, (1 + α × mean) ÷ occurrences, and the rest, which is that of what was expected; both by Student's t.
    """
    import numpy as np

    rng = np.random.default_rng(SEED + 1)
    if isinstance(found, RareCounts):
        phi = found.dispersion
        sides = ((found.before, found.time_before), (found.after, found.time_after))
        first, second = (rng.gamma(count / phi + 0.5, phi / time, DRAWS) for count, time in sides)
        return first * np.exp(rng.normal(0, found.drift, DRAWS)), second
    ratio = math.exp(found.log_ratio)
    came = max(per_week, CONTINUITY / max(found.after_weeks, 1))
    noise = (1 + (found.dispersion - 1) * min(ratio, 1.0)) / (came * max(found.after_weeks, 1))
    own = min(noise, 0.9 * found.error**2)
    freedom = found.freedom
    expected = came / ratio * np.exp(np.clip(math.sqrt(found.error**2 - own) * rng.standard_t(freedom, DRAWS), -9, 9))
    return expected, came * np.exp(np.clip(math.sqrt(own) * rng.standard_t(freedom, DRAWS), -9, 9))


def hours_ratio(weeks: Weeks, *, confidence: float) -> RateRatio:
    """after ÷ before of weekly hours (the `counts` of `weeks`), by weeks drawn anew on each side; `dispersion` is 1.

    Works drift by themselves (`DRIFT_SD` a week), which every draw does as well. Raises ValueError as `change` does.
    """
    import numpy as np

    k = weeks.before
    if k < 2 or weeks.after < 1 or sum(weeks.counts[:k]) <= 0:
        raise ValueError("a ratio of hours needs two weeks before, one after, and hours before")
    full = np.asarray(weeks.counts, float) / np.asarray(weeks.exposure, float)
    rng = np.random.default_rng(SEED)
    gap = float(np.mean(weeks.numbers[k:]) - np.mean(weeks.numbers[:k]))
    drift = np.exp(rng.normal(0, DRIFT_SD * gap, DRAWS))
    before, after = _week_means(rng, full[:k]), _week_means(rng, full[k:])
    draws = np.sort(after * drift / np.where(before > 0, before, np.nan))
    draws = draws[~np.isnan(draws)]
    low, high = np.quantile(draws, wider_tails(min(k, max(2, weeks.after)), confidence))
    p = 2 * min(float(np.mean(draws >= 1)), float(np.mean(draws <= 1)))
    return RateRatio(float(full[k:].mean() / full[:k].mean()), float(low), float(high), 1.0, min(1.0, p))


def wider_tails(number: int, confidence: float) -> tuple[float, float]:
    """The two quantiles of bootstrap draws that hold `confidence` with so few observations (Hesterberg 2015)."""
    from scipy.stats import norm
    from scipy.stats import t as student

    reach = math.sqrt(number / (number - 1)) * float(student.ppf((1 + confidence) / 2, number - 1))
    low = float(norm.cdf(-reach))
    return low, 1 - low


def _means(rng: np.random.Generator, values: Sequence[float]) -> Array:
    """Means of values drawn with replacement; of none 0."""
    import numpy as np

    if not len(values):
        return np.zeros(DRAWS)
    known = np.asarray(values, float)
    if len(known) > 200:  # by then the mean is as good as normal, and drawing n values costs more than it says
        return np.asarray(rng.normal(known.mean(), known.std(ddof=1) / math.sqrt(len(known)), DRAWS))
    return np.asarray(known[rng.integers(0, len(known), (DRAWS, len(known)))].mean(axis=1))


def _week_means(rng: np.random.Generator, values: Array) -> Array:
    import numpy as np

    return np.asarray(values[rng.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1))


def _mean(values: Sequence[float]) -> float:
    return float(sum(values) / len(values)) if len(values) else 0.0


def saved_by_hours(weeks: Weeks, ratio: RateRatio) -> Saved:
    """Hours saved a week where weekly hours are the metric: what the weeks before had, less what `ratio` left of it."""
    before = sum(weeks.counts[: weeks.before]) / weeks.before
    after = before * ratio.ratio
    return Saved(before, after, before - after, before * (1 - ratio.high), before * (1 - ratio.low))
