"""Each formula of the proof on an example whose arithmetic is written out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof_frames import weeks_of

from toil.proof.afterwards import regressed_at
from toil.proof.change_point import change_points, nearest_fall, noise, steady_from
from toil.proof.control_chart import limits, signals
from toil.proof.gaps import days_limits
from toil.proof.hours import hours_ratio, rate_draws, saved_by_count, wider_tails
from toil.proof.rare import RareCounts, gap_dispersion, gap_ratio
from toil.proof.regression import Change, Weeks, change, design, extra_variance, fitted
from toil.proof.siblings import against_siblings, random_effects


def test_the_regression_without_drift_is_a_ratio_of_means() -> None:
    """10, 14, 12 before and 5, 7 after (toil.md 3.7 a): log ½; χ² = 8/12 + 2/6 = 1 for 3 degrees of freedom, so α = 0;
    the variance is 1/36 + 1/12 = 1/9."""
    found = change(weeks_of([10, 14, 12], [5, 7]), drift_sd=0, season_sd=0)
    assert found.log_ratio == pytest.approx(math.log(0.5))
    assert found.error == pytest.approx(1 / 3)
    assert (found.dispersion, found.after_weeks) == (1.0, 2)
    assert found.freedom == pytest.approx(3)


def test_extra_variance_by_hand() -> None:
    """Counts 2 and 18 around 10: χ² = 6.4 + 6.4 = 12.8 ÷ (1 + 10 α) = 2 degrees of freedom gives α = 0.54 (toil.md
    3.7 a; Breslow 1984)."""
    assert extra_variance(np.array([2.0, 18.0]), np.array([10.0, 10.0]), 2.0) == pytest.approx(0.54)
    assert extra_variance(np.array([9.0, 11.0]), np.array([10.0, 10.0]), 2.0) == 0.0


def test_the_regression_agrees_with_statsmodels() -> None:
    """Without priors, level, change, drift, season and exposure are those of statsmodels' negative binomial at α."""
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(5)
    numbers = [*range(-64, -4), *range(1, 13)]
    exposure = rng.choice([0.6, 0.8, 1.0], 72)
    counts = rng.negative_binomial(10, 10 / (10 + exposure * np.where(np.array(numbers) > 0, 6, 12)))
    weeks = Weeks(counts.tolist(), numbers, exposure.tolist(), 60)
    found = change(weeks, drift_sd=math.inf, season_sd=1e6)
    x, _ = design(weeks, drift_sd=math.inf, season_sd=1e6)
    beta, covariance, alpha, _ = fitted(x, counts.astype(float), exposure, np.zeros((5, 5)))
    theirs = sm.GLM(counts, x, family=sm.families.NegativeBinomial(alpha=alpha), offset=np.log(exposure)).fit()
    assert beta == pytest.approx(theirs.params, rel=1e-4)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(theirs.bse, rel=0.05)
    assert found.log_ratio == pytest.approx(theirs.params[1], rel=1e-3)
    assert x.shape[1] == 5


def test_drift_widens_the_interval() -> None:
    """The less is known about drift, the less is known about the change."""
    weeks = weeks_of([10, 12, 9, 11, 10, 12] * 4, [5, 6, 4, 5])
    errors = [change(weeks, drift_sd=sd).error for sd in (0, 0.002, 0.005, 0.02, math.inf)]
    assert errors == sorted(errors)


def test_a_season_that_cannot_be_told_widens_the_interval() -> None:
    """26 weeks do not tell a season from a change, so its prior is in the doubt: at most its full swing of .15 each
    way from the middle of one side to that of the other. Two years tell it, and little of that doubt is left."""
    doubt = []
    for years in (26, 104):
        weeks = weeks_of([10.0] * years, [5.0] * 8)
        doubt.append(math.sqrt(change(weeks).error ** 2 - change(weeks, season_sd=0).error ** 2))
    assert 0.3 > doubt[0] > 0.1 > doubt[1]


def test_a_decline_that_was_there_before_is_no_change() -> None:
    """Work that fell by 4 % a week for half a year, and goes on doing so, shows a plain ratio far below what the
    regression finds."""
    weeks = weeks_of([40 * 0.96**n for n in range(26)], [40 * 0.96 ** (n + 31) for n in range(8)])
    plain, aware = change(weeks, drift_sd=0), change(weeks)
    assert plain.log_ratio < -0.7
    assert aware.log_ratio > -0.35


