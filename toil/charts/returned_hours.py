"""Hours returned by each automation, against the hours that were invested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, label_limit
from toil.locales import Words
from toil.locales.numbers import count, hours

if TYPE_CHECKING:
    import pandas as pd


MOST = 30


def returned_hours(outcomes: pd.DataFrame, words: Words) -> Picture:
    """The rows of `automation_outcomes` that could be measured: a bar, its range, and a tick for the investment.

    Of more than MOST those that returned most hours, or lost most, are drawn; the sentence is of all.
    """
    every = outcomes[outcomes["hours_returned"].notna()]
    if every.empty:
        return Picture(alt.Chart(every), words("returned.headline_none"), "", has_marks=False)
    largest = every.sort_values("hours_returned", key=abs, ascending=False, kind="stable").head(MOST)
    rows = largest.sort_values("hours_returned", ascending=False)
    is_shared = rows["name"].duplicated(keep=False)
    labels = rows["name"].where(~is_shared, rows["name"] + " (" + rows["automation_id"] + ")").tolist()
    columns = ["hours_returned", "hours_returned_low", "hours_returned_high", "hours_invested"]
    title = words("returned.title")
    base = alt.Chart(rows[columns].assign(label=labels)).encode(
        y=alt.Y("label:N", title=None, sort=labels, axis=alt.Axis(labelLimit=label_limit(220))),
        tooltip=[alt.Tooltip("label:N", title=words("impact.which")),
                 alt.Tooltip("hours_returned:Q", title=title, format=",.1f"),
                 alt.Tooltip("hours_returned_low:Q", title=words("chart.low"), format=",.1f"),
                 alt.Tooltip("hours_returned_high:Q", title=words("chart.high"), format=",.1f"),
                 alt.Tooltip("hours_invested:Q", title=words("impact.invested"), format=",.1f")],
    )  # fmt: skip
    bars = base.mark_bar(color=TOIL, opacity=0.75, cornerRadius=2, height={"band": 0.6}).encode(
        x=alt.X("hours_returned:Q", title=title)
    )
    ranges = base.mark_rule(color=OTHER, strokeWidth=3).encode(
        x=alt.X("hours_returned_low:Q", title=title), x2="hours_returned_high:Q"
    )
    invested = base.transform_filter("isValid(datum.hours_invested)").mark_tick(
        color=BUDGET, thickness=5, height={"band": 0.9}
    ).encode(x=alt.X("hours_invested:Q", title=title))  # fmt: skip
    chart = alt.layer(bars, ranges, invested).properties(height=32 * len(rows) + 80)
    texts = [f"{label} {hours(value, words)}" for label, value in zip(labels, rows["hours_returned"], strict=True)]
    some = words("returned.some", shown=len(rows), all=count(len(every))) if len(rows) < len(every) else ""
    return Picture(chart, _headline(every, words), words("returned.describe", list="; ".join(texts)),
                   some + words("returned.legend"))  # fmt: skip


def _headline(rows: pd.DataFrame, words: Words) -> str:
    returned = hours(rows["hours_returned"].sum(), words)
    if rows["hours_invested"].isna().any():
        return words("returned.headline_open", returned=returned)
    return words("returned.headline", returned=returned, invested=hours(rows["hours_invested"].sum(), words))
