"""What is fixed before an effect can be known: metric, baseline and verdict date, from the baseline alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from toil.errors import UsageError
from toil.proof.before_after import weeks_for_power
from toil.proof.rare import RARE_PER_WEEK
from toil.proof.regression import Weeks
from toil.proof.series import case_of, steady, weekly, window
from toil.proof.verdict import (
    FEWEST_BASELINE_WEEKS,
    FEWEST_PLANNED_WEEKS,
    MOST_AFTER_WEEKS,
    MOST_RARE_WEEKS,
    baseline,
    per_week,
    planned_weeks,
    wanted_ratio,
)

if TYPE_CHECKING:
    import pandas as pd

    from toil.proof.series import Window


@dataclass(frozen=True)
class Plan:
    """`verdict_on` is the first day after the planned weeks. `trouble` is empty, `thin` (too few weeks before), `never`
    (no occurrence in them), or `blunt` (the promise would not show within half a year, or, of rare work,
    within a year: judged then nevertheless).
    """

    metric: str
    baseline_first: date | None
    baseline_last: date | None
    baseline_weeks: int
    per_week: float
    hours_per_week: float
    is_rare: bool
    planned_weeks: int
    verdict_on: date
    trouble: str

    def body(self) -> dict[str, object]:
        """As the journal keeps it."""
        return {"metric": self.metric, "verdict_weeks": self.planned_weeks, "verdict_on": self.verdict_on.isoformat(),
                "baseline_first": self.baseline_first.isoformat() if self.baseline_first else None,
                "baseline_last": self.baseline_last.isoformat() if self.baseline_last else None}  # fmt: skip


def plan_of(
    occurrences: pd.DataFrame, weeks: pd.DataFrame, recurrence_id: str, *, shipped: pd.Timestamp,
    registered: pd.Timestamp, metric: str, promised: float | None,
) -> Plan:  # fmt: skip
    """The plan for a recurrence, from `proof_occurrences` and one team's `proof_weeks`; `promised` in hours a week."""
    own = occurrences[occurrences["recurrence_id"] == recurrence_id]
    around = steady(window(weeks, shipped=shipped, registered=registered), own)
    case = case_of(own, around, recurrence_id)
    before = baseline(case.weeks)
    rows = around.before
    hours = baseline(weekly(own, around, by_day=False, value="hours"))
    weekly_hours = hours_per_week(own, around)
    number = planned_weeks(before, promised_ratio=promised_ratio(promised, weekly_hours), gaps=case.gap_dispersion)
    if metric == "hours":
        number = max(number, planned_for_hours(hours, promised_ratio(promised, weekly_hours)))
    starts = [day.date() for day in rows["week_starts_on"]] if len(rows) else []
    monday = (shipped - timedelta(days=shipped.weekday())).date()
    return Plan(
        metric, starts[0] if starts else None, starts[-1] if starts else None, len(rows), per_week(before),
        weekly_hours, per_week(before) < RARE_PER_WEEK, number, monday + timedelta(weeks=number + 1),
        _trouble(before, number),
    )  # fmt: skip


Read = Callable[..., "pd.DataFrame"]
"""Reads a relation of a build by column = value, as `Published.read` and the app's reader do."""


def plan_from(
    read: Read, recurrence_id: str, *, shipped: pd.Timestamp, registered: pd.Timestamp, metric: str,
    promised: float | None,
) -> Plan | None:  # fmt: skip
    """The plan from the relations of a build; None where it has no such recurrence, or is too old to have them."""
    try:
        team = read("recurrences", recurrence_id=recurrence_id)["team"]
        occurrences = read("proof_occurrences", recurrence_id=recurrence_id)
        weeks = read("proof_weeks", team=[str(one) for one in team])
    except (UsageError, KeyError):
        return None
    if team.empty:
        return None
    return plan_of(occurrences, weeks, recurrence_id, shipped=shipped, registered=registered, metric=metric,
                   promised=promised)  # fmt: skip


def promised_ratio(promised: float | None, weekly_hours: float) -> float | None:
    """What would remain of the hours if the promise is kept; None without a promise or hours."""
    return None if promised is None or weekly_hours <= 0 else max(0.0, 1 - promised / weekly_hours)


def hours_per_week(own: pd.DataFrame, around: Window) -> float:
    """Hours a week of the baseline: occurrences a week × the mean of those whose effort is known."""
    rows = around.before
    base = own[own["week"].isin(rows["week"])]
    mean = base["hours"].mean()
    return 0.0 if not len(rows) or mean != mean else float(len(base) / len(rows) * mean)


def planned_for_hours(before: Weeks, ratio: float | None) -> int:
    """The week in which the promised fall of weekly hours shows in 80 % of cases, by the variance of the baseline's
    weeks as that of a log mean (delta method)."""
    k = before.before
    mean = sum(before.counts) / k if k else 0.0
    if k < 2 or mean <= 0:
        return MOST_AFTER_WEEKS
    variance = sum((value - mean) ** 2 for value in before.counts) / (k - 1)
    wanted = wanted_ratio(ratio)
    # hours of variance s² have the relative error of counts of the rate mean²/s²
    found = weeks_for_power(mean**2 / max(variance, 1e-9), ratio=wanted, before_weeks=k, dispersion=1.0,
                            most=MOST_AFTER_WEEKS)  # fmt: skip
    return max(FEWEST_PLANNED_WEEKS, found or MOST_AFTER_WEEKS)


def _trouble(before: Weeks, number: int) -> str:
    if before.before < FEWEST_BASELINE_WEEKS:
        return "thin"
    if sum(before.counts) == 0:
        return "never"
    most = MOST_RARE_WEEKS if per_week(before) < RARE_PER_WEEK else MOST_AFTER_WEEKS
    return "blunt" if number >= most else ""
