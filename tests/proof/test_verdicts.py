"""The four verdicts, and what they rest on."""

from __future__ import annotations

import pytest

from toil.proof.verdict import MOST_AFTER_WEEKS, planned_weeks, verdict_of

BEFORE = [9.0, 11.0, 10.0, 8.0, 12.0, 10.0, 9.0, 11.0]


@pytest.mark.parametrize(
    ("after", "promised", "verdict"),
    [
        ([4, 5, 3, 4, 5, 4], 0.5, "proven"),
        ([10, 9, 11, 10, 10, 9], 0.5, "no_effect"),
        ([19, 22, 18, 20, 21, 20], 0.5, "backfired"),
        ([9, 8], 0.5, "too_early"),
        ([], 0.5, "too_early"),
    ],
)
def test_each_verdict_has_its_series(after: list[float], promised: float, verdict: str) -> None:
    """A clear fall is proven, none is no effect, a rise backfired, and two weeks say nothing yet."""
    found = verdict_of(BEFORE, after, promised_ratio=promised)
    assert found.verdict == verdict
    assert (found.weeks_to_verdict > 0) == (verdict == "too_early")
    assert found.evidence


def test_the_verdicts_week_is_fixed_by_the_baseline() -> None:
    """What happens after shipping cannot move the week of the verdict."""
    planned = {verdict_of(BEFORE, after, promised_ratio=0.5).planned_weeks for after in ([1.0] * 3, [30.0] * 9)}
    assert planned == {planned_weeks(BEFORE, promised_ratio=0.5)}


def test_weeks_after_the_verdict_change_nothing() -> None:
    """Once it has fallen, a verdict stays: later weeks are not looked at."""
    planned = planned_weeks(BEFORE, promised_ratio=0.5)
    early = verdict_of(BEFORE, [4.0] * planned, promised_ratio=0.5)
    assert verdict_of(BEFORE, [4.0] * planned + [50.0] * 9, promised_ratio=0.5) == early


@pytest.mark.parametrize("before", [[], [5.0, 5.0], [0.0] * 10])
def test_without_a_baseline_there_is_no_verdict(before: list[float]) -> None:
    """Nothing can be proven against too little: it stays too early."""
    found = verdict_of(before, [0.0] * 30, promised_ratio=None)
    assert (found.verdict, found.ratio) == ("too_early", None)


def test_a_small_promise_waits_longest() -> None:
    """A promise too small to show by then is judged after half a year."""
    assert planned_weeks([1, 0, 2, 1, 0, 1, 1, 0], promised_ratio=0.9) == MOST_AFTER_WEEKS
