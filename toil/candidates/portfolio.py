"""Portfolio: the set of candidates that gives back most for the hours there are to build.

Chosen by integer programming: maximize Σ xᵢ × net hours a year of i, with Σ xᵢ × expected hours to build i ≤ hours and
xᵢ ∈ {0, 1} (the knapsack problem: Dantzig 1957, Operations Research 5(2)); solved by HiGHS through SciPy's `milp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

STEPS = 32
GAP = 1e-6
"""Relative gap at which the solver may stop: a second a year in a thousand hours."""

TOLERANCE = 1e-6
"""Hours that a sum may be off by rounding: what fits to the hundredth of a second fits."""


@dataclass(frozen=True)
class Portfolio:
    """What to build, in the order of rank, what that takes, and what it gives back."""

    recurrence_ids: tuple[str, ...]
    build_hours: float
    net_hours_per_year: float


def choose_portfolio(candidates: pd.DataFrame, hours: float) -> Portfolio:
    """The set with the greatest expected net hours whose expected building hours together are at most `hours`.

    `candidates` are rows of `automation_candidates` with recurrence_id, rank, net_hours_per_year and
    expected_build_hours. Those that give nothing back are never chosen.
    """
    worth_it = _worth_it(candidates)
    picked = worth_it[_solve(worth_it, hours)]
    return Portfolio(
        tuple(picked["recurrence_id"].astype(str)), float(picked["expected_build_hours"].sum()),
        float(picked["net_hours_per_year"].sum()),
    )  # fmt: skip


def frontier_of_hours(candidates: pd.DataFrame) -> pd.DataFrame:
    """The most that can be given back for any hours there are: hours, net_hours_per_year, number; ascending.

    From 0 to the hours that building all that gives something back takes, in 32 steps that are closer at its start,
    where the most is decided.
    """
    import pandas as pd

    worth_it = _worth_it(candidates)
    most = float(worth_it["expected_build_hours"].sum())
    rows = []
    for step in range(STEPS + 1):
        hours = most * (step / STEPS) ** 2
        found = choose_portfolio(worth_it, hours)
        rows.append((hours, found.net_hours_per_year, len(found.recurrence_ids)))
    return pd.DataFrame(rows, columns=["hours", "net_hours_per_year", "number"])


def _worth_it(candidates: pd.DataFrame) -> pd.DataFrame:
    return candidates[candidates["net_hours_per_year"] > 0].sort_values(["rank", "recurrence_id"])


def _solve(rows: pd.DataFrame, hours: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which rows to take."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost, gain = (rows[name].to_numpy(dtype=float) for name in ("expected_build_hours", "net_hours_per_year"))
    if hours < 0 or not len(rows):
        return np.zeros(len(rows), dtype=bool)
    if cost.sum() <= hours + TOLERANCE:
        return np.ones(len(rows), dtype=bool)
    found = milp(
        -gain, integrality=np.ones(len(rows)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(cost[None, :], ub=hours), options={"mip_rel_gap": GAP},
    )  # fmt: skip
    return _within(np.round(found.x).astype(bool), rows, cost, hours)


def _within(
    taken: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], rows: pd.DataFrame, cost: Floats, hours: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The solver keeps its constraint about to a millionth only: what goes further beyond loses its last row."""
    while cost[taken].sum() > hours + TOLERANCE:
        taken[max(place for place in range(len(rows)) if taken[place])] = False
    return taken
