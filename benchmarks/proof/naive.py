"""What a team would claim without a method: the weeks after, against the weeks in which the work was picked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.proof.programmes import SELECTION, Programme

AFTER = 8
BASELINE = 26


@dataclass(frozen=True)
class Naive:
    """The claimed fall (share), and whether a plain Poisson test calls it significant at 5 %, on either baseline."""

    fall: float
    poisson: bool
    poisson_held_out: bool


def naive_claims(one: Programme) -> Naive:
    """Both naive readings of a programme."""
    counts, shipped = one.counts[0], one.shipped
    recent, after = counts[shipped - SELECTION : shipped], counts[shipped + 1 : shipped + 1 + AFTER]
    held_out = counts[max(0, shipped - SELECTION - BASELINE) : shipped - SELECTION]
    fall = 1 - after.mean() / recent.mean() if recent.sum() else 0.0
    return Naive(float(fall), _fell(recent, after), _fell(held_out, after))


def _fell(before: np.ndarray, after: np.ndarray) -> bool:
    from scipy.stats import binomtest

    total = int(before.sum() + after.sum())
    if not total:
        return False
    share = len(after) / (len(before) + len(after))
    test = binomtest(int(after.sum()), total, share)
    return bool(test.pvalue < 0.05 and after.mean() < before.mean())
