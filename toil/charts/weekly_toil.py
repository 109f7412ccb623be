"""Toil of each week against the budget, as a share of capacity, or in hours where the capacity is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.facts import WeekFacts, comparable_weeks, with_interval_shares
from toil.charts.headlines import trend_headline
from toil.charts.picture import BUDGET, TOIL, Picture, week_axis
from toil.locales import Words
from toil.locales.numbers import percent

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 300


def weekly_toil(weeks: pd.DataFrame, facts: WeekFacts, words: Words) -> Picture:
    """One team's comparable weeks of `toil_by_week` as a line with its range.

    Triangles are over the budget, hollow marks are weeks of which little was recorded.
    """
    rows = with_interval_shares(comparable_weeks(weeks))
    in_shares = bool(rows["toil_share"].notna().any())
    kind = "share" if in_shares else "hours"
    value, low, high = f"toil_{kind}", f"low_{kind}", f"high_{kind}"
    base = alt.Chart().encode(x=week_axis(words))  # the layers share their rows below: Altair compares those of each
    axis = alt.Axis(format=".0%" if in_shares else ",~r", tickCount=5)
    title = words(f"chart.toil_{kind}")
    scale = alt.Scale(domainMin=0)
    y = alt.Y(f"{value}:Q", title=title, axis=axis, scale=scale)
    band = base.mark_area(opacity=0.18, color=TOIL).encode(y=alt.Y(f"{low}:Q", title=title, axis=axis), y2=f"{high}:Q")
    line = base.mark_line(color=TOIL, strokeWidth=2.5).encode(y=y)
    layers = [band, line, *_points(base, y, value, words), _selected(base, facts.week)]
    if in_shares:
        layers.append(base.mark_line(color=BUDGET, strokeDash=[6, 4], strokeWidth=2).encode(y="budget_share:Q"))
    chart = alt.layer(*layers, data=_for_vega(rows, words)).properties(height=HEIGHT)
    legend = words("chart.legend_weekly") if in_shares else ""
    return Picture(chart, trend_headline(facts, words), _description(rows, facts, words), legend)


def _points(base: alt.Chart, y: alt.Y, value: str, words: Words) -> list[alt.Chart]:
    """Filled and hollow marks; the shape says whether the week was over its budget."""
    shape = alt.Shape("is_over:N", scale=alt.Scale(domain=[False, True], range=["circle", "triangle-up"]), legend=None)
    tip = [
        alt.Tooltip("week:N", title=words("chart.week")),
        alt.Tooltip("toil_share:Q", title=words("chart.toil_share"), format=".0%"),
        alt.Tooltip("toil_hours:Q", title=words("chart.toil_hours"), format=",.1f"),
        alt.Tooltip("coverage:Q", title=words("chart.coverage"), format=".0%"),
        alt.Tooltip("budget_share:Q", title=words("chart.budget"), format=".0%"),
    ]
    marks = base.encode(y=y, shape=shape, tooltip=tip)
    solid = marks.transform_filter(~alt.datum.is_thin).mark_point(size=70, filled=True, color=TOIL, opacity=1)
    hollow = marks.transform_filter(alt.datum.is_thin).mark_point(size=70, filled=False, color=TOIL, strokeWidth=2)
    return [solid, hollow]


def _selected(base: alt.Chart, week: str) -> alt.Chart:
    rule: alt.Chart = base.transform_filter(alt.datum.week == week).mark_rule(color=TOIL, opacity=0.15, strokeWidth=10)
    return rule


def _for_vega(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Only what the picture needs: nothing else is sent to the browser."""
    columns = ["week", "toil_share", "low_share", "high_share", "toil_hours", "low_hours", "high_hours",
               "coverage", "budget_share", "is_over", "is_thin"]  # fmt: skip
    return rows[columns]


def _description(rows: pd.DataFrame, facts: WeekFacts, words: Words) -> str:
    over = int(rows["is_over"].sum())
    return words(
        "describe.weekly", weeks=len(rows), first=rows["week"].iloc[0], last=rows["week"].iloc[-1],
        over=over, budget=percent(facts.budget_share),
    )  # fmt: skip
