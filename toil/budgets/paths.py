"""How a team's toil share may go on: with the calendar, and with each driver that its toil was measured against.

log E[toil] = level + drift × week + log capacity, over up to 52 weeks of `growth_weeks`. With the calendar, the drift
has the prior of our verdicts (normal, 5 ‰ a week): a few weeks of rise are mostly chance. With a driver, the drift is
the elasticity of toil to it (toil.md 3.3) × the driver's own growth a week, both drawn. The level bears also the doubt
about the hours themselves, which all weeks share. Draws are seeded.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from toil.budgets.growth import CALENDAR, FEWEST_WEEKS
from toil.budgets.proportion import proportion
from toil.candidates.worlds import NORMAL_HIGH
from toil.proof.regression import DRIFT_SD

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from toil.relations import Frames

    Array = np.ndarray

MOST_WEEKS, HORIZON, DRAWS = 52, 52, 4000
STALE_WEEKS = 8
"""A driver that was last told of so long ago says nothing about the year ahead."""

MOST_ALIKE = 0.9
"""The most that a week's driver is taken to hang together with that of the week before."""


@dataclass(frozen=True)
class Path:
    """Draws of a team's log share in its last complete week, and of its drift a week; None where too little is known.
    `driver` is empty for the calendar, `weeks` are those that it rests on."""

    team: str
    driver: str
    position: int
    last_week: str
    last_on: pd.Timestamp
    weeks: int
    target: float
    levels: Array | None
    drifts: Array | None

    def week_at(self, ahead: int) -> str:
        """The ISO week so many weeks after the last complete one."""
        import pandas as pd

        return f"{self.last_on + pd.Timedelta(weeks=ahead):%G-W%V}"


def paths(frames: Frames) -> Iterator[Path]:
    """The calendar's path of each team, and those of its drivers with eight weeks in common with it.

    Reads growth_weeks, toil_by_week, driver_weeks.
    """
    import pandas as pd

    wanted = frames["growth_weeks"].query("kind == 'team'")[["team", "week"]]
    hours = frames["toil_by_week"].merge(wanted, on=["team", "week"])
    for name, weeks in hours.groupby("team"):
        weeks = weeks.sort_values("week_starts_on")
        last = weeks.iloc[-1]
        start = pd.Timestamp(last["week_starts_on"])
        known = weeks[weeks["capacity_hours"] > 0].tail(MOST_WEEKS)
        known = known.assign(number=(pd.to_datetime(known["week_starts_on"]) - start).dt.days / 7)
        same = (str(last["week"]), start)
        target = float(last["budget_share"])
        is_told = len(known) >= FEWEST_WEEKS and known["toil_hours"].sum() > 0 and target > 0
        seed = zlib.crc32(str(name).encode())
        by_calendar = drawn(*_columns(known, "number"), doubt=_doubt(known), seed=seed) if is_told else (None, None)
        yield Path(str(name), CALENDAR, 0, *same, len(known), target, *by_calendar)
        drivers = frames["driver_weeks"].query("team == @name") if is_told else frames["driver_weeks"].head(0)
        for key, values in drivers.groupby(["position", "driver"]):
            position, driver = cast("tuple[int, str]", key)
            both = known.merge(values[["week", "value"]], on="week").sort_values("number")
            if _says_enough(both):
                doubt, own = _doubt(both), zlib.crc32(f"{name}/{driver}".encode())
                draws = drawn_by_driver(*_columns(both, "number", "value"), doubt=doubt, seed=own)
                yield Path(str(name), driver, int(position), *same, len(both), target, *draws)


def drawn(numbers: Array, toil: Array, capacity: Array, *, doubt: float, seed: int) -> tuple[Array, Array]:
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


def drawn_by_driver(
    numbers: Array, values: Array, toil: Array, capacity: Array, *, doubt: float, seed: int
) -> tuple[Array, Array]:
    """As `drawn`, for toil that grows in proportion to a power of `values`, which themselves grow with the weeks."""
    import numpy as np

    logs = np.log(values)
    fit = proportion(logs, toil[None, :], exposure=capacity)
    growth, error = driver_growth(numbers, logs)
    chance = np.random.default_rng(seed)
    growths, elasticities, middles = (
        middle + spread * chance.standard_t(fit.freedom, DRAWS)
        for middle, spread in (
            (growth, error),
            (float(fit.slope[0]), float(fit.slope_error[0])),
            (float(fit.level[0]), math.hypot(float(fit.level_error[0]), doubt)),
        )
    )
    drivers_now = logs.mean() - growths * numbers.mean()
    return middles + elasticities * (drivers_now - float(fit.middle[0])), elasticities * growths


def driver_growth(numbers: Array, logs: Array) -> tuple[float, float]:
    """The growth of a driver a week on the log scale, by least squares, and its standard error.

    Weeks that hang together (lag-one autocorrelation r of the residuals) say as much as (1 − r) ÷ (1 + r) times as many
    that do not (Zwiers & von Storch 1995).
    """

    away = numbers - numbers.mean()
    slope = float(away @ logs / (away @ away))
    left = logs - logs.mean() - slope * away
    variance = float(left @ left) / (len(logs) - 2)
    alike = float(left[1:] @ left[:-1] / (left @ left)) if left @ left > 1e-12 else 0.0
    alike = min(max(alike, 0.0), MOST_ALIKE)
    return slope, math.sqrt(variance / float(away @ away) * (1 + alike) / (1 - alike))


def weeks_until(levels: Array, drifts: Array, target: float) -> Array:
    """The weeks until each draw's log share passes the target: 0 where it has, infinite where it never does."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        ahead = np.where(drifts > 0, (target - levels) / drifts, np.inf)
    return np.where(levels > target, 0.0, ahead)


def _columns(weeks: pd.DataFrame, *names: str) -> Iterator[Any]:
    return (weeks[name].to_numpy(float) for name in (*names, "toil_hours", "capacity_hours"))


def _says_enough(both: pd.DataFrame) -> bool:
    if len(both) < FEWEST_WEEKS or both["toil_hours"].sum() <= 0:
        return False
    return bool(both["number"].iloc[-1] >= -STALE_WEEKS and both["value"].max() > both["value"].min() * (1 + 1e-9))


def _doubt(weeks: pd.DataFrame) -> float:
    """Half the width of the summed range on the log scale, as a standard deviation: it holds eight in ten."""
    low, high = float(weeks["low_hours"].sum()), float(weeks["high_hours"].sum())
    return math.log(high / low) / (2 * NORMAL_HIGH) if 0 < low < high else 0.0
