"""Three points of building hours, and what people may say of them."""

from __future__ import annotations

from typing import Any

import pytest

from toil.candidates.cost import Build, build_said


def test_the_expected_hours_by_hand() -> None:
    """20, 32 and 80 hours are expected to be (20 + 4 × 32 + 80) / 6 = 38 (toil.md 3.5; Malcolm et al. 1959)."""
    build = Build(20, 32, 80)
    assert build.expected == 38
    hours = build.hours()
    assert hours.mean() == pytest.approx(38, rel=1e-3)
    assert 20 <= hours.min() <= hours.max() <= 80


def test_one_number_becomes_half_to_double() -> None:
    """An estimate of 32 hours stands for 16 to 64 (McConnell 2006, ch. 4), and is expected to be 34.7."""
    build = Build.around(32)
    assert (build.low, build.likely, build.high) == (16, 32, 64)
    assert build.expected == pytest.approx(34.667, abs=1e-3)


def test_nothing_to_build_is_an_estimate() -> None:
    """0 hours are 0 in every world."""
    build = build_said({"build_hours": 0})
    assert build == Build(0, 0, 0)
    assert build.hours().max() == 0


@pytest.mark.parametrize(
    "body",
    [{}, {"build_hours": "many"}, {"build_hours": True}, {"build_hours": -1}, {"build_hours": float("nan")},
     {"build_hours": 1e9}, {"build_low_hours": 9, "build_hours": 8}, {"build_hours": 8, "build_high_hours": 7}],
)  # fmt: skip
def test_what_is_no_estimate_is_passed_over(body: dict[str, Any]) -> None:
    """No number, a negative one, one that was mistyped, or points out of order say nothing."""
    assert build_said(body) is None


def test_points_that_are_left_out_are_laid_around() -> None:
    """Whoever states the likely hours and the high gets half of the likely as the low."""
    assert build_said({"build_hours": 8, "build_high_hours": 40}) == Build(4, 8, 40)
