"""How kinds of work grow: a dot and its range for each, beside what would be no growth and growth in proportion."""

from __future__ import annotations

import altair as alt
import pandas as pd

from toil.charts.growth_sentences import growth_headline
from toil.charts.picture import OTHER, TOIL, Picture, label_limit
from toil.locales import Words

MOST = 20
EDGES = (-2.0, 4.0)
"""Slopes of work that says little go to infinity; what lies outside is drawn at the edge."""


def elasticities(rows: pd.DataFrame, words: Words, *, driver: str) -> Picture:
    """Rows with label, slope, low, high, total and growth_class; those with most work are drawn, steepest first.

    `driver` is empty for growth with the calendar, whose slopes are logarithms of a year's change.
    """
    shown = rows.nlargest(MOST, "total").sort_values("slope", ascending=False)
    data = shown[["label", "slope", "low", "high"]].assign(
        **{name: shown[name].clip(*EDGES) for name in ("slope", "low", "high")}
    )
    title = words("column.elasticity" if driver else "column.per_year")
    axis = alt.Axis(grid=False) if driver else alt.Axis(grid=False, labelExpr="format(exp(datum.value) - 1, '+.0%')")
    y = alt.Y("label:N", title=None, sort=list(shown["label"]), axis=alt.Axis(labelLimit=label_limit(300)))
    scale = alt.Scale(domain=[min(-0.2, data["low"].min()), max(1.2, data["high"].max())], clamp=True)
    base = alt.Chart(data).encode(y=y)
    ranges = base.mark_rule(color=OTHER, strokeWidth=3).encode(
        x=alt.X("low:Q", title=title, axis=axis, scale=scale), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=70, color=TOIL, opacity=1).encode(
        x=alt.X("slope:Q", title=title, axis=axis, scale=scale),
        tooltip=[alt.Tooltip("label:N", title=words("column.growth_name")),
                 alt.Tooltip("slope:Q", title=words("column.elasticity"), format=".2f"),
                 alt.Tooltip("low:Q", title=words("column.growth_low"), format=".2f"),
                 alt.Tooltip("high:Q", title=words("column.growth_high"), format=".2f")],
    )  # fmt: skip
    marks = pd.DataFrame({"at": [0.0, 1.0] if driver else [0.0]})
    lines = alt.Chart(marks).mark_rule(color=OTHER, strokeDash=[4, 4]).encode(x=alt.X("at:Q", scale=scale))
    chart = alt.layer(lines, ranges, dots).properties(height=24 * len(shown) + 60)
    grown = int(shown["growth_class"].isin(["linear", "grows"]).sum())
    return Picture(
        chart,
        growth_headline(rows, words, driver=driver),
        words("growth.describe", number=len(shown), grown=grown),
        words("growth.legend" if driver else "growth.legend_calendar"),
        has_marks=not shown.empty,
    )
