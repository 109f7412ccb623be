"""Rates: how often work recurs, with an interval that knows about overdispersion, and whether it grows.

Weekly counts of operations work vary more than a Poisson's. Variances are multiplied by the dispersion (Pearson's
χ² over its degrees of freedom, at least 1), as in quasi-likelihood (McCullagh & Nelder 1989, ch. 9).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

RECENT_WEEKS = 12
TREND_WEEKS = 26
SHORTEST_LIFE_WEEKS = 4.0
COVERAGE = 0.80
WEEKS_PER_MONTH = 365.25 / 12 / 7
FEWEST_FOR_TREND = 8
SIGNIFICANT = 0.05


class Rate(NamedTuple):
    """Arrays, one value a row: pieces of work a week, with a low and a high that hold it in 80 % of cases."""

    per_week: Floats
    low: Floats
    high: Floats
    dispersion: Floats


class Trend(NamedTuple):
    """Arrays, one value a row: the factor by which the weekly count changes in a month, and its p-value."""

    ratio_per_month: Floats
    p: Floats


def weekly_counts(codes: pd.Series[int], ages_days: pd.Series[float], *, rows: int, weeks: int) -> Floats:
    """Pieces of work in each of the last `weeks` weeks (oldest first) for each of `rows` recurrences.

    `codes` is the row of each piece of work, `ages_days` its age at as_of; weeks are
    counted back from there.
    """
    import numpy as np

    week = np.floor(ages_days.to_numpy() / 7).astype(int)
    counts = np.zeros((rows, weeks))
    recent = (week >= 0) & (week < weeks)
    np.add.at(counts, (codes.to_numpy().astype(int)[recent], weeks - 1 - week[recent]), 1.0)
    return counts


def rate_of(counts: Floats, life_weeks: Floats) -> Rate:
    """The rate over the last `RECENT_WEEKS` columns of weekly counts, or over the life of what is younger.

    The interval is Garwood's (1936) for a Poisson count, computed on the count divided by the dispersion. A life
    shorter than `SHORTEST_LIFE_WEEKS` counts as that long: the first occurrence alone says little about a rate.
    """
    import numpy as np
    from scipy.stats import gamma

    recent = counts[:, -RECENT_WEEKS:]
    exposure = np.clip(life_weeks, SHORTEST_LIFE_WEEKS, recent.shape[1])
    total, phi = recent.sum(axis=1), dispersion_of(recent, exposure)
    effective, tail = total / phi, (1 - COVERAGE) / 2
    low = np.where(total > 0, gamma.ppf(tail, np.maximum(effective, 1e-9)), 0.0)
    high = gamma.ppf(1 - tail, effective + 1)
    return Rate(total / exposure, phi * low / exposure, phi * high / exposure, phi)


def dispersion_of(counts: Floats, exposure: Floats) -> Floats:
    """Variance over mean of the weekly counts of each row, within its last `exposure` weeks; at least 1."""
    import numpy as np

    weeks = counts.shape[1]
    alive = np.arange(weeks)[None, :] >= weeks - np.ceil(exposure)[:, None]
    number = np.maximum(alive.sum(axis=1), 2)
    mean = np.where(alive, counts, 0).sum(axis=1) / number
    squares = np.where(alive, (counts - mean[:, None]) ** 2, 0).sum(axis=1)
    dispersion: Floats = np.maximum(1.0, squares / (number - 1) / np.where(mean > 0, mean, 1.0))
    return dispersion


def trend_of(counts: Floats) -> Trend:
    """Quasi-Poisson regression of weekly counts on the week, by Newton's method; NaN with too few pieces of work."""
    import numpy as np
    from scipy.stats import t as student

    weeks = counts.shape[1]
    x = np.arange(weeks) - (weeks - 1) / 2
    total = counts.sum(axis=1)
    slope = np.zeros(len(counts))
    for _ in range(25):
        shape = np.exp(np.clip(slope[:, None] * x, -30, 30))
        fitted = total[:, None] * shape / shape.sum(axis=1, keepdims=True)
        mean_x = (fitted * x).sum(axis=1) / np.maximum(total, 1e-9)
        information = (fitted * x**2).sum(axis=1) - total * mean_x**2
        step = ((counts - fitted) * x).sum(axis=1) / np.maximum(information, 1e-9)
        slope = np.clip(slope + np.clip(step, -0.5, 0.5), -2, 2)
    chi2 = ((counts - fitted) ** 2 / np.maximum(fitted, 1e-9)).sum(axis=1)
    phi = np.maximum(1.0, chi2 / (weeks - 2))
    p = 2 * student.sf(np.abs(slope) / np.sqrt(phi / np.maximum(information, 1e-9)), weeks - 2)
    enough = total >= FEWEST_FOR_TREND
    return Trend(np.where(enough, np.exp(slope * WEEKS_PER_MONTH), np.nan), np.where(enough, p, np.nan))


def direction_of(trend: Trend) -> list[str]:
    """`rising` or `falling` where the trend is significant at 5 %, `steady` where it is not, `unknown` without one."""
    words = []
    for ratio, p in zip(trend.ratio_per_month, trend.p, strict=True):
        if math.isnan(p):
            words.append("unknown")
        else:
            words.append("steady" if p >= SIGNIFICANT else "rising" if ratio > 1 else "falling")
    return words
