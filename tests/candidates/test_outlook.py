"""The outlook on the toil budget: by hand where it can be, refused where it cannot be kept."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from scipy.stats import norm

from toil.candidates.outlook import outlook
from toil.candidates.worlds import NORMAL_HIGH
from toil.relations import sql_relations

BUDGET: dict[str, Any] = {"target_share": 0.5, "floor_share": 0.25, "weeks": 4, "capacity_hours": 1000.0,
                          "toil_hours": 520.0, "low_hours": 440.0, "high_hours": 600.0}  # fmt: skip


def chosen(*nets: float) -> pd.DataFrame:
    """Candidates that give back so much a year, a fifth less or more, and are all toil."""
    return pd.DataFrame({
        "net_hours_per_year": nets, "low_net_hours_per_year": [0.8 * net for net in nets],
        "high_net_hours_per_year": [1.2 * net for net in nets], "toil_probability": 1.0,
    }, dtype=float)  # fmt: skip


def test_bounds_mean_the_same_in_sql_and_functions() -> None:
    """Wherever a standard deviation becomes a bound that holds eight in ten, it is by the normal's 90 % quantile."""
    assert round(float(norm.ppf(0.9)), 4) == NORMAL_HIGH
    written = {float(one) for relation in sql_relations() for one in re.findall(r"\b1\.28\d*", relation.sql)}
    assert written == {NORMAL_HIGH}


def test_shares_by_hand() -> None:
    """520 of 1,000 hours in four weeks are 52 %; 1,304.46 hours a year are 100 in four weeks: 42 % remain
    (toil.md 3.1: toil ÷ capacity).

    520 hours with σ = 80/1.2816 = 62.4 are below 500 with Φ(−.32) = 37 %; 420 with σ = √(62.4² + 15.6²) = 64.3 are so
    with Φ(1.24) = 89 %.
    """
    found = outlook(BUDGET, chosen(100 * 365.25 / 28))
    assert (found.share_now, found.share_after) == (pytest.approx(0.52), pytest.approx(0.42))
    assert found.probability_now == pytest.approx(0.374, abs=0.01)
    assert found.probability == pytest.approx(0.893, abs=0.015)
    assert found.low_share < found.share_after < found.high_share


def test_a_target_below_the_floor_is_refused() -> None:
    """Two of eight on call bind a quarter: 20 % cannot be promised, whatever is built; 25 % can be asked about."""
    found = outlook(BUDGET, chosen(5_000), target_share=0.2)
    assert (found.refused, found.probability) == ("below_floor", None)
    assert outlook(BUDGET, chosen(5_000), target_share=0.25).probability is not None


def test_without_capacity_nothing_is_said() -> None:
    """A share of nothing is not known."""
    assert outlook(BUDGET | {"capacity_hours": 0.0}, chosen(10)).refused == "unknown"


def test_building_more_never_makes_the_budget_less_probable() -> None:
    """Each candidate that only gives back raises the probability, and nothing built changes nothing."""
    nothing, some, more = (outlook(BUDGET, chosen(*[300.0] * number)) for number in (0, 1, 4))
    assert nothing.probability == nothing.probability_now
    assert nothing.probability < some.probability < more.probability


def test_the_same_question_has_the_same_answer() -> None:
    """The worlds are seeded."""
    assert outlook(BUDGET, chosen(300)) == outlook(BUDGET, chosen(300))
