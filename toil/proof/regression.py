"""The change of a weekly rate at a step, as a negative binomial regression whose drift and season are held by priors.

log E[count] = log exposure + level + change × after + drift × weeks + season. The variance is that of a negative
binomial, mean + α mean², with α ≥ 0 from Pearson's χ² (Breslow 1984; toil.md 3.7 a): what makes weeks differ – a
release, a noisy tenant – multiplies them, so it shrinks with the work. A free drift would need a year to be told from
a change; none at all would call any decline a success. So drift and season have normal priors around 0 and are fitted
by penalised quasi-likelihood (Breslow & Clayton 1993): the weeks say as much about them as they can, and what they
leave open widens the interval of the change. Without priors this is the negative binomial regression of statsmodels,
which has none; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray

DRIFT_SD = 0.005
"""Work grows or shrinks by some 5 ‰ a week, 30 % a year, without anybody's doing: one standard deviation."""

FEWEST_TO_DRIFT, CONTRADICTED = 8, 3
"""Weeks of a baseline whose own drift is looked at, and the standard deviations that contradict the prior."""

SEASON_SD = 0.15
"""Of the sine and the cosine of a year, one standard deviation. A baseline of less than a year hardly tells them from
the change; then their prior is what widens its interval."""

SEASON_WEEKS = 52

WEEKS_A_YEAR = 365.25 / 7
CONTINUITY = 0.5
"""Added to a side without any occurrence, over its weeks, so that a ratio exists (Haldane 1955)."""

_ROUNDS, _STEPS = 6, 25


@dataclass(frozen=True)
class Weeks:
    """Complete weeks that are compared, in order: counts, the number of each week from the week of shipping (negative
    before), the share of a full week that was worked (> 0), and how many of the weeks lie before; the rest lie after.
    """

    counts: Sequence[float]
    numbers: Sequence[float]
    exposure: Sequence[float]
    before: int

    @property
    def after(self) -> int:
        """How many weeks lie after shipping."""
        return len(self.counts) - self.before

    def until(self, week: int) -> Weeks:
        """The weeks before, and the first `week` after."""
        end = self.before + week
        return Weeks(self.counts[:end], self.numbers[:end], self.exposure[:end], self.before)


@dataclass(frozen=True)
class Change:
    """The log of after ÷ what the weeks before let expect, its standard error, the variance ÷ mean of
    full weeks before, and degrees of freedom."""

    log_ratio: float
    error: float
    dispersion: float
    freedom: float
    after_weeks: int = 0


def change(weeks: Weeks, *, drift_sd: float = DRIFT_SD, season_sd: float = SEASON_SD) -> Change:
    """The change at shipping; raises ValueError without two weeks before, one after, and one occurrence.

    `season_sd` is 0 where the change is compared with that of works which share the season.
    """
    import numpy as np

    if weeks.before < 2 or weeks.after < 1 or sum(weeks.counts) <= 0:
        raise ValueError("a change needs two weeks before, one after, and something to count")
    x, precision = design(weeks, drift_sd=wider_drift(weeks, drift_sd), season_sd=season_sd)
    counts = _with_continuity(np.asarray(weeks.counts, float), weeks.before)
    coefficients, covariance, alpha, freedom = fitted(x, counts, np.asarray(weeks.exposure, float), precision)
    level = float(np.exp(np.clip(coefficients[0], -30, 30)))
    return Change(float(coefficients[1]), math.sqrt(covariance[1, 1]), 1 + alpha * level, freedom, weeks.after)


def wider_drift(weeks: Weeks, drift_sd: float) -> float:
    """The standard deviation of the drift's prior: as given, unless the baseline alone drifts by more than three times
    what it and chance allow; then that drift: a prior that the weeks contradict must not make a decline a success."""
    k = weeks.before
    return _wider_drift(tuple(weeks.counts[:k]), tuple(weeks.numbers[:k]), tuple(weeks.exposure[:k]), drift_sd)


@lru_cache(maxsize=256)  # the same baseline is asked about at every look
def _wider_drift(
    counts: tuple[float, ...], numbers: tuple[float, ...], exposure: tuple[float, ...], drift_sd: float
) -> float:
    import numpy as np

    k = len(counts)
    if k < FEWEST_TO_DRIFT or drift_sd <= 0 or math.isinf(drift_sd) or sum(counts) <= 0:
        return drift_sd
    x = np.stack([np.ones(k), np.asarray(numbers) - np.mean(numbers)], axis=1)
    beta, covariance, _, _ = fitted(x, np.asarray(counts), np.asarray(exposure), np.zeros((2, 2)))
    drift, allowed = abs(float(beta[1])), CONTRADICTED * math.sqrt(drift_sd**2 + float(covariance[1, 1]))
    return drift if drift > allowed else drift_sd


