"""The week in which a team's toil outgrows its budget, if it goes on growing as it does, with its range."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING, Any

from toil.budgets.growth import FEWEST_WEEKS
from toil.budgets.proportion import proportion
from toil.proof.regression import DRIFT_SD
from toil.relations import PythonRelation

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

MOST_WEEKS, HORIZON, DRAWS = 52, 52, 4000
NORMAL_80 = 1.2816
_COLUMNS = {"team": "varchar", "last_week": "varchar", "weeks": "integer", "target_share": "double",
            "share_now": "double", "low_share_now": "double", "high_share_now": "double", "weekly_growth": "double",
            "low_growth": "double", "high_growth": "double", "break_probability": "double", "break_week": "varchar",
            "earliest_week": "varchar", "latest_week": "varchar", "state": "varchar"}  # fmt: skip


def budget_forecast(frames: Frames, settings: Settings) -> pd.DataFrame:
    """A row for each team: where its toil share stands, how it grows a week, and when it passes the target.

    log E[toil] = level + drift × week + log capacity, over up to 52 weeks of `growth_weeks`. The drift has the prior of
    our verdicts (normal, 5 ‰ a week): a few weeks of rise are mostly chance. The level bears also the doubt about the
    hours themselves, which all weeks share. Seeded draws give the weeks that hold 10, 50 and 90 % of the breaks; a
    week more than a year ahead is null. States: unknown (fewer than 8 weeks), over, breaks (more likely than not within
    a year), unlikely.
    """
    import pandas as pd

    wanted = frames["growth_weeks"].query("kind == 'team'")[["team", "week"]]
    hours = frames["toil_by_week"].merge(wanted, on=["team", "week"])
    rows = [_forecast(str(team), group.sort_values("week_starts_on")) for team, group in hours.groupby("team")]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _forecast(team: str, weeks: pd.DataFrame) -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    known = weeks[weeks["capacity_hours"] > 0].tail(MOST_WEEKS)
    last = weeks.iloc[-1]
    row = {"team": team, "last_week": last["week"], "weeks": len(known), "target_share": last["budget_share"],
           "state": "unknown"}  # fmt: skip
    if len(known) < FEWEST_WEEKS or known["toil_hours"].sum() <= 0 or not last["budget_share"] > 0:
        return row
    starts = pd.to_datetime(known["week_starts_on"])
    numbers = (starts - pd.Timestamp(last["week_starts_on"])).dt.days.to_numpy(float) / 7
    levels, drifts = drawn(numbers, known["toil_hours"].to_numpy(float), known["capacity_hours"].to_numpy(float),
                           doubt=_doubt(known), seed=zlib.crc32(team.encode()))  # fmt: skip
    ahead = weeks_until(levels, drifts, math.log(last["budget_share"]))
    earliest, middle, latest = np.quantile(ahead, (0.1, 0.5, 0.9), method="inverted_cdf")
    share, low, high = np.exp(np.quantile(levels, (0.5, 0.1, 0.9)))
    grows, least, most = np.expm1(np.quantile(drifts, (0.5, 0.1, 0.9)))
    named = {name: _week(last["week_starts_on"], when) for name, when in
             (("earliest_week", earliest), ("break_week", middle), ("latest_week", latest))}  # fmt: skip
    state = "over" if middle == 0 else ("breaks" if middle <= HORIZON else "unlikely")
    return {**row, "share_now": share, "low_share_now": low, "high_share_now": high, "weekly_growth": grows,
            "low_growth": least, "high_growth": most, "break_probability": float((ahead <= HORIZON).mean()), **named,
            "state": state}  # fmt: skip


def drawn(
    numbers: np.ndarray, toil: np.ndarray, capacity: np.ndarray, *, doubt: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of the log share in week 0 and of its drift a week; `numbers` are the weeks from there, 0 or before.

    `doubt` is the standard deviation of what all weeks' hours have in common, on the log scale.
    """
    import numpy as np

    fit = proportion(numbers, toil[None, :], exposure=capacity)
    precision, prior = 1 / max(float(fit.slope_error[0]), 1e-9) ** 2, 1 / DRIFT_SD**2
    drift, error = float(fit.slope[0]) * precision / (precision + prior), (precision + prior) ** -0.5
    chance = np.random.default_rng(seed)
    drifts = chance.normal(drift, error, DRAWS)
    middles = chance.normal(float(fit.level[0]), math.hypot(float(fit.level_error[0]), doubt), DRAWS)
    return middles - drifts * float(fit.middle[0]), drifts


def weeks_until(levels: np.ndarray, drifts: np.ndarray, target: float) -> np.ndarray:
    """The weeks until each draw's log share passes the target: 0 where it has, infinite where it never does."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        ahead = np.where(drifts > 0, (target - levels) / drifts, np.inf)
    return np.where(levels > target, 0.0, ahead)


def _doubt(weeks: pd.DataFrame) -> float:
    """Half the width of the summed range on the log scale, as a standard deviation: it holds eight in ten."""
    low, high = float(weeks["low_hours"].sum()), float(weeks["high_hours"].sum())
    return math.log(high / low) / (2 * NORMAL_80) if 0 < low < high else 0.0


def _week(last: Any, ahead: float) -> str | None:
    import pandas as pd

    if not ahead <= HORIZON:
        return None
    return f"{pd.Timestamp(last) + pd.Timedelta(weeks=math.ceil(ahead)):%G-W%V}"


FORECAST_RELATION = PythonRelation(
    "budget_forecast", "When a team's toil outgrows its budget, if it goes on growing as it does.", ("team",),
    not_null=("last_week", "weeks", "target_share", "state"), columns=_COLUMNS,
    checks=("select count(*) from budget_forecast where state not in ('unknown', 'over', 'breaks', 'unlikely')",
            "select count(*) from budget_forecast where earliest_week > break_week or break_week > latest_week"),
    reads=frozenset({"growth_weeks", "toil_by_week"}), compute=budget_forecast,
)  # fmt: skip
