"""From occurrences and weeks to what a verdict compares: the baseline, the weeks after, and untouched siblings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.proof.change_point import steady_from
from toil.proof.rare import gap_dispersion
from toil.proof.regression import SEASON_WEEKS, Weeks
from toil.proof.verdict import BASELINE_WEEKS, SEASONAL_BASELINE_WEEKS, SELECTION_WEEKS, Case

if TYPE_CHECKING:
    import pandas as pd

    from toil.proof.registration import Registration

WORKDAY_SHARE = 0.8
"""Work of which so much of the baseline came up on working days is counted per working day, other work per week."""

MOST_SIBLINGS = 12
SIBLING_PER_WEEK = 1.0
"""Rarer work says too little about a few weeks to be compared with."""


@dataclass(frozen=True)
class Window:
    """The weeks of a team around a shipping: rows of `proof_weeks` with `number` (0: the week of shipping) and `phase`
    (earlier, baseline, selection, transition, after), oldest first."""

    weeks: pd.DataFrame

    @property
    def before(self) -> pd.DataFrame:
        """The baseline."""
        return self.weeks[self.weeks["phase"] == "baseline"]

    @property
    def after(self) -> pd.DataFrame:
        """The complete weeks after the week of shipping."""
        return self.weeks[self.weeks["phase"] == "after"]

    @property
    def compared(self) -> pd.DataFrame:
        """Baseline and after."""
        return self.weeks[self.weeks["phase"].isin(["baseline", "after"])]


def window(
    weeks: pd.DataFrame, *, shipped: pd.Timestamp, registered: pd.Timestamp, first: pd.Timestamp | None = None,
    last: pd.Timestamp | None = None,
) -> Window:  # fmt: skip
    """The window of one team's `proof_weeks`. The baseline ends `SELECTION_WEEKS` before the earlier of shipping and
    registering, and holds 52 weeks, or 104 where there are as many as a season needs; `first` and `last` (days, both
    within) are those that were registered instead.
    """
    import pandas as pd

    rows = weeks.sort_values("week_starts_at").reset_index(drop=True)
    day = shipped.normalize()
    monday = day - pd.Timedelta(days=day.weekday())
    rows["number"] = ((pd.to_datetime(rows["week_starts_on"]) - monday).dt.days // 7).astype(int)
    picked = min(shipped, registered) - pd.Timedelta(weeks=SELECTION_WEEKS)
    is_before = rows["week_ends_at"] <= picked
    if first is not None and last is not None:
        starts = pd.to_datetime(rows["week_starts_on"])
        is_baseline = is_before & (starts >= first) & (starts <= last)
    else:
        wanted = SEASONAL_BASELINE_WEEKS if is_before.sum() >= SEASON_WEEKS else BASELINE_WEEKS
        is_baseline = is_before & (is_before[::-1].cumsum()[::-1] <= wanted)
    rows["phase"] = "selection"
    rows.loc[is_before, "phase"] = "earlier"
    rows.loc[is_baseline, "phase"] = "baseline"
    rows.loc[rows["number"] == 0, "phase"] = "transition"
    rows.loc[rows["number"] > 0, "phase"] = "after"
    return Window(rows)


def steady(around: Window, own: pd.DataFrame) -> Window:
    """The window with a baseline that begins at its last change of level, if there is one (`steady_from`)."""
    counts = around.before["week"].map(own.groupby("week").size()).fillna(0)
    rows = around.weeks.copy()
    rows.loc[counts.index[: steady_from(counts.tolist())], "phase"] = "earlier"
    return Window(rows)


def window_of(one: Registration, own: pd.DataFrame, weeks: pd.DataFrame) -> Window:
    """The window of a registration: its own baseline, or the steady one where it fixed none."""
    around = window(weeks, shipped=one.shipped, registered=one.registered_at,
                    first=one.baseline_first, last=one.baseline_last)  # fmt: skip
    is_fixed = one.baseline_first is not None and one.baseline_last is not None
    return around if is_fixed else steady(around, own)


def case_of(occurrences: pd.DataFrame, around: Window, recurrence_id: str, *, untouched: Collection[str] = ()) -> Case:
    """The case of a recurrence: `occurrences` are the team's, `untouched` the recurrences that may be siblings."""
    own = occurrences[occurrences["recurrence_id"] == recurrence_id]
    base = own[own["week"].isin(around.before["week"])]
    by_day = len(base) > 0 and float(base["is_workday"].mean()) >= WORKDAY_SHARE
    siblings = siblings_of(occurrences, around, untouched, by_day=by_day)
    days = (base["created_at"].sort_values() - base["created_at"].min()).dt.total_seconds() / 86400
    return Case(weekly(own, around, by_day=by_day), siblings, gap_dispersion(days.tolist()))


def weekly(own: pd.DataFrame, around: Window, *, by_day: bool, value: str = "count") -> Weeks:
    """Occurrences (or their hours) in the compared weeks; weeks without a working day are left out where `by_day`."""
    rows = around.compared
    rows = rows[rows["worked_share"] > 0] if by_day else rows
    grouped = own.groupby("week")["hours"].sum() if value == "hours" else own.groupby("week").size()
    counts = rows["week"].map(grouped).fillna(0).astype(float)
    exposure = rows["worked_share"].astype(float) if by_day else rows["worked_share"].astype(float) * 0 + 1
    return Weeks(counts.tolist(), rows["number"].astype(float).tolist(), exposure.tolist(),
                 int((rows["phase"] == "baseline").sum()))  # fmt: skip


def siblings_of(
    occurrences: pd.DataFrame, around: Window, untouched: Collection[str], *, by_day: bool
) -> Sequence[Weeks]:
    """The most frequent untouched recurrences of the baseline, by id where equal, at most `MOST_SIBLINGS`."""
    base = occurrences[occurrences["week"].isin(around.before["week"]) & occurrences["recurrence_id"].isin(untouched)]
    sizes = base.groupby("recurrence_id").size()
    sizes = sizes[sizes >= SIBLING_PER_WEEK * max(len(around.before), 1)]
    chosen = sorted(sizes.index, key=lambda one: (-int(sizes[one]), str(one)))[:MOST_SIBLINGS]
    return [weekly(occurrences[occurrences["recurrence_id"] == one], around, by_day=by_day) for one in chosen]