def test_siblings_by_hand() -> None:
    """Siblings 0, .2, .4 of variance .01 each (DerSimonian & Laird 1986; toil.md 3.7 b): mean .2, Q = .08/.01 = 8,
    τ² = (8 − 2) ÷ (300 − 100) = .03, variance of the mean (.01 + .03)/3. Of it .04 ÷ (.04 + .0133) = ¾ is trusted: a
    work at −.5 with variance .05 changed by −.65 with variance .05 + .03 + ¾ × .0133 = .09."""
    mean, variance, between = random_effects([0.0, 0.2, 0.4], [0.01] * 3)
    assert (mean, variance, between) == (pytest.approx(0.2), pytest.approx(0.04 / 3), pytest.approx(0.03))
    siblings = [Change(value, 0.1, 1.0, 20) for value in (0.0, 0.2, 0.4)]
    found = against_siblings(Change(-0.5, math.sqrt(0.05), 1.0, 20), siblings)
    assert (found.log_ratio, found.error) == (pytest.approx(-0.65), pytest.approx(0.3))
    assert against_siblings(siblings[0], siblings[:2]) == siblings[0]


def test_rare_work_by_hand() -> None:
    """8 in 20 weeks before, none in 10 after (toil.md 3.6; Clopper & Pearson 1934): the share after is at most
    1 − .05^⅛ = .31234 at 90 %, odds .45421, times 20/10 = .90842: just proven. The ratio has half an occurrence
    on both sides."""
    found = gap_ratio(8, 20, 0, 10, confidence=0.9)
    assert found.high == pytest.approx(0.90842, abs=1e-4)
    assert (found.low, found.ratio) == (0.0, pytest.approx((0.5 / 10) / (8.5 / 20)))
    assert gap_ratio(8, 20, 0, 10, dispersion=2, confidence=0.9).high > 1
    with pytest.raises(ValueError, match="an event"):
        gap_ratio(0, 20, 0, 10)


def test_gaps_that_vary_more_than_chance() -> None:
    """Gaps of 1, 1, 1, 1, 16: mean 4, variance (4 × 9 + 144)/4 = 45, over 16 is 2.8125; even gaps count as chance."""
    assert gap_dispersion([0, 1, 2, 3, 4, 20]) == pytest.approx(2.8125)
    assert gap_dispersion([0, 4, 8, 12, 16, 20]) == 1.0
    assert gap_dispersion([0, 1]) == gap_dispersion([]) == gap_dispersion([3] * 9) == 1.0


def test_hours_saved_by_hand() -> None:
    """A rate that halved to 5 a week would have been 10 (toil.md 3.7 e): × half an hour, 5 expected, 2.5 saved."""
    found = saved_by_count(
        Change(math.log(0.5), 0.2, 1.0, 30, after_weeks=8), 5.0, [0.5] * 9, [0.5] * 9, confidence=0.9
    )
    assert (found.expected, found.after, found.saved) == (5.0, 2.5, pytest.approx(2.5))
    assert found.low < 2.5 < found.high
    rare = saved_by_count(RareCounts(8, 20.0, 0, 10.0, 1.0), 0.0, [2.0] * 8, [], confidence=0.9)
    assert (rare.expected, rare.after) == (pytest.approx(0.8), 0.0)


def test_few_efforts_after_are_not_believed() -> None:
    """Nine occurrences of a minute after shipping do not yet make work of an hour short; ten do."""
    change_ = Change(0.0, 0.1, 1.0, 30, after_weeks=8)
    nine, ten = (saved_by_count(change_, 5.0, [1.0] * 40, [0.02] * n, confidence=0.9) for n in (9, 10))
    assert nine.saved == pytest.approx(0)
    assert ten.saved > 4


def test_the_error_of_a_ratio_is_split_without_loss() -> None:
    """Expected and true draws have, together, the variance of the log ratio."""
    expected, came = rate_draws(Change(-0.7, 0.3, 1.5, 1000, after_weeks=8), 5.0)
    assert np.std(np.log(came) - np.log(expected)) == pytest.approx(0.3, rel=0.05)


def test_tails_of_few_weeks_by_hand() -> None:
    """Of 5 weeks at 90 % (toil.md 3.7 e; Hesterberg 2015): t(.95, 4) = 2.1318 × √(5/4) = 2.3835, so .86 %."""
    assert wider_tails(5, 0.9) == (pytest.approx(0.0086, abs=1e-4), pytest.approx(0.9914, abs=1e-4))


def test_weekly_hours_are_drawn_by_week() -> None:
    """Halved hours are found; the same seed gives the same interval."""
    weeks = weeks_of([8, 10, 12, 9, 11, 10] * 3, [4, 5, 6, 5, 4, 6])
    found = hours_ratio(weeks, confidence=0.9)
    assert found.ratio == pytest.approx(0.5)
    assert found.low < 0.5 < found.high < 1
    assert found == hours_ratio(weeks, confidence=0.9)


