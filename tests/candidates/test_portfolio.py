"""The portfolio is the best that the hours allow, and never more."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.candidates.portfolio import choose_portfolio, frontier_of_hours

QUARTERS = st.integers(0, 320).map(lambda quarters: quarters / 4)  # nobody estimates to the second
PAIRS = st.lists(st.tuples(QUARTERS, st.floats(-50, 400)), max_size=8)
HOURS = st.integers(0, 1_600).map(lambda quarters: quarters / 4)


def candidates(*pairs: tuple[float, float]) -> pd.DataFrame:
    """Candidates by (hours to build, net hours a year), ranked in this order."""
    return pd.DataFrame(
        [(f"r{n}", n + 1, build, net) for n, (build, net) in enumerate(pairs)],
        columns=["recurrence_id", "rank", "expected_build_hours", "net_hours_per_year"],
    )


def best_by_trying(pairs: list[tuple[float, float]], hours: float) -> float:
    """The greatest net hours of all sets that fit."""
    sets = (some for size in range(len(pairs) + 1) for some in combinations(pairs, size))
    return max(sum(net for _, net in some) for some in sets if sum(build for build, _ in some) <= hours)


def test_two_smaller_ones_beat_the_best_rate() -> None:
    """In 50 hours, 30 + 20 for 100 + 60 beat the one of 40 hours for 150, although nothing else fits beside it."""
    found = choose_portfolio(candidates((40, 150), (30, 100), (20, 60)), 50)
    assert found.recurrence_ids == ("r1", "r2")
    assert (found.build_hours, found.net_hours_per_year) == (50, 160)


@settings(max_examples=120, deadline=None)
@given(PAIRS, HOURS)
def test_it_never_exceeds_its_hours_and_nothing_beats_it(pairs: list[tuple[float, float]], hours: float) -> None:
    """The set fits, and trying out every set of up to eight candidates finds none that gives back more."""
    found = choose_portfolio(candidates(*pairs), hours)
    assert found.build_hours <= hours + 1e-9
    best = best_by_trying(pairs, hours)
    assert found.net_hours_per_year == pytest.approx(best, rel=2e-4, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(PAIRS, HOURS)
def test_no_set_lies_above_the_frontier(pairs: list[tuple[float, float]], hours: float) -> None:
    """The frontier rises to all that gives something back, is reached at its points, and bounds every choice."""
    frontier = frontier_of_hours(candidates(*pairs))
    ends, most = frontier["hours"].to_numpy(), frontier["net_hours_per_year"].to_numpy()
    assert most[-1] == pytest.approx(sum(net for _, net in pairs if net > 0))
    chosen = choose_portfolio(candidates(*pairs), hours)
    reached = max(most[ends <= hours], default=0)
    assert reached - 0.1 <= chosen.net_hours_per_year <= max(np.interp(hours, ends, most), reached) + 1e-6


def test_what_gives_nothing_back_is_never_built() -> None:
    """However many hours there are, a loss is not taken; without hours, only what costs none."""
    every = candidates((10, -5), (0, 3), (10, 0), (10, 20))
    assert choose_portfolio(every, 1_000).recurrence_ids == ("r1", "r3")
    assert choose_portfolio(every, 0).recurrence_ids == ("r1",)
    assert choose_portfolio(every.head(0), 80).recurrence_ids == ()


def test_long_lists_are_quick_and_nothing_is_written_to_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    """A thousand candidates of five costs, which a solver finds hard to tell apart, are near the frontier."""
    random = np.random.default_rng(7)
    costs, nets = random.choice([13 / 6, 13 / 3, 26, 104 / 3, 130 / 3], 1_000), random.lognormal(3, 1, 1_000)
    every = candidates(*zip(costs, nets, strict=True))
    found = choose_portfolio(every, 400)
    frontier = frontier_of_hours(every)
    bound = np.interp(400, frontier["hours"], frontier["net_hours_per_year"])
    assert found.build_hours <= 400
    assert 0.99 * bound <= found.net_hours_per_year <= bound
    assert capfd.readouterr().out == ""
