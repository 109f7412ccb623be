"""Toil's share of the weeks so far and of the year ahead, with its range, against the target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from toil.charts.headlines import week_label
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, week_axis
from toil.locales import Words
from toil.locales.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 300
SHOWN_WEEKS = 26


def budget_path(weeks: pd.DataFrame, ahead: pd.DataFrame, row: Mapping[str, Any], words: Words) -> Picture:
    """One team's `toil_by_week`, its `forecast_weeks` on one path, and the row of `budget_forecast` of that path."""
    title = path_headline(row, words)
    if ahead.empty:
        return Picture(alt.Chart(ahead), title, "", has_marks=False)
    past = weeks[weeks["week"] <= row["last_week"]].sort_values("week").tail(SHOWN_WEEKS)
    coming = ahead.sort_values("ahead")
    order = sorted({*past["week"], *coming["week"]})
    layers = [*_coming(coming, order, words), *_past(past, order, words), _target(coming, order, words)]
    description = words("forecast.describe", past=len(past), ahead=len(coming) - 1, sentence=title)
    return Picture(alt.layer(*layers).properties(height=HEIGHT), title, description, words("forecast.legend"))


def path_headline(row: Mapping[str, Any], words: Words) -> str:
    """Whether the target is passed within the year ahead, and about when."""
    return words(
        f"forecast.headline_{row['state']}", target=percent(row["target_share"]),
        week=week_label(str(row["break_week"]), words),
    )  # fmt: skip


def _coming(rows: pd.DataFrame, order: Sequence[str], words: Words) -> list[alt.Chart]:
    columns = ["week", "share", "low_share", "high_share"]
    base = alt.Chart(rows[columns]).encode(x=_x(order, words))
    band = base.mark_area(opacity=0.18, color=OTHER).encode(y=_y("low_share", words), y2="high_share:Q")
    tip = [alt.Tooltip("week:N", title=words("chart.week")),
           alt.Tooltip("share:Q", title=words("chart.toil_share"), format=".0%"),
           alt.Tooltip("low_share:Q", title=words("forecast.at_least"), format=".0%"),
           alt.Tooltip("high_share:Q", title=words("forecast.at_most"), format=".0%")]  # fmt: skip
    line = base.mark_line(color=OTHER, strokeDash=[2, 3], strokeWidth=2).encode(y=_y("share", words), tooltip=tip)
    return [band, line]


def _past(rows: pd.DataFrame, order: Sequence[str], words: Words) -> list[alt.Chart]:
    base = alt.Chart(rows[["week", "toil_share"]].dropna()).encode(x=_x(order, words), y=_y("toil_share", words))
    tip = [alt.Tooltip("week:N", title=words("chart.week")),
           alt.Tooltip("toil_share:Q", title=words("chart.toil_share"), format=".0%")]  # fmt: skip
    return [base.mark_line(color=TOIL, strokeWidth=2.5),
            base.mark_point(color=TOIL, filled=True, size=40, opacity=1).encode(tooltip=tip)]  # fmt: skip


def _target(rows: pd.DataFrame, order: Sequence[str], words: Words) -> alt.Chart:
    """Through all weeks, as today's target holds for those ahead."""
    every = pd.DataFrame({"week": list(order), "target_share": rows["target_share"].iloc[0]})
    rule: alt.Chart = (
        alt.Chart(every)
        .mark_line(color=BUDGET, strokeDash=[6, 4], strokeWidth=2)
        .encode(x=_x(order, words), y=_y("target_share", words))
    )
    return rule


def _x(order: Sequence[str], words: Words) -> alt.X:
    return week_axis(words).sort(list(order))


def _y(name: str, words: Words) -> alt.Y:
    axis = alt.Axis(format=".0%", tickCount=5)
    return alt.Y(f"{name}:Q", title=words("chart.toil_share"), axis=axis, scale=alt.Scale(domainMin=0))
