"""Hours by category, toil apart from the rest, as horizontal bars: long Japanese names stay readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.headlines import category_headline
from toil.charts.picture import OTHER, TOIL, Picture, label_limit
from toil.locales import Words
from toil.locales.numbers import hours

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 12


def category_rows(by_category: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """One week's rows of `toil_by_category` with `label` and `other_hours`, most toil first."""
    rows = by_category[by_category["hours"] > 0].copy()
    rows["label"] = rows["category"].map(lambda category: names.get(category, category))
    rows["toil_hours"] = rows["toil_hours"].fillna(0.0)
    rows["other_hours"] = (rows["hours"] - rows["toil_hours"]).clip(lower=0)
    return rows.sort_values(["toil_hours", "hours", "category"], ascending=[False, False, True])


def category_hours(rows: pd.DataFrame, words: Words) -> Picture:
    """The rows that `category_rows` makes, as stacked bars: toil first, so that toil is comparable."""
    shown = rows.head(MOST_BARS)
    kinds = {"toil_hours": words("chart.toil"), "other_hours": words("chart.other")}
    long = shown.melt(id_vars=["label", "item_count"], value_vars=list(kinds), var_name="kind", value_name="effort")
    long["part"] = long["kind"].map(kinds)
    long["position"] = long["kind"].map({"toil_hours": 0, "other_hours": 1})
    chart = (
        alt.Chart(long)
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("label:N", title=None, sort=list(shown["label"]), axis=alt.Axis(labelLimit=label_limit(260))),
            x=alt.X("effort:Q", title=words("chart.hours"), stack="zero"),
            color=alt.Color(
                "part:N",
                title=None,
                scale=alt.Scale(domain=list(kinds.values()), range=[TOIL, OTHER]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("position:Q"),
            tooltip=[
                alt.Tooltip("label:N", title=words("chart.category")),
                alt.Tooltip("part:N", title=words("chart.part")),
                alt.Tooltip("effort:Q", title=words("chart.hours"), format=",.1f"),
                alt.Tooltip("item_count:Q", title=words("chart.items")),
            ],
        )
        .properties(height=28 * len(shown) + 150)
    )
    return Picture(chart, category_headline(rows, words), _description(shown, words), has_marks=not shown.empty)


def _description(rows: pd.DataFrame, words: Words) -> str:
    parts = [f"{label} {hours(toil, words)}" for label, toil in zip(rows["label"], rows["toil_hours"], strict=True)]
    return words("describe.categories", list="; ".join(parts))
