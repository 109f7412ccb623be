"""Estimates from computed evidence: what declarations teach, what their ranges hold, and what is not believed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from toil.effort.estimates import ASSUMED, effort_estimates
from toil.settings import Settings


def evidence(count: int, *, seed: int, declared: int, sigma: float = 0.6, people: int = 8) -> pd.DataFrame:
    """Pieces of work in progress for 10 minutes to 10 hours; 40 % of it is effort, spread by sigma; some declared."""
    dice = np.random.default_rng(seed)
    credited = np.exp(dice.uniform(np.log(600), np.log(36000), count))
    truth = 0.4 * credited * np.exp(dice.normal(0, sigma, count))
    return pd.DataFrame({
        "work_id": [f"w{n:05d}" for n in range(count)],
        "person_id": [f"p{n}" for n in dice.integers(0, people, count)],
        "evidence": "active_status", "credited_seconds": credited, "span_seconds": credited,
        "category": "REQ", "recurrence_id": None,
        "declared_seconds": np.where(np.arange(count) < declared, truth.round(), np.nan),
        "true_seconds": truth,
    })  # fmt: skip


def estimated(known: pd.DataFrame) -> pd.DataFrame:
    """What becomes of it, with the truth beside it."""
    found = effort_estimates({"effort_evidence": known}, Settings())
    return found.merge(known[["work_id", "person_id", "true_seconds"]], on=["work_id", "person_id"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_80_percent_range_holds_80_percent_of_what_nobody_declared(seed: int) -> None:
    """Of 4,000 undeclared pieces of work whose errors are log-normal, low and high hold between 77 and 83 %."""
    found = estimated(evidence(5000, seed=seed, declared=1000))
    unseen = found[found["declared_seconds"].isna()]
    held = unseen["true_seconds"].between(unseen["low_seconds"], unseen["high_seconds"]).mean()
    assert 0.77 <= held <= 0.83


def test_means_add_up_and_medians_do_not() -> None:
    """The sum of the means is within 5 % of the true sum; the sum of the middles is far below it (learning.md 3)."""
    found = estimated(evidence(5000, seed=4, declared=1000, sigma=0.8))
    unseen = found[found["declared_seconds"].isna()]
    assert unseen["mean_seconds"].sum() == pytest.approx(unseen["true_seconds"].sum(), rel=0.05)
    assert unseen["middle_seconds"].sum() < 0.8 * unseen["true_seconds"].sum()


def test_too_few_declarations_teach_nothing() -> None:
    """With 19 pairs half of what was credited is the middle, a tenth and all of it the bounds, and it says so."""
    found = estimated(evidence(50, seed=5, declared=19))
    assert set(found["learned_from"]) == {"assumed"}
    ratios = found["mean_seconds"] / evidence(50, seed=5, declared=19)["credited_seconds"].to_numpy()
    assert ratios.to_numpy() == pytest.approx(np.full(50, ASSUMED["active_status"][0]))


def test_nothing_is_extrapolated() -> None:
    """A ticket that stood in progress for a year is taken for the longest that anybody declared anything on."""
    known = evidence(400, seed=6, declared=399)
    known.loc[399, ["credited_seconds", "span_seconds"]] = 365 * 86400.0
    found = estimated(known).set_index("work_id")
    assert found.loc["w00399", "mean_seconds"] < 36000


def test_no_row_is_lost_and_order_does_not_matter() -> None:
    """Shuffled evidence gives the same estimates; none of no evidence gives none."""
    known = evidence(300, seed=8, declared=100)
    mixed = known.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(estimated(known), estimated(mixed))
    assert len(effort_estimates({"effort_evidence": known[:0]}, Settings())) == 0
