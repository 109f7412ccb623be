"""The four verdicts, what they rest on, and how strict each look is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof_frames import case_of, weeks_of

from toil.proof.looks import bounds, confidence_at
from toil.proof.verdict import MOST_AFTER_WEEKS, MOST_RARE_WEEKS, Case, baseline, planned_weeks, verdict_of

BEFORE = [9.0, 11.0, 10.0, 8.0, 12.0, 10.0, 9.0, 11.0]


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        ([4, 5, 3, 4, 5, 4, 4, 5], "proven"),
        ([10, 9, 11, 10, 10, 9, 10, 11], "no_effect"),
        ([19, 22, 18, 20, 21, 20, 19, 21], "backfired"),
        ([9, 8], "too_early"),
        ([], "too_early"),
    ],
)
def test_each_verdict_has_its_series(after: list[float], verdict: str) -> None:
    """A clear fall is proven, none is no effect, a rise backfired, and two weeks say nothing yet."""
    found = verdict_of(case_of(BEFORE, after), promised_ratio=0.5)
    assert found.verdict == verdict
    assert (found.weeks_to_verdict > 0) == (verdict == "too_early")
    assert found.evidence


def test_the_verdicts_week_is_fixed_by_the_baseline() -> None:
    """What happens after shipping cannot move the week of the verdict."""
    planned = {
        verdict_of(case_of(BEFORE, after), promised_ratio=0.5).planned_weeks for after in ([1.0] * 3, [30.0] * 9)
    }
    assert planned == {planned_weeks(baseline(weeks_of(BEFORE, [])), promised_ratio=0.5)}


def test_weeks_after_the_verdict_change_nothing() -> None:
    """After the planned week nobody looks any more."""
    early = verdict_of(case_of(BEFORE, [4.0] * 8), promised_ratio=0.5)
    assert early.planned_weeks == 8
    assert verdict_of(case_of(BEFORE, [4.0] * 8 + [50.0] * 9), promised_ratio=0.5) == early


def test_a_verdict_that_fell_early_stays() -> None:
    """What was plain in the fourth week is not taken back in the eighth, by which it has come back."""
    found = verdict_of(case_of(BEFORE * 3, [1.0] * 5 + [12.0] * 3), promised_ratio=0.5)
    assert (found.verdict, found.decided_after, found.looked_after) == ("proven", 4, 8)
    assert found.ratio is not None
    assert found.ratio.high > 0.6


@pytest.mark.parametrize("before", [[], [5.0, 5.0], [0.0] * 10])
def test_without_a_baseline_there_is_no_verdict(before: list[float]) -> None:
    """Nothing can be proven against too little: it stays too early."""
    found = verdict_of(case_of(before, [0.0] * 30), promised_ratio=None)
    assert (found.verdict, found.ratio) == ("too_early", None)


def test_a_small_promise_waits_longest() -> None:
    """A promise too small to show by then is judged after half a year, that of rare work after a year."""
    rare, often = (baseline(weeks_of(weeks, [])) for weeks in ([1, 0, 2, 1, 0, 1, 1, 0], [1, 2, 2, 1, 0, 1, 3, 0]))
    assert planned_weeks(rare, promised_ratio=0.9) == MOST_RARE_WEEKS
    assert planned_weeks(often, promised_ratio=0.9) == MOST_AFTER_WEEKS


def test_rare_work_is_judged_by_its_days() -> None:
    """Work of every other week that never came back is proven in the planned week, and its method is told."""
    found = verdict_of(case_of([1, 0] * 13, [0] * 26), promised_ratio=0.2)
    assert (found.verdict, found.method) == ("proven", "days_between")


def test_work_that_vanished_is_proven_within_a_year_however_rare() -> None:
    """Once in three weeks, in bursts of dispersion 2: half a year without it may be chance, a year is not."""
    case = case_of([1, 0, 0] * 17, [0] * 52)
    bursts = Case(case.weeks, gap_dispersion=2.0)
    assert verdict_of(bursts.until(20), promised_ratio=None).verdict == "too_early"
    assert verdict_of(bursts, promised_ratio=None).verdict == "proven"


def test_one_look_is_the_plain_bound() -> None:
    """With a single look all of the 5 % is spent in it: 1.645. Several are each stricter, the later the less."""
    assert bounds(4) == pytest.approx((1.645,), abs=0.02)
    assert list(bounds(10)) == sorted(bounds(10), reverse=True)
    assert confidence_at(1, 8) == confidence_at(4, 8)
    assert confidence_at(30, 8) == confidence_at(8, 8)


@pytest.mark.parametrize("planned", [4, 8, 15, 26])
def test_all_looks_together_spend_five_in_a_hundred(planned: int) -> None:
    """Of 20,000 random walks, looked at in every week, 5 % ever cross the bounds (± three standard errors)."""
    rng = np.random.default_rng(planned)
    walks = rng.normal(size=(20_000, planned)).cumsum(axis=1)[:, 3:] / np.sqrt(np.arange(4, planned + 1))
    assert np.mean((walks > np.array(bounds(planned))).any(axis=1)) == pytest.approx(0.05, abs=0.006)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=30), st.lists(st.integers(0, 30), max_size=12))
@settings(max_examples=25, deadline=None)
def test_any_weeks_have_a_verdict(before: list[int], after: list[int]) -> None:
    """Whatever the counts, there is one of four verdicts, and proven only ever stands below 1 at its look."""
    found = verdict_of(case_of(before, after), promised_ratio=0.5)
    assert found.verdict in ("proven", "too_early", "no_effect", "backfired")
    if found.ratio is not None:
        assert found.ratio.low <= found.ratio.ratio <= found.ratio.high
    if found.verdict == "proven" and found.decided_after == found.looked_after:
        assert found.ratio is not None
        assert found.ratio.high < 1


@given(st.integers(3, 40), st.floats(0.2, 0.75))
@settings(max_examples=25, deadline=None)
def test_a_larger_promise_is_never_judged_later(rate: int, ratio: float) -> None:
    """The planned week falls, or stays, as the promised fall gets larger."""
    before = baseline(weeks_of([rate + (-1) ** n for n in range(20)], []))
    assert planned_weeks(before, promised_ratio=ratio - 0.1) <= planned_weeks(before, promised_ratio=ratio)


def overdispersed(rng: np.random.Generator, mean: float, weeks: int, alpha: float) -> list[float]:
    """Weekly counts of mean + α mean² variance (negative binomial)."""
    return [float(n) for n in rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean), weeks)]


def test_looking_every_week_does_not_prove_everything() -> None:
    """Of 150 unchanged series, looked at in each week, at most 5 % are proven, and as few backfired."""
    rng = np.random.default_rng(12)
    found = [
        verdict_of(case_of(overdispersed(rng, 8, 26, 0.1), overdispersed(rng, 8, 26, 0.1)), promised_ratio=0.5).verdict
        for _ in range(150)
    ]
    assert found.count("proven") <= 0.05 * 150
    assert found.count("backfired") <= 0.05 * 150


def test_a_real_fall_is_found() -> None:
    """Of 60 series of ten a week that halve (dispersion 0.1), beside four that stay, at least four of five are proven
    within eight weeks."""
    rng = np.random.default_rng(13)
    found = []
    for _ in range(60):
        stay = [(overdispersed(rng, 10, 26, 0.1), overdispersed(rng, 10, 8, 0.1)) for _ in range(4)]
        case = case_of(overdispersed(rng, 10, 26, 0.1), overdispersed(rng, 5, 8, 0.1), *stay)
        found.append(verdict_of(case, promised_ratio=0.5).verdict)
    assert found.count("proven") >= 48
