"""For reports: toil of each week against the budget, as a share of capacity, else in hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.charts.facts import WeekFacts, with_interval_shares
from toil.charts.headlines import trend_headline
from toil.charts.picture import BUDGET, TOIL
from toil.charts.report_style import FAINT, without_data, wrapped
from toil.locales import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST_TICKS = 13


def draw_weekly(axes: Axes, weeks: pd.DataFrame, facts: WeekFacts, words: Words) -> None:
    """One team's rows of `toil_by_week`: line and range; triangles are over the budget, hollow marks thin weeks."""
    rows = with_interval_shares(weeks)
    if rows.empty:
        without_data(axes, words("headline.trend_nothing"))
        return
    in_shares = bool(rows["toil_share"].notna().any())
    value, low, high = (f"{name}_{'share' if in_shares else 'hours'}" for name in ("toil", "low", "high"))
    places = range(len(rows))
    axes.fill_between(places, rows[low].astype(float), rows[high].astype(float), color=TOIL, alpha=0.18, linewidth=0)
    axes.plot(places, rows[value].astype(float), color=TOIL, linewidth=2)
    _mark(axes, rows, value)
    if in_shares and rows["budget_share"].notna().any():
        _budget(axes, rows, words)
    _finish(axes, rows, facts, in_shares=in_shares, words=words)


def _mark(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    for place, row in enumerate(rows.to_dict("records")):
        axes.plot(place, row[value], marker="^" if row["is_over"] else "o", markersize=6, color=TOIL,
                  markerfacecolor="white" if row["is_thin"] else TOIL)  # fmt: skip


def _budget(axes: Axes, rows: pd.DataFrame, words: Words) -> None:
    axes.plot(range(len(rows)), rows["budget_share"].astype(float), color=BUDGET, linestyle="--", linewidth=1.6)
    last = float(rows["budget_share"].dropna().iloc[-1])
    axes.annotate(f"{words('chart.budget')} {last:.0%}", (0, last), xytext=(0, 5), color=BUDGET,
                  textcoords="offset points", annotation_clip=False)  # fmt: skip


def _finish(axes: Axes, rows: pd.DataFrame, facts: WeekFacts, *, in_shares: bool, words: Words) -> None:
    labels = [str(week).split("-W")[-1] for week in rows["week"]]
    step = max(1, -(-len(labels) // _MOST_TICKS))
    axes.set_xticks(list(range(0, len(labels), step)), labels[::step])
    if facts.week in set(rows["week"]):
        axes.axvline(list(rows["week"]).index(facts.week), color=TOIL, alpha=0.2, linewidth=8)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(_as_percent if in_shares else _as_hours)
    axes.set_xlabel(words("chart.week"))
    axes.set_ylabel(words("chart.toil_share" if in_shares else "chart.toil_hours"))
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(wrapped(trend_headline(facts, words), 84), loc="left", fontsize=10, pad=10)


def _as_percent(value: float, place: Any) -> str:
    return f"{value:.0%}"


def _as_hours(value: float, place: Any) -> str:
    return f"{value:,.0f}"
