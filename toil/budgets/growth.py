"""Growth: the elasticity of each recurrence, category and team to each driver, and its growth with the calendar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from toil.budgets.proportion import proportion
from toil.relations import PythonRelation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

CALENDAR = ""
"""The driver of growth with time: its slope is the logarithm of a year's growth."""

FEWEST_WEEKS, FEWEST_OCCURRENCES = 8, 5
WEEKS_A_YEAR = 365.25 / 7
HALF = 0.5
"""Nearer to work that grows as its driver does (1) than to work that does not grow with it (0)."""

_COLUMNS = {"kind": "varchar", "team": "varchar", "subject": "varchar", "driver": "varchar", "position": "integer",
            "weeks": "integer", "total": "double", "slope": "double", "low": "double", "high": "double",
            "near_linear": "double", "dispersion": "double", "reason": "varchar"}  # fmt: skip


def growth(frames: Frames, settings: Settings) -> pd.DataFrame:
    """A row for each series of `growth_weeks` and each driver of its team, and for the calendar (driver '').

    log E[value] = a + slope × log(driver) (toil.md 3.3): about 1 is O(n), 0 or less does not grow with it. `low` and
    `high` hold the slope eight times in ten, `near_linear` is the probability that it is above ½. Without a slope,
    `reason` is few_weeks, rare or constant.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for (kind, team), series in frames["growth_weeks"].groupby(["kind", "team"], sort=True):
        table = series.pivot(index="subject", columns="week", values="value").sort_index(axis=1)
        starts = series.groupby("week")["week_starts_on"].first()
        years = (pd.to_datetime(starts) - pd.to_datetime(starts).min()).dt.days / 7 / WEEKS_A_YEAR
        one = {"kind": str(kind), "team": str(team)}
        rows += _fitted(table, years, {**one, "driver": CALENDAR, "position": 0})
        known = frames["driver_weeks"].query("team == @team")
        for driver, position in known.groupby("driver")["position"].min().sort_values().items():
            values = known[known["driver"] == driver].set_index("week")["value"]
            rows += _fitted(table, values.map(math.log), {**one, "driver": str(driver), "position": int(position)})
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _fitted(table: pd.DataFrame, x: pd.Series[float], same: dict[str, Any]) -> list[dict[str, Any]]:
    """The series of one kind and team against one driver, in the weeks in which both are known."""
    import numpy as np

    weeks = [week for week in table.columns if week in x.index]
    values = table[weeks].to_numpy(float)
    points = x.reindex(weeks).to_numpy(float)
    totals = values.sum(axis=1)
    is_count = same["kind"] == "recurrence"
    reasons = np.where(totals < FEWEST_OCCURRENCES if is_count else totals <= 0, "rare", "").astype(object)
    if len(weeks) < FEWEST_WEEKS:
        reasons[:] = "few_weeks"
    elif np.ptp(points) < 1e-9:
        reasons[:] = "constant"
    found = _slopes(points, values[reasons == ""], same) if (reasons == "").any() else iter(())
    return [
        {**same, "subject": str(subject), "weeks": len(weeks), "total": total, "reason": str(reason),
         **(next(found) if not reason else {})}
        for subject, total, reason in zip(table.index, totals, reasons, strict=True)
    ]  # fmt: skip


def _slopes(x: np.ndarray, values: np.ndarray, same: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from scipy.stats import t

    fit = proportion(x, values, least_dispersion=1.0 if same["kind"] == "recurrence" else 0.0)
    reach = float(t.ppf(0.9, fit.freedom))
    for slope, error, spread in zip(fit.slope, fit.slope_error, fit.dispersion, strict=True):
        above_half = float(t.cdf((slope - HALF) / max(error, 1e-9), fit.freedom))
        yield {"slope": slope, "low": slope - reach * error, "high": slope + reach * error, "dispersion": spread,
               "near_linear": None if same["driver"] == CALENDAR else above_half}  # fmt: skip


GROWTH_RELATION = PythonRelation(
    "growth", "How a recurrence, a category or all toil of a team grows with a driver, or with the calendar.",
    ("kind", "team", "subject", "driver"), not_null=("position", "weeks", "total", "reason"), columns=_COLUMNS,
    checks=("select count(*) from growth where (reason = '') <> (slope is not null)",
            "select count(*) from growth where not (low <= slope and slope <= high)"),
    reads=frozenset({"growth_weeks", "driver_weeks"}), compute=growth,
)  # fmt: skip
