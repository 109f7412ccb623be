"""Partial pooling, against numbers worked out by hand and against the one big regression that it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from toil.effort.pooling import PSEUDO_COUNT, fit


def test_a_group_counts_as_far_as_its_observations_carry_it() -> None:
    """Eighteen values 1 above the rest move a group by 18 / 19.8, one by 1 / 2.8; a group unseen has no effect."""
    values = np.array([0.0] * 1000 + [1.0] * 18 + [1.0])
    groups = np.array([0] * 1000 + [1] * 18 + [2])
    nobody = np.full(len(values), -1)
    model = fit(values, np.zeros((len(values), 1)), np.array([1.0]), groups, nobody)
    asked = model.predict(np.zeros((4, 1)), np.array([1, 2, -1, 9]), np.full(4, -1))
    assert asked.tolist() == pytest.approx([18 / 19.8, 1 / 2.8, 0, 0], abs=1e-6)


def test_block_by_block_ends_where_one_regression_would() -> None:
    """The coefficients are those of ridge regression on the base columns and an indicator of each group."""
    dice = np.random.default_rng(7)
    base = np.column_stack([np.ones(300), dice.normal(size=300)])
    outer, inner = dice.integers(0, 4, 300), dice.integers(-1, 12, 300)
    values = base @ [0.5, -0.3] + 0.4 * outer + dice.normal(size=300)
    model = fit(values, base, np.array([1e-6, 0.1]), outer, inner)
    wide = np.hstack([base, outer[:, None] == np.arange(4), inner[:, None] == np.arange(12)]).astype(float)
    penalty = np.diag([1e-6, 0.1, *[PSEUDO_COUNT] * 16])
    expected = wide @ np.linalg.solve(wide.T @ wide + penalty, wide.T @ values)
    assert model.predict(base, outer, inner) == pytest.approx(expected, abs=1e-4)
