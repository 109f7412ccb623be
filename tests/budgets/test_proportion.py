"""Elasticities: by hand, against statsmodels, and on planted truth."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from toil.budgets.proportion import proportion


def test_twice_the_work_for_twice_the_users_is_an_elasticity_of_one() -> None:
    """3 a week at 100 users and 6 at 200 is log 2 ÷ log 2 = 1; 5 whatever the users is 0; 8 and then 4 is −1."""
    users = np.log([100.0, 100, 200, 200])
    work = np.array([[3.0, 3, 6, 6], [5, 5, 5, 5], [8, 8, 4, 4]])
    assert proportion(users, work).slope == pytest.approx([1, 0, -1], abs=1e-6)


def test_a_count_never_varies_less_than_chance() -> None:
    """Counts that follow the driver exactly still leave Poisson's doubt: variance 1 ÷ Σ mean (x − middle)².

    By hand with mean 3, 3, 6, 6 at 0, 0, L, L (L = log 2): middle = 12 L ÷ 18, Σ = 6 (2/3 L)² + 12 (1/3 L)² = 4 L².
    """
    fit = proportion(np.log([1.0, 1, 2, 2]), np.array([[3.0, 3, 6, 6]]), least_dispersion=1)
    assert fit.slope_error[0] == pytest.approx(1 / (2 * np.log(2)), rel=1e-6)
    assert fit.middle[0] == pytest.approx(2 / 3 * np.log(2), rel=1e-6)


def test_a_series_is_fitted_as_statsmodels_fits_it() -> None:
    """Slopes, their errors and the dispersion of thirty series with exposure are those of a quasi-Poisson GLM."""
    chance = np.random.default_rng(4)
    x, exposure = np.log(np.linspace(50, 400, 40)), chance.uniform(0.5, 1.5, 40)
    y = chance.poisson(exposure * np.exp(chance.uniform(-1, 2, (30, 1)) + 0.3 * (x - x.mean()))) + 0.5
    ours = proportion(x, y, exposure=exposure)
    for place, series in enumerate(y):
        model = sm.GLM(series, sm.add_constant(x), family=sm.families.Poisson(), offset=np.log(exposure))
        theirs = model.fit(scale="X2")
        assert ours.slope[place] == pytest.approx(theirs.params[1], abs=1e-6)
        assert ours.slope_error[place] == pytest.approx(theirs.bse[1], rel=1e-4)
        assert ours.dispersion[place] == pytest.approx(theirs.scale, rel=1e-4)


@pytest.mark.parametrize("elasticity", [0.0, 0.5, 1.0])
def test_a_planted_elasticity_is_recovered_and_its_range_holds(elasticity: float) -> None:
    """400 works of 1 to 20 a week, overdispersed (α = .1), over a year in which users double: the mean slope is the
    planted one, and ranges of eight in ten hold it 75 to 85 times in a hundred."""
    from scipy.stats import t

    chance = np.random.default_rng(11)
    users = 1000 * 2 ** np.linspace(0, 1, 52) * chance.lognormal(0, 0.05, 52)
    x = np.log(users)
    mean = chance.uniform(1, 20, (400, 1)) * (users / users.mean()) ** elasticity
    counts = chance.poisson(mean * chance.gamma(10, 0.1, mean.shape)).astype(float)
    fit = proportion(x, counts, least_dispersion=1)
    assert fit.slope.mean() == pytest.approx(elasticity, abs=0.05)
    held = np.abs(fit.slope - elasticity) <= t.ppf(0.9, fit.freedom) * fit.slope_error
    assert 0.75 <= held.mean() <= 0.85