def design(weeks: Weeks, *, drift_sd: float, season_sd: float) -> tuple[Array, Array]:
    """The columns level, after, drift and, unless `season_sd` is 0, the season; and the precision of their priors."""
    import numpy as np

    numbers = np.asarray(weeks.numbers, float)
    is_after = (np.arange(len(numbers)) >= weeks.before).astype(float)
    middle = numbers[: weeks.before].mean()
    columns, precisions = [np.ones(len(numbers)), is_after, numbers - middle], [0.0, 0.0, _precision(drift_sd)]
    if season_sd > 0:
        turn = 2 * np.pi * numbers / WEEKS_A_YEAR
        columns += [np.sin(turn), np.cos(turn)]
        precisions += [_precision(season_sd)] * 2
    return np.stack(columns, axis=1), np.diag(precisions)


def _precision(sd: float) -> float:
    return 0.0 if math.isinf(sd) else 1 / max(sd, 1e-9) ** 2


def fitted(x: Array, counts: Array, exposure: Array, precision: Array) -> tuple[Array, Array, float, float]:
    """Coefficients, their covariance, α and the residual degrees of freedom, by penalised iterated least squares."""
    import numpy as np

    offset, alpha = np.log(exposure), 0.0
    beta = np.zeros(x.shape[1])
    beta[0] = math.log(counts.sum() / exposure.sum())
    freedom = float(len(counts) - 2)
    for _ in range(_ROUNDS):
        for _ in range(_STEPS):
            mean = np.exp(np.clip(offset + x @ beta, -30, 30))
            spread = 1 + alpha * mean
            gradient = x.T @ ((counts - mean) / spread) - precision @ beta
            move = np.linalg.solve((x.T * (mean / spread)) @ x + precision, gradient)
            beta = beta + np.clip(move, -2, 2)
            if np.abs(move).max() < 1e-8:
                break
        mean = np.exp(np.clip(offset + x @ beta, -30, 30))
        information = (x.T * (mean / (1 + alpha * mean))) @ x
        covariance = np.linalg.inv(information + precision)
        freedom = max(1.0, len(counts) - float(np.trace(covariance @ information)))
        found = extra_variance(counts, mean, freedom)
        if abs(found - alpha) < 1e-4 * (0.01 + alpha):
            break
        alpha = found
    return beta, covariance, alpha, freedom


def extra_variance(counts: Array, mean: Array, freedom: float) -> float:
    """The α ≥ 0 with which Pearson's χ², Σ (count − mean)² ÷ (mean + α mean²), equals its degrees of freedom."""
    squares = (counts - mean) ** 2 / mean
    if squares.sum() <= freedom:
        return 0.0
    low, high = 0.0, 1.0
    while (squares / (1 + high * mean)).sum() > freedom and high < 1e6:
        high *= 4
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if (squares / (1 + middle * mean)).sum() > freedom else (low, middle)
    return (low + high) / 2


def planned_error(weeks: Weeks, *, after: int, ratio: float, gap: int) -> tuple[float, float]:
    """The standard error and degrees of freedom that `after` weeks at `ratio` would give, from the weeks before alone.

    `weeks` has only weeks before; `gap` is the number of the first week after. Expected information, not simulation,
    and as if siblings told of the season.
    """
    import numpy as np

    counts = np.asarray(weeks.counts, float)
    exposure = np.asarray(weeks.exposure, float)
    alone = Weeks(weeks.counts, weeks.numbers, weeks.exposure, weeks.before)
    drift_sd = wider_drift(alone, DRIFT_SD)
    x, precision = design(alone, drift_sd=drift_sd, season_sd=0)
    keep = [0, *range(2, x.shape[1])]
    beta, _, alpha, freedom = fitted(x[:, keep], counts, exposure, precision[np.ix_(keep, keep)])
    numbers = [*weeks.numbers, *range(gap, gap + after)]
    whole, precision = design(Weeks([0.0] * len(numbers), numbers, [1.0] * len(numbers), weeks.before),
                              drift_sd=drift_sd, season_sd=0)  # fmt: skip
    level = float(np.exp(beta[0]))
    mean = np.concatenate([level * exposure, np.full(after, level * ratio)])
    covariance = np.linalg.inv((whole.T * (mean / (1 + alpha * mean))) @ whole + precision)
    return math.sqrt(covariance[1, 1]), freedom + after - 1


def _with_continuity(counts: Array, before: int) -> Array:
    """Half an occurrence spread over a side that has none."""
    filled = counts.copy()
    for side in (slice(None, before), slice(before, None)):
        if filled[side].sum() == 0:
            filled[side] = CONTINUITY / len(filled[side])
    return filled
