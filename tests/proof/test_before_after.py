"""The before/after test is right on a worked example and honest on simulated series."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toil.proof.before_after import dispersion, rate_ratio, weeks_for_power


def overdispersed(rng: np.random.Generator, mean: float, weeks: int, factor: float) -> list[float]:
    """Weekly counts whose variance is `factor` times their mean (negative binomial)."""
    size = mean / (factor - 1)
    return [float(n) for n in rng.negative_binomial(size, size / (size + mean), weeks)]


def test_a_worked_example() -> None:
    """10, 14 and 12 a week before, 5 and 7 after: half, φ = 1, and t with 3 degrees of freedom.

    By hand: means 12 and 6; χ² = (4 + 4 + 0)/12 + (1 + 1)/6 = 1, over 3 degrees of freedom .33, floored to 1;
    the error of the log is √(1/36 + 1/12) = 1/3; t(.975, 3) = 3.18245, so the interval is .5 × e^±1.06082.
    """
    found = rate_ratio([10, 14, 12], [5, 7])
    assert found.ratio == pytest.approx(0.5)
    assert found.dispersion == 1.0
    assert found.low == pytest.approx(0.5 * math.exp(-1.06082), rel=1e-4)
    assert found.high == pytest.approx(0.5 * math.exp(1.06082), rel=1e-4)


def test_dispersion_is_variance_over_mean() -> None:
    """Counts of 0 and 20 in turns vary far more than a Poisson's: χ² = 8 × 10, over 6 degrees of freedom."""
    assert dispersion([0, 20, 0, 20], [0, 20, 0, 20]) == pytest.approx(80 / 6)
    assert dispersion([5, 5, 5], [5, 5]) == 1.0


@pytest.mark.parametrize(("before", "after"), [([3, 3, 3, 3], [0, 0, 0, 0]), ([0, 0, 0], [2, 1]), ([0, 0], [0])])
def test_weeks_without_work_have_a_ratio(before: list[float], after: list[float]) -> None:
    """Zero on a side neither divides by zero nor claims certainty."""
    found = rate_ratio(before, after)
    assert found.low <= found.ratio <= found.high
    assert not math.isnan(found.p)


def test_too_few_weeks_are_refused() -> None:
    """One week before cannot show how much weeks vary."""
    with pytest.raises(ValueError, match="two weeks before"):
        rate_ratio([4], [1, 2])


@pytest.mark.parametrize("factor", [1.01, 2.0, 4.0])
def test_unchanged_work_is_seldom_called_changed(factor: float) -> None:
    """Of 500 series that did not change, the 95 % interval leaves out 1 in at most 6 % – at any dispersion."""
    rng = np.random.default_rng(11)
    found = [
        rate_ratio(overdispersed(rng, 8, 20, factor), overdispersed(rng, 8, 8, factor)) for _ in range(500)
    ]  # fmt: skip
    assert np.mean([not ratio.low <= 1 <= ratio.high for ratio in found]) <= 0.06


def test_power_needs_longer_for_rarer_work_and_smaller_falls() -> None:
    """Weeks to a verdict grow as the work gets rarer or the promise smaller; some promises never show."""
    weeks = [weeks_for_power(rate, ratio=0.5, before_weeks=26, dispersion=1, most=60) or 61 for rate in (30, 10, 3, 1)]
    assert weeks == sorted(weeks)
    falls = [weeks_for_power(5, ratio=ratio, before_weeks=26, dispersion=1, most=60) or 61 for ratio in (0.2, 0.5, 0.8)]
    assert falls == sorted(falls)
    assert weeks_for_power(1, ratio=0.7, before_weeks=26, dispersion=1.1, most=39) is None
    assert weeks_for_power(0, ratio=0.5, before_weeks=26, dispersion=1, most=39) is None
