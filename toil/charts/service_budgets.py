"""Services by their toil and by what is left of their error budget: what the two say together is a decision."""

from __future__ import annotations

import altair as alt
import pandas as pd

from toil.charts.error_budget_sentences import error_budget_headline
from toil.charts.name_places import lead, name_places
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture
from toil.locales import Words

LEAST = -1.0
"""Budgets used more than twice over are all drawn at the lower edge."""
_LOWEST, _HIGHEST = LEAST * 1.1, 1.1
_WIDTH, _HEIGHT, _NEAR = 700, 300, 16
"""Pixels: the width of a usual window's picture, its height, and how far a name may stand without a line to it."""
_AXIS = 95
"""Pixels that Streamlit takes for the axis and the space below it."""


def service_budgets(rows: pd.DataFrame, words: Words) -> Picture:
    """The rows of `error_budgets` with an objective as named points; those without shown toil are left out."""
    known = rows[rows["remaining_share"].notna() & rows["toil_hours"].notna() & (rows["state"] != "unknown")]
    shown = known[["service", "toil_hours", "remaining_share"]].assign(
        left=known["remaining_share"].clip(LEAST, 1), is_spent=known["state"] == "spent"
    )
    most = max(float(shown["toil_hours"].max()) * 1.08, 1.0) if len(shown) else 1.0
    shown = _named(shown.sort_values(["toil_hours", "service"]), most)
    axis = alt.Axis(format=".0%", grid=False, tickCount=5)
    x = alt.X("toil_hours:Q", title=words("chart.toil_hours"), axis=alt.Axis(grid=False, tickCount=8),
              scale=alt.Scale(domain=[0, most], nice=False))  # fmt: skip
    y = alt.Y("left:Q", title=words("chart.remaining"), axis=axis, scale=alt.Scale(domain=[_LOWEST, _HIGHEST]))
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
    placed = alt.Chart(shown).encode(x=alt.X("name_x:Q"), y=alt.Y("name_y:Q"))
    names = placed.mark_text(color=OTHER, baseline="middle").encode(text="service:N")
    leaders = alt.Chart(shown[shown["is_away"]]).mark_rule(color=OTHER)
    leaders = leaders.encode(x=alt.X("lead_x:Q"), y=alt.Y("lead_y:Q"), x2="toil_hours:Q", y2="left:Q")
    line = alt.Chart(pd.DataFrame({"left": [0.0]})).mark_rule(color=OTHER, strokeDash=[6, 4]).encode(y="left:Q")
    chart = alt.layer(line, leaders, dots, names).properties(height=_HEIGHT + _AXIS)
    spent = int(shown["is_spent"].sum())
    return Picture(chart, error_budget_headline(rows, words),
                   words("describe.services", number=len(shown), spent=spent),
                   words("chart.legend_services"), has_marks=not shown.empty)  # fmt: skip


def _named(shown: pd.DataFrame, most: float) -> pd.DataFrame:
    """With `name_x`, `name_y`, the middle of the name, and where a line from the point ends if the name `is_away`."""
    across, down = _WIDTH / most, _HEIGHT / (_HIGHEST - _LOWEST)
    points = [
        (hours * across, (_HIGHEST - left) * down)
        for hours, left in zip(shown["toil_hours"].astype(float), shown["left"].astype(float), strict=True)
    ]
    names = [str(name) for name in shown["service"]]
    nothing_left = (0.0, _HIGHEST * down - 2, float(_WIDTH), _HIGHEST * down + 2)
    places = name_places(points, names, _WIDTH, _HEIGHT, keep_free=[nothing_left])
    ends = [lead(*one) for one in zip(points, places, names, strict=True)]
    away = [
        here[1] != there[1] and (here[0] != there[0] or abs(here[1] - there[1]) > _NEAR)
        for here, there in zip(points, places, strict=True)
    ]
    return shown.assign(
        name_x=[x / across for x, _ in places], name_y=[_HIGHEST - y / down for _, y in places],
        lead_x=[x / across for x, _ in ends], lead_y=[_HIGHEST - y / down for _, y in ends], is_away=away,
    )  # fmt: skip
