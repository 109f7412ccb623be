"""What a week's figures amount to: plain values that pages, charts and reports tell in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.locales.numbers import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

USUAL_WEEKS = 4
LOW_COVERAGE = 0.6


@dataclass(frozen=True)
class WeekFacts:
    """One team's week; shares are of capacity and None where the capacity is not known.

    `usual_share` and `usual_hours` are the pooled mean of the up to four weeks before: sums are divided, shares are
    never averaged. `dark_low` and `dark_high` bound the share whatever was not recorded: no toil at all, or all of it.
    """

    week: str
    toil_hours: float
    low_hours: float | None
    high_hours: float | None
    recorded_hours: float | None
    capacity_hours: float | None
    toil_share: float | None
    low_share: float | None
    high_share: float | None
    coverage: float | None
    budget_share: float | None
    usual_share: float | None
    usual_hours: float | None
    dark_low: float | None = None
    dark_high: float | None = None

    @property
    def verdict(self) -> str:
        """`over`, `within` or `near` the budget by the whole interval; `unknown` without a share or a budget."""
        if self.toil_share is None or self.budget_share is None:
            return "unknown"
        low = self.toil_share if self.low_share is None else self.low_share
        high = self.toil_share if self.high_share is None else self.high_share
        if low > self.budget_share:
            return "over"
        return "within" if high <= self.budget_share else "near"

    @property
    def is_reference_only(self) -> bool:
        """Whether too little of the time is recorded for the share to be more than a reference value."""
        return self.coverage is not None and self.coverage < LOW_COVERAGE


def week_facts(weeks: pd.DataFrame, week: str) -> WeekFacts:
    """The facts of `week` out of one team's rows of `toil_by_week`; raises KeyError where it is not among them."""
    rows = weeks.sort_values("week").set_index("week")
    row: Any = rows.loc[week]
    before = rows.loc[rows.index < week].tail(USUAL_WEEKS)
    capacity = _known(row.get("capacity_hours"))
    return WeekFacts(
        week=week,
        toil_hours=float(row["toil_hours"]),
        low_hours=_known(row.get("low_hours")),
        high_hours=_known(row.get("high_hours")),
        recorded_hours=_known(row.get("recorded_hours")),
        capacity_hours=capacity,
        toil_share=_known(row.get("toil_share")),
        low_share=_share(row.get("low_hours"), capacity),
        high_share=_share(row.get("high_hours"), capacity),
        coverage=_known(row.get("coverage")),
        budget_share=_known(row.get("budget_share")),
        usual_share=_pooled_share(before),
        dark_low=_known(row.get("share_low")),
        dark_high=_known(row.get("share_high")),
        usual_hours=None if before.empty else float(before["toil_hours"].mean()),
    )


def comparable_weeks(weeks: pd.DataFrame) -> pd.DataFrame:
    """The complete weeks in order, from the first one on in which enough was recorded.

    A week that goes on, and weeks before the data really begin, would look like a fall of toil. Where no week is
    complete, or none holds enough, nothing is left out for that reason.
    """
    rows = weeks.sort_values("week")
    complete = rows[rows["is_complete"].astype(bool)]
    rows = rows if complete.empty else complete
    thick = rows.loc[rows["coverage"] >= LOW_COVERAGE, "week"]
    return rows if thick.empty else rows[rows["week"] >= thick.iloc[0]]


def with_interval_shares(weeks: pd.DataFrame) -> pd.DataFrame:
    """The weeks in order, with `low_share` and `high_share` of capacity, and `is_over` and `is_thin` to mark them."""
    rows = weeks.sort_values("week").copy()
    capacity = rows["capacity_hours"].where(rows["capacity_hours"] > 0)
    rows["low_share"] = (rows["low_hours"] / capacity).clip(0, 1)
    rows["high_share"] = (rows["high_hours"] / capacity).clip(0, 1)
    rows["is_over"] = (rows["toil_share"] > rows["budget_share"]).fillna(False).astype(bool)
    rows["is_thin"] = (rows["coverage"] < LOW_COVERAGE).fillna(False).astype(bool)
    return rows


def category_names(categories: pd.DataFrame, language: str) -> dict[str, str]:
    """Category id → its name in the reader's language, with its id where it has none."""
    names = zip(categories["category"], categories[f"name_{language}"], strict=True)
    return {str(category): str(name) if not is_missing(name) else str(category) for category, name in names}


def team_names(read: Callable[..., pd.DataFrame], team: str, language: str) -> dict[str, str]:
    """As `category_names`, of all categories that the build has, as this team calls them."""
    own = category_names(read("team_categories", team=team), language)
    return category_names(read("categories"), language) | own


def _known(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _share(hours: Any, capacity: float | None) -> float | None:
    if is_missing(hours) or not capacity:
        return None
    return min(1.0, max(0.0, float(hours) / capacity))


def _pooled_share(weeks: pd.DataFrame) -> float | None:
    if "capacity_hours" not in weeks:
        return None
    known = weeks[weeks["capacity_hours"].notna() & (weeks["capacity_hours"] > 0)]
    return None if known.empty else float(known["toil_hours"].sum() / known["capacity_hours"].sum())


def tells_of_few(people: pd.Series[int], least: int) -> pd.Series[bool]:
    """Whether figures of so many people tell of one up to `least` - 1, or of an unknown number; 0 tells of nobody."""
    return ~((people == 0) | (people >= least))
