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
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

GAP = 1e-4
"""Relative gap at which the solver may stop: six minutes a year in a thousand hours."""

AN_HOUR = 120
"""The solver counts in half minutes, so that its constraint is one of whole numbers and held exactly."""


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
    """The most that can be given back for the hours there are: hours, net_hours_per_year, number; ascending.

    The candidates are taken by net hours for an hour of building. At the hours of each row that set is the best one
    there is, and between two rows no set lies above the straight line (Dantzig 1957: the linear relaxation).
    """
    import numpy as np
    import pandas as pd

    rows = _worth_it(candidates)
    cost, gain = _figures(rows)
    order = np.argsort(-np.divide(gain, cost, out=np.full_like(gain, np.inf), where=cost > 0), kind="stable")
    return pd.DataFrame(
        {"hours": np.append(0.0, cost[order].cumsum()), "net_hours_per_year": np.append(0.0, gain[order].cumsum()),
         "number": np.arange(len(rows) + 1)}
    )  # fmt: skip


def _worth_it(candidates: pd.DataFrame) -> pd.DataFrame:
    return candidates[candidates["net_hours_per_year"] > 0].sort_values(["rank", "recurrence_id"])


def _figures(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Expected hours to build, and net hours a year."""
    return rows["expected_build_hours"].to_numpy(dtype=float), rows["net_hours_per_year"].to_numpy(dtype=float)


def _solve(rows: pd.DataFrame, hours: float) -> Flags:
    """Which rows to take."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost, gain = _figures(rows)
    units = np.ceil(cost * AN_HOUR - 1e-6)
    most = np.floor(hours * AN_HOUR + 1e-6)
    if units.sum() <= most:
        return np.ones(len(rows), dtype=bool)
    # without HiGHS's presolve: for one constraint it takes longer than the solution, and it writes to stdout
    found = milp(
        -gain, integrality=np.ones(len(rows)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(units[None, :], ub=most), options={"mip_rel_gap": GAP, "presolve": False},
    )  # fmt: skip
    taken: Flags = np.round(found.x).astype(bool)
    return taken