def test_limits_by_hand() -> None:
    """10 and 12 in turns (toil.md 3.6): mean 11, moving range 2, limits 11 ± 2.66 × 2, range limit 3.27 × 2."""
    found = limits([10, 12] * 4)
    assert found is not None
    assert (found.mean, found.low, found.high) == (11, pytest.approx(5.68), pytest.approx(16.32))
    assert found.range_limit == pytest.approx(6.54)
    assert limits([10, 12] * 3) is None
    low = limits([0, 4] * 4)
    assert low is not None
    assert low.low == 0


def test_limits_of_days_between_by_hand() -> None:
    """Gaps of 1 and 2^3.6 = 12.1 days in turn have the roots 1 and 2 (Nelson 1994; toil.md 3.6): mean 1.5, moving
    range 1, limits 0 and 1.5 + 2.66 = 4.16; raised again 4.3 days in the middle, 0 and 169."""
    low, middle, high = days_limits([1.0, 2**3.6] * 4) or (1.0, 1.0, 1.0)
    assert (low, middle, high) == (0, pytest.approx(1.5**3.6), pytest.approx(4.16**3.6))
    assert (round(middle, 1), round(high)) == (4.3, 169)
    assert days_limits([3.0] * 7) is None


def test_each_run_rule_has_its_series() -> None:
    """A point outside, the eighth in a row on one side, and three of four nearer to a limit than to the mean."""
    of = limits([10, 12] * 4)
    assert of is not None
    assert signals([17], of) == ["outside"]
    assert signals([10] * 8, of) == [""] * 7 + ["run"]
    assert signals([8, 12, 8, 8], of) == ["", "", "", "near_limit"]
    assert signals([10, 12] * 5, of) == [""] * 10


def test_the_change_point_is_where_the_level_falls() -> None:
    """A fall in week 12 is found there, a rise is none, and chance alone has no change point."""
    rng = np.random.default_rng(3)
    high, low = rng.poisson(12, 12).tolist(), rng.poisson(4, 10).tolist()
    assert nearest_fall(high + low, 12) == 12
    assert nearest_fall(low + high, 10) is None
    assert change_points(high) == []
    assert change_points([1, 2]) == []
    assert noise(np.array([0.0, 4.0, 0.0])) == 8.0


def test_a_baseline_begins_at_its_last_level() -> None:
    """What fell from 12 to 4 before shipping leaves a baseline of 4; with fewer than 12 weeks left it stays whole."""
    rng = np.random.default_rng(4)
    high, low = rng.poisson(14, 20).tolist(), rng.poisson(3, 14).tolist()
    assert steady_from(high + low) == 20
    assert steady_from(high + low[:8]) == 0
    assert steady_from(high) == 0


def test_rare_work_may_drift_by_itself() -> None:
    """A drift of .3 widens both ends in quadrature (Zou & Donner 2008): at 90 %, log distances d become √(d² + (1.645 ×
    .3)²)."""
    still, drifting = (gap_ratio(20, 50, 5, 25, confidence=0.9, drift=drift) for drift in (0.0, 0.3))
    for one, other in ((still.low, drifting.low), (still.high, drifting.high)):
        distance = math.log(one / still.ratio)
        assert abs(math.log(other / still.ratio)) == pytest.approx(math.hypot(distance, 1.64485 * 0.3), rel=1e-4)
    assert gap_ratio(8, 20, 0, 10, confidence=0.9, drift=0.3).low == 0


def test_a_regression_needs_a_run_and_half_of_the_way() -> None:
    """From 10 to 2: eight weeks at 9 lose it in the eighth; eight at 3 are a run but no loss; seven at 9 no run yet."""
    assert regressed_at(10, [2] * 8 + [9] * 8, 8) == 15
    assert regressed_at(10, [2] * 8 + [3] * 20, 8) is None
    assert regressed_at(10, [2] * 8 + [9] * 7, 8) is None


@given(st.lists(st.integers(0, 60), min_size=8, max_size=40), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_limits_scale_with_their_values(values: list[int], factor: int) -> None:
    """Values in another unit have the same limits in that unit, and the mean lies between them."""
    found, scaled = limits(values), limits([value * factor for value in values])
    assert found is not None
    assert scaled is not None
    assert found.low <= found.mean <= found.high
    assert scaled.high == pytest.approx(found.high * factor)


@given(st.lists(st.integers(1, 40), min_size=4, max_size=20), st.lists(st.integers(1, 40), min_size=2, max_size=10))
@settings(max_examples=40, deadline=None)
def test_turning_time_round_turns_the_ratio(before: list[int], after: list[int]) -> None:
    """Without drift and season, after ÷ before and before ÷ after are each other's inverse, with the same error."""
    forth = change(weeks_of(before, after), drift_sd=0, season_sd=0)
    back = change(weeks_of(after, before), drift_sd=0, season_sd=0)
    assert forth.log_ratio == pytest.approx(-back.log_ratio, abs=1e-5)
    assert forth.error == pytest.approx(back.error, rel=1e-3)
