"""Services by their toil and by what is left of their error budget: what the two say together is a decision."""

from __future__ import annotations

import altair as alt
import pandas as pd

from toil.charts.error_budget_sentences import error_budget_headline
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture
from toil.locales import Words

LEAST = -1.0
"""Budgets used more than twice over are all drawn at the lower edge."""


def service_budgets(rows: pd.DataFrame, words: Words) -> Picture:
    """The rows of `error_budgets` with an objective as named points; those without shown toil are left out."""
    known = rows[rows["remaining_share"].notna() & rows["toil_hours"].notna() & (rows["state"] != "unknown")]
    shown = known[["service", "toil_hours", "remaining_share"]].assign(
        left=known["remaining_share"].clip(LEAST, 1), is_spent=known["state"] == "spent"
    )
    shown = shown.sort_values("toil_hours").assign(is_above=[place % 2 == 0 for place in range(len(shown))])
    axis = alt.Axis(format=".0%", grid=False, tickCount=5)
    x = alt.X("toil_hours:Q", title=words("chart.toil_hours"), axis=alt.Axis(grid=False, tickCount=8),
              scale=alt.Scale(domainMin=0, nice=True))  # fmt: skip
    y = alt.Y("left:Q", title=words("chart.remaining"), axis=axis, scale=alt.Scale(domain=[LEAST * 1.1, 1.1]))
    points = alt.Chart(shown).encode(x=x, y=y)
    dots = points.mark_point(size=90, filled=True, opacity=1).encode(
        color=alt.Color("is_spent:N", scale=alt.Scale(domain=[False, True], range=[BUDGET, TOIL]), legend=None),
        shape=alt.Shape("is_spent:N", scale=alt.Scale(domain=[False, True], range=["circle", "triangle-down"]),
                        legend=None),
        tooltip=[
            alt.Tooltip("service:N", title=words("column.service")),
            alt.Tooltip("remaining_share:Q", title=words("chart.remaining"), format=".0%"),
            alt.Tooltip("toil_hours:Q", title=words("chart.toil_hours"), format=",.1f"),
        ],
    )  # fmt: skip
    # neighbours are named above and below in turn, so that fewer names lie on each other
    above = points.transform_filter(alt.datum.is_above).mark_text(dy=-13, color=OTHER).encode(text="service:N")
    below = points.transform_filter(~alt.datum.is_above).mark_text(dy=15, color=OTHER).encode(text="service:N")
    line = alt.Chart(pd.DataFrame({"left": [0.0]})).mark_rule(color=OTHER, strokeDash=[6, 4]).encode(y="left:Q")
    chart = alt.layer(line, dots, above, below).properties(height=320)
    spent = int(shown["is_spent"].sum())
    return Picture(chart, error_budget_headline(rows, words),
                   words("describe.services", number=len(shown), spent=spent),
                   words("chart.legend_services"), has_marks=not shown.empty)  # fmt: skip
