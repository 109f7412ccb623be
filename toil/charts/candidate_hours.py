"""What each candidate takes in a year with its range, and what its remedy would give back, as horizontal bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.headlines import candidates_headline
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, label_limit
from toil.locales import Words
from toil.locales.numbers import hours

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 10


def candidate_hours(candidates: pd.DataFrame, words: Words) -> Picture:
    """The first rows of `automation_candidates` by rank: a bar for the hours a year, a line for low to high,
    and a tick for what the remedy would give back (`net_hours_per_year`).
    """
    shown = candidates.sort_values("rank").head(MOST_BARS)
    columns = [
        "rank",
        "name",
        "hours_per_year",
        "low_hours_per_year",
        "high_hours_per_year",
        "net_hours_per_year",
        "per_week",
    ]
    rows = shown[columns].assign(label=[_label(*pair) for pair in zip(shown["rank"], shown["name"], strict=True)])
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", title=None, sort=list(rows["label"]), axis=alt.Axis(labelLimit=label_limit(340))),
        tooltip=[
            alt.Tooltip("name:N", title=words("chart.work")),
            alt.Tooltip("hours_per_year:Q", title=words("chart.hours_per_year"), format=",.0f"),
            alt.Tooltip("low_hours_per_year:Q", title=words("chart.low"), format=",.0f"),
            alt.Tooltip("high_hours_per_year:Q", title=words("chart.high"), format=",.0f"),
            alt.Tooltip("net_hours_per_year:Q", title=words("chart.net"), format=",.0f"),
            alt.Tooltip("per_week:Q", title=words("chart.per_week"), format=".1f"),
        ],
    )
    title = words("chart.hours_per_year")
    x = alt.X("hours_per_year:Q", title=title)
    bars = base.mark_bar(color=TOIL, opacity=0.75, cornerRadius=2, height={"band": 0.6}).encode(x=x)
    ranges = base.mark_rule(color=OTHER, strokeWidth=3).encode(
        x=alt.X("low_hours_per_year:Q", title=title), x2="high_hours_per_year:Q"
    )
    back = base.mark_tick(color=BUDGET, thickness=5, height={"band": 0.9}).encode(
        x=alt.X("net_hours_per_year:Q", title=title)
    )
    chart = alt.layer(bars, ranges, back).properties(height=28 * len(rows) + 80)
    headline = candidates_headline(candidates.sort_values("rank"), words)
    return Picture(chart, headline, _description(rows, words), words("chart.legend_candidates"))


def _label(rank: int, name: str) -> str:
    """A bar's name; its rank keeps two candidates of one name apart."""
    return f"{rank}. {name}"


def _description(rows: pd.DataFrame, words: Words) -> str:
    parts = [
        f"{label} {hours(value, words)}" for label, value in zip(rows["label"], rows["hours_per_year"], strict=True)
    ]
    return words("describe.candidates", list="; ".join(parts))
