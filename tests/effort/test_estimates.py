"""Estimates from computed evidence: what declarations teach, what their ranges hold, and what is not believed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.effort.effort_frames import built
from toil.effort.estimates import ASSUMED_SHARE

NO_DAYS = pd.DataFrame({"work_id": pd.Series(dtype=str), "person_id": pd.Series(dtype=str), "fullness": 0.0})


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


def estimated(known: pd.DataFrame, fullness: pd.Series[float] | None = None) -> pd.DataFrame:
    """What becomes of it on days as full as said (None: nothing is known of days), with the truth beside it."""
    days = known[["work_id", "person_id"]].assign(fullness=fullness) if fullness is not None else NO_DAYS
    found = built(known, days)["effort_estimates"]
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
    assert ratios.to_numpy() == pytest.approx(np.full(50, ASSUMED_SHARE))


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
    assert len(estimated(known[:0])) == 0


def error(found: pd.DataFrame) -> float:
    """The standard deviation of the errors' logarithms where nobody declared."""
    unseen = found[found["declared_seconds"].isna()]
    return float(np.log(unseen["true_seconds"] / unseen["middle_seconds"]).std())


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_full_days_leave_less_where_declarations_say_so(seed: int) -> None:
    """Work that took half as long on days e times as full: what nobody declared is estimated so, its ranges hold."""
    known = evidence(4000, seed=seed, declared=1000, sigma=0.4)
    full = pd.Series(np.random.default_rng(seed).normal(0, 0.4, len(known)))
    known["true_seconds"] *= np.exp(np.log(0.5) * full)
    known["declared_seconds"] = known["true_seconds"].where(known["declared_seconds"].notna()).round()
    blind, seeing = estimated(known), estimated(known, full)
    assert error(seeing) < 0.43 < 0.46 < error(blind)
    unseen = seeing[seeing["declared_seconds"].isna()]
    assert 0.76 <= unseen["true_seconds"].between(unseen["low_seconds"], unseen["high_seconds"]).mean() <= 0.84


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_full_days_change_nothing_where_declarations_do_not(seed: int) -> None:
    """Work that takes what it takes on any day is moved by chance only: 95 of 100 by less than 5 %."""
    known = evidence(4000, seed=seed, declared=1000)
    full = pd.Series(np.random.default_rng(seed).normal(0, 0.4, len(known)))
    ratio = estimated(known, full)["middle_seconds"] / estimated(known)["middle_seconds"]
    assert ratio.between(0.95, 1.05).mean() > 0.95


def test_days_beyond_what_was_declared_on_are_taken_for_the_fullest_that_was() -> None:
    """A day a thousand times as full as usual shortens no more than the fullest days of declared work."""
    known = evidence(400, seed=14, declared=399, sigma=0.3)
    full = pd.Series(np.random.default_rng(14).normal(0, 0.4, len(known)))
    known["true_seconds"] *= np.exp(-0.7 * full)
    known["declared_seconds"] = known["true_seconds"].where(known["declared_seconds"].notna()).round()
    found = estimated(known, full.where(full.index < 399, 7.0))
    at_most = estimated(known, full.where(full.index < 399, float(full[:399].max())))
    assert found["middle_seconds"].iloc[399] == pytest.approx(at_most["middle_seconds"].iloc[399])
    assert found["middle_seconds"].iloc[399] < estimated(known)["middle_seconds"].iloc[399]
