"""Difference in differences: the change of a work less what untouched works did by themselves in the same weeks.

toil.md 3.7 b. Each sibling's change is estimated like the work's own; their mean and how far works differ by themselves
(variance τ²) are those of a random-effects mean (DerSimonian & Laird 1986). The work's own change then has, on top of
its error, the error of that mean and τ², as one more work might have drifted like any of them (Donald & Lang 2007).
What works share – the season, a reorganisation – is in that mean, so no change has a season of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from toil.proof.regression import Change

FEWEST = 3
SHARED_SD = 0.2
"""What all works of a team do alike between two periods, one standard deviation; shrinks a mean of few siblings."""


def against_siblings(own: Change, siblings: Sequence[Change]) -> Change:
    """The change less that of the siblings; `own` unchanged where they are fewer than `FEWEST`."""
    if len(siblings) < FEWEST:
        return own
    mean, mean_variance, between = random_effects([one.log_ratio for one in siblings],
                                                  [one.error**2 for one in siblings])  # fmt: skip
    trusted = SHARED_SD**2 / (SHARED_SD**2 + mean_variance)
    variance = own.error**2 + between + trusted * mean_variance
    return replace(own, log_ratio=own.log_ratio - trusted * mean, error=math.sqrt(variance))


def random_effects(values: Sequence[float], variances: Sequence[float]) -> tuple[float, float, float]:
    """The mean, its variance, and the variance τ² between the values, by DerSimonian and Laird's method of moments."""
    weights = [1 / variance for variance in variances]
    total = sum(weights)
    fixed = sum(weight * value for weight, value in zip(weights, values, strict=True)) / total
    q = sum(weight * (value - fixed) ** 2 for weight, value in zip(weights, values, strict=True))
    scale = total - sum(weight**2 for weight in weights) / total
    between = max(0.0, (q - (len(values) - 1)) / scale) if scale > 0 else 0.0
    weights = [1 / (variance + between) for variance in variances]
    mean = sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)
    return mean, 1 / sum(weights), between
