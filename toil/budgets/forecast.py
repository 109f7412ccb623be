"""The week in which a team's toil outgrows its budget, by the calendar and by each driver, with its range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from toil.budgets.paths import HORIZON, Path, paths, weeks_until
from toil.relations import PythonRelation

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

LOW, HIGH = 0.1, 0.9
_COLUMNS = {"team": "varchar", "driver": "varchar", "position": "integer", "last_week": "varchar", "weeks": "integer",
            "target_share": "double", "share_now": "double", "low_share_now": "double", "high_share_now": "double",
            "weekly_growth": "double", "low_growth": "double", "high_growth": "double", "break_probability": "double",
            "break_week": "varchar", "earliest_week": "varchar", "latest_week": "varchar",
            "state": "varchar"}  # fmt: skip
_WEEK_COLUMNS = {"team": "varchar", "driver": "varchar", "week": "varchar", "ahead": "integer", "share": "double",
                 "low_share": "double", "high_share": "double", "target_share": "double"}  # fmt: skip


def budget_forecast(frames: Frames, settings: Settings) -> pd.DataFrame:
    """A row for each team and path (`toil.budgets.paths`; driver '' is the calendar): where its toil share stands, how
    it changes a week, and when it passes the target.

    The draws give the weeks that hold 10, 50 and 90 % of the breaks; a week more than a year ahead is null. States:
    unknown (fewer than 8 weeks), over, breaks (more likely than not within a year), unlikely.
    """
    import pandas as pd

    return pd.DataFrame([_row(one) for one in paths(frames)], columns=list(_COLUMNS))


def forecast_weeks(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The share of toil in each week of the year ahead on each path: middle, 10 % and 90 % of the draws."""
    import pandas as pd

    rows = [row for one in paths(frames) for row in _weeks_ahead(one)]
    return pd.DataFrame(rows, columns=list(_WEEK_COLUMNS))


def _row(one: Path) -> dict[str, Any]:
    import numpy as np

    row = {"team": one.team, "driver": one.driver, "position": one.position, "last_week": one.last_week,
           "weeks": one.weeks, "target_share": one.target, "state": "unknown"}  # fmt: skip
    if one.levels is None or one.drifts is None:
        return row
    ahead = weeks_until(one.levels, one.drifts, math.log(one.target))
    earliest, middle, latest = np.quantile(ahead, (LOW, 0.5, HIGH), method="inverted_cdf")
    share, low, high = np.exp(np.quantile(one.levels, (0.5, LOW, HIGH)))
    grows, least, most = np.expm1(np.quantile(one.drifts, (0.5, LOW, HIGH)))
    named = {name: _week(one, when) for name, when in
             (("earliest_week", earliest), ("break_week", middle), ("latest_week", latest))}  # fmt: skip
    state = "over" if middle == 0 else ("breaks" if middle <= HORIZON else "unlikely")
    return {**row, "share_now": share, "low_share_now": low, "high_share_now": high, "weekly_growth": grows,
            "low_growth": least, "high_growth": most, "break_probability": float((ahead <= HORIZON).mean()), **named,
            "state": state}  # fmt: skip


def _weeks_ahead(one: Path) -> list[dict[str, Any]]:
    """A team cannot spend more than all its time: shares end at 1."""
    import numpy as np

    if one.levels is None or one.drifts is None:
        return []
    weeks = np.arange(HORIZON + 1)
    logs = one.levels[:, None] + one.drifts[:, None] * weeks[None, :]
    low, middle, high = np.exp(np.minimum(np.quantile(logs, (LOW, 0.5, HIGH), axis=0), 0.0))
    return [{"team": one.team, "driver": one.driver, "week": one.week_at(int(week)), "ahead": int(week),
             "share": middle[week], "low_share": low[week], "high_share": high[week], "target_share": one.target}
            for week in weeks]  # fmt: skip


def _week(one: Path, ahead: float) -> str | None:
    return one.week_at(math.ceil(ahead)) if ahead <= HORIZON else None


_READS = frozenset({"growth_weeks", "toil_by_week", "driver_weeks"})
FORECAST_RELATION = PythonRelation(
    "budget_forecast", "When a team's toil outgrows its budget, if it, or a driver, goes on growing as it does.",
    ("team", "driver"), not_null=("position", "last_week", "weeks", "target_share", "state"), columns=_COLUMNS,
    checks=("select count(*) from budget_forecast where state not in ('unknown', 'over', 'breaks', 'unlikely')",
            "select count(*) from budget_forecast where earliest_week > break_week or break_week > latest_week"),
    reads=_READS, compute=budget_forecast,
)  # fmt: skip
FORECAST_WEEKS_RELATION = PythonRelation(
    "forecast_weeks", "A team's share of toil in a week ahead, by the calendar or by a driver, with its range.",
    ("team", "driver", "week"), not_null=("ahead", "share", "low_share", "high_share", "target_share"),
    columns=_WEEK_COLUMNS,
    checks=("select count(*) from forecast_weeks where not (low_share <= share and share <= high_share)",),
    reads=_READS, compute=forecast_weeks,
)  # fmt: skip
