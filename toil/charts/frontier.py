"""How often against how long: recurring work on logarithmic axes, with lines of equal hours a week."""

from __future__ import annotations

import altair as alt
import pandas as pd

from toil.charts.headlines import candidates_headline
from toil.charts.picture import BUDGET, OTHER, Picture
from toil.locales import Words

ISO_HOURS = (0.5, 2.0, 8.0)  # hours a week
LABELLED = 6


def frontier(candidates: pd.DataFrame, words: Words) -> Picture:
    """The rows of `automation_candidates` as points; the further up and to the right, the more it costs today."""
    rows = candidates[(candidates["per_week"] > 0) & (candidates["hours_per_occurrence"] > 0)]
    axis = alt.Axis(grid=False, tickCount=5, format="~g")
    x = alt.X("per_week:Q", title=words("chart.per_week"), scale=_scale(rows["per_week"]), axis=axis)
    y = alt.Y(
        "hours_per_occurrence:Q", title=words("chart.hours_each"), scale=_scale(rows["hours_per_occurrence"]), axis=axis
    )
    columns = ["rank", "name", "per_week", "hours_per_occurrence", "hours_per_year", "quadrant"]
    named = rows[columns].assign(quadrant=[words(f"quadrant.{one}") for one in rows["quadrant"]])
    points = alt.Chart(named).encode(x=x, y=y)
    dots = points.mark_circle(color=BUDGET, opacity=0.85).encode(
        size=alt.Size(
            "hours_per_year:Q", title=words("chart.hours_per_year"), legend=None, scale=alt.Scale(range=[20, 300])
        ),
        tooltip=[
            alt.Tooltip("rank:O", title=words("chart.rank")),
            alt.Tooltip("name:N", title=words("chart.work")),
            alt.Tooltip("quadrant:N", title=words("column.quadrant_name")),
            alt.Tooltip("per_week:Q", title=words("chart.per_week"), format=".1f"),
            alt.Tooltip("hours_per_occurrence:Q", title=words("chart.hours_each"), format=".2f"),
            alt.Tooltip("hours_per_year:Q", title=words("chart.hours_per_year"), format=",.0f"),
        ],
    )
    best = points.transform_filter(alt.datum.rank <= LABELLED)
    ranks = best.mark_text(dy=-14, fontWeight="bold", color=OTHER).encode(text="rank:O")
    equal = alt.Chart(_equal_hours(rows, words)).encode(x=x, y=y, detail="label:N")
    lines = equal.mark_line(color=OTHER, strokeDash=[3, 4], clip=True)
    chart = alt.layer(lines, *_borders(rows, x, y), dots, ranks).properties(height=340)
    return Picture(
        chart,
        candidates_headline(candidates, words),
        words("describe.frontier", number=len(rows)),
        words("chart.legend_frontier"),
    )


def _borders(rows: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The thresholds between the quadrants, where all rows have the same: those of one team."""
    borders = rows[["often_per_week", "long_hours"]].drop_duplicates()
    if len(borders) != 1:
        return []
    often = borders.rename(columns={"often_per_week": "per_week"})[["per_week"]]
    long = borders.rename(columns={"long_hours": "hours_per_occurrence"})[["hours_per_occurrence"]]
    return [
        alt.Chart(often).mark_rule(color=BUDGET, strokeDash=[6, 4], clip=True).encode(x=x),
        alt.Chart(long).mark_rule(color=BUDGET, strokeDash=[6, 4], clip=True).encode(y=y),
    ]


def _scale(values: pd.Series) -> alt.Scale:
    """A logarithmic scale with some room around the points."""
    if values.empty:
        return alt.Scale(type="log")
    return alt.Scale(type="log", nice=False, domain=[float(values.min()) * 0.7, float(values.max()) * 1.5])


def _equal_hours(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The ends of each line of equal hours a week, over the span of the points."""
    if rows.empty:
        return pd.DataFrame({"per_week": [], "hours_per_occurrence": [], "label": []})
    ends = (float(rows["per_week"].min()) * 0.7, float(rows["per_week"].max()) * 1.5)
    return pd.DataFrame(
        [
            {"per_week": end, "hours_per_occurrence": total / end, "label": words("chart.iso", hours=f"{total:g}")}
            for total in ISO_HOURS
            for end in ends
        ]
    )
