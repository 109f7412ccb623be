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

from toil.proof.before_after import RateRatio
from toil.proof.rare import RareCounts
from toil.proof.regression import DRIFT_SD, Change, Weeks

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray

DRAWS = 4000
SEED = 20260504


@dataclass(frozen=True)
class Saved:
    """Hours a week: before, after, saved, and the interval of what was saved."""

    before: float
    after: float
    saved: float
    low: float
    high: float


def saved_by_count(
    per_week: float, effort_before: Sequence[float], effort_after: Sequence[float], *, ratio: float,
    log_ratios: Array, confidence: float,
) -> Saved:  # fmt: skip
    """Hours saved a week where the rate changed by `ratio`, of which `log_ratios` are draws; efforts are hours of
    occurrences whose effort is known. Without any after, an occurrence takes what it took before.
    """
    import numpy as np

    rng = np.random.default_rng(SEED)
    long_before = _means(rng, effort_before, len(log_ratios))
    long_after = _means(rng, effort_after, len(log_ratios)) if len(effort_after) else long_before
    mean_before = _mean(effort_before)
    mean_after = _mean(effort_after) if len(effort_after) else mean_before
    draws = per_week * (long_before - np.exp(np.clip(log_ratios, -50, 50)) * long_after)
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    before, after = per_week * mean_before, per_week * ratio * mean_after
    return Saved(before, after, before - after, float(low), float(high))


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


def draws_of(found: Change | RareCounts) -> Array:
    """Draws of a log rate ratio: from Student's t, as its interval is, and for rare work from Jeffreys' posterior of the
    share of occurrences that lie after."""
    import numpy as np

    rng = np.random.default_rng(SEED + 1)
    if not isinstance(found, RareCounts):
        return np.asarray(found.log_ratio + found.error * rng.standard_t(found.freedom, DRAWS))
    after, before = found.after / found.dispersion + 0.5, found.before / found.dispersion + 0.5
    share = rng.beta(after, before, DRAWS).clip(1e-12, 1 - 1e-12)
    return np.asarray(np.log(share / (1 - share) * found.time_before / found.time_after))


def _means(rng: np.random.Generator, values: Sequence[float], draws: int) -> Array:
    """Means of values drawn with replacement; of one value that value, of none 0."""
    import numpy as np

    if not len(values):
        return np.zeros(draws)
    known = np.asarray(values, float)
    if len(known) > 200:  # by then the mean is as good as normal, and drawing a million times n costs more than it says
        return np.asarray(rng.normal(known.mean(), known.std(ddof=1) / math.sqrt(len(known)), draws))
    return np.asarray(known[rng.integers(0, len(known), (draws, len(known)))].mean(axis=1))


def _week_means(rng: np.random.Generator, values: Array) -> Array:
    import numpy as np

    return np.asarray(values[rng.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1))


def _mean(values: Sequence[float]) -> float:
    return float(sum(values) / len(values)) if len(values) else 0.0
