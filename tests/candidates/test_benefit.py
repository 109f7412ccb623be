"""The benefit of a remedy obeys common sense whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.candidates.benefit import Benefit, Work, benefit_of, payback_weeks, quadrant

COUNTS = st.floats(0, 500)
HOURS = st.floats(0, 40)
BUILDS = st.floats(0.1, 2_000)


def benefit(count: float = 24, hours: float = 1, build: float = 40, *, dispersion: float = 1.5) -> Benefit:
    """The benefit of an automation that removes four fifths, over twelve weeks of counts."""
    work = Work(count=count, weeks=12, dispersion=dispersion, hours=hours, hours_error=0.2)
    return benefit_of(work, build_hours=build, coverage=0.8, upkeep=0.15, horizon_weeks=52)


def test_a_worked_example() -> None:
    """Two hours a week are 104.4 a year; four fifths less 6 of upkeep saves 77.5; 40 hours pay back in 26.9 weeks."""
    found = benefit()
    assert found.per_week == 2
    assert found.hours_per_year == pytest.approx(104.357, abs=1e-3)
    assert found.net_hours_per_year == pytest.approx(77.486, abs=1e-3)
    assert found.payback_weeks == pytest.approx(26.94, abs=0.01)
    assert 0.8 < found.payback_probability < 1


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.floats(0, 100), HOURS, BUILDS)
def test_more_frequent_work_is_never_worth_less(count: float, more: float, hours: float, build: float) -> None:
    """With all else equal, a higher frequency never lowers what candidates are ranked by."""
    assert benefit(count + more, hours, build).worth >= benefit(count, hours, build).worth


@settings(max_examples=40, deadline=None)
@given(COUNTS, HOURS, BUILDS, st.floats(0, 500))
def test_a_worse_cost_never_shortens_payback(count: float, hours: float, build: float, more: float) -> None:
    """With all else equal, what is dearer to build never pays back sooner, nor more probably."""
    cheap, dear = benefit(count, hours, build), benefit(count, hours, build + more)
    assert (dear.payback_weeks or float("inf")) >= (cheap.payback_weeks or float("inf"))
    assert dear.payback_probability <= cheap.payback_probability


@settings(max_examples=40, deadline=None)
@given(COUNTS, HOURS, BUILDS, st.floats(1, 9))
def test_the_interval_holds_the_mean(count: float, hours: float, build: float, dispersion: float) -> None:
    """The low is never above, the high never below the hours a year; probabilities lie between 0 and 1."""
    found = benefit(count, hours, build, dispersion=dispersion)
    assert 0 <= found.low_hours_per_year <= found.hours_per_year <= found.high_hours_per_year
    assert 0 <= found.payback_probability <= 1


def test_work_that_never_comes_saves_nothing() -> None:
    """Zero frequency, or no time spent, never pays back."""
    for found in (benefit(count=0), benefit(hours=0)):
        assert (found.payback_weeks, found.payback_probability, found.hours_per_year) == (None, 0.0, 0.0)
        assert found.worth[0] == 0


def test_what_costs_nothing_pays_at_once() -> None:
    """A remedy without building hours pays back in no time, if it saves anything."""
    found = benefit(build=0)
    assert (found.payback_weeks, found.payback_probability) == (0.0, 1.0)
    assert payback_weeks(0.0, 0.0) is None


def test_overdispersion_widens_the_interval() -> None:
    """Counts that vary more say less about a year."""
    narrow, wide = benefit(dispersion=1), benefit(dispersion=6)
    assert wide.low_hours_per_year < narrow.low_hours_per_year
    assert wide.high_hours_per_year > narrow.high_hours_per_year


@pytest.mark.parametrize(
    ("per_week", "hours", "name"),
    [(1, 0.5, "often_long"), (5, 0.1, "often_short"), (0.2, 3, "seldom_long"), (0, 0, "seldom_short")],
)
def test_quadrants(per_week: float, hours: float, name: str) -> None:
    """Often is once a week or more, long is half an hour or more."""
    assert quadrant(per_week, hours) == name
