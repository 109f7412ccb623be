"""Partial pooling, against numbers worked out by hand and against the one big regression that it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from toil.effort.pooling import PSEUDO_COUNT, Sums, fit, sums


def test_a_group_counts_as_far_as_its_observations_carry_it() -> None:
    """Eighteen values 1 above the rest move a group by 18 / 19.8, one by 1 / 2.8; a group unseen has no effect."""
    values = np.array([0.0] * 1000 + [1.0] * 18 + [1.0])
    groups = np.array([0] * 1000 + [1] * 18 + [2])
    nobody = np.full(len(values), -1)
    model = fit(sums(values, np.zeros((len(values), 1)), groups, nobody, sizes=(3, 0)), np.array([1.0]))
    asked = model.predict(np.zeros((4, 1)), np.array([1, 2, -1, 9]), np.full(4, -1))
    assert asked.tolist() == pytest.approx([18 / 19.8, 1 / 2.8, 0, 0], abs=1e-6)


def test_the_small_system_says_what_one_wide_regression_would() -> None:
    """The coefficients are those of ridge regression on the base columns and an indicator of each group."""
    dice = np.random.default_rng(7)
    base = np.column_stack([np.ones(300), dice.normal(size=300)])
    outer, inner = dice.integers(0, 4, 300), dice.integers(-1, 12, 300)
    values = base @ [0.5, -0.3] + 0.4 * outer + dice.normal(size=300)
    model = fit(sums(values, base, outer, inner, sizes=(4, 12)), np.array([1e-6, 0.1]))
    wide = np.hstack([base, outer[:, None] == np.arange(4), inner[:, None] == np.arange(12)]).astype(float)
    penalty = np.diag([1e-6, 0.1, *[PSEUDO_COUNT] * 16])
    expected = wide @ np.linalg.solve(wide.T @ wide + penalty, wide.T @ values)
    assert model.predict(base, outer, inner) == pytest.approx(expected, abs=1e-9)


def test_leaving_rows_out_of_the_sums_is_fitting_without_them() -> None:
    """All sums less those of a part say what a fit to the rest says."""
    dice = np.random.default_rng(8)
    base, values = dice.normal(size=(200, 2)), dice.normal(size=200)
    outer, inner, out = dice.integers(0, 3, 200), dice.integers(-1, 9, 200), dice.random(200) < 0.3

    def of(rows: np.ndarray) -> Sums:
        return sums(values[rows], base[rows], outer[rows], inner[rows], sizes=(3, 9))

    penalty = np.array([0.1, 0.1])
    less, without = fit(of(np.full(200, True)) - of(out), penalty), fit(of(~out), penalty)
    assert less.predict(base, outer, inner) == pytest.approx(without.predict(base, outer, inner), abs=1e-9)
