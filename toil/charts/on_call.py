"""What being on call costs: nights and rests week by week, and how evenly they lie on those who bear them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from toil.charts.headlines import week_label
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, label_limit, week_axis
from toil.locales import Words
from toil.locales.numbers import count, percent

if TYPE_CHECKING:
    import pandas as pd

SIGNS = ("nights_broken", "short_rests")
MEASURES = ("night", "rest", "interruption")


def hard_weeks(rows: pd.DataFrame, words: Words) -> Picture:
    """One team's weeks of `on_call_load` that may be shown: nights broken and short rests, side by side."""
    labels = {name: words(f"load.{name}") for name in SIGNS}
    long = rows.melt(id_vars=["week"], value_vars=list(SIGNS), var_name="sign", value_name="times")
    long["label"] = long["sign"].map(labels)
    names = list(labels.values())
    chart = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=week_axis(words),
            xOffset=alt.XOffset("label:N", sort=names),
            y=alt.Y("times:Q", title=words("chart.times"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("label:N", title=None, scale=alt.Scale(domain=names, range=[TOIL, BUDGET]),
                            legend=alt.Legend(orient="top")),
            tooltip=[
                alt.Tooltip("week:N", title=words("chart.week")),
                alt.Tooltip("label:N", title=words("chart.part")),
                alt.Tooltip("times:Q", title=words("chart.times")),
            ],
        )
        .properties(height=300)
    )  # fmt: skip
    title = hard_weeks_headline(rows, words)
    description = words("describe.hard_weeks", weeks=rows["week"].nunique(), sentence=title)
    return Picture(chart, title, description, has_marks=bool((long["times"] > 0).any()))


def hard_weeks_headline(rows: pd.DataFrame, words: Words) -> str:
    """How many nights were broken in all, and the week with most of them."""
    nights, rests = rows["nights_broken"].sum(), rows["short_rests"].sum()
    if not nights:
        return words("headline.no_nights", rests=count(rests), weeks=count(len(rows)))
    worst = rows.sort_values(["nights_broken", "week"], ascending=[False, True]).iloc[0]
    return words(
        "headline.nights", nights=count(nights), rests=count(rests), weeks=count(len(rows)),
        week=week_label(str(worst["week"]), words), most=count(worst["nights_broken"]),
    )  # fmt: skip


def fair_shares(people: pd.DataFrame, fairness: pd.DataFrame, words: Words) -> Picture:
    """One team's `on_call_by_person` as a dot a person, and the share that each would bear if all bore the same."""
    labels = {name: words(f"load.{name}") for name in MEASURES}
    shown = people.assign(label=people["measure"].map(labels))
    y = alt.Y("label:N", title=None, sort=list(labels.values()), axis=alt.Axis(labelLimit=label_limit(220)))
    x = alt.X("share:Q", title=words("chart.share_of_all"), axis=alt.Axis(format=".0%"), scale=alt.Scale(domainMin=0))
    tip: list[Any] = [
        alt.Tooltip("person:N", title=words("column.person")),
        alt.Tooltip("label:N", title=words("chart.part")),
        alt.Tooltip("times:Q", title=words("chart.times")),
        alt.Tooltip("share:Q", title=words("chart.share_of_all"), format=".0%"),
    ]
    base = alt.Chart(shown).encode(y=y)
    lines = base.mark_rule(color=OTHER, strokeWidth=1.5).encode(x=alt.X("min(share):Q"), x2="max(share):Q")
    dots = base.mark_point(filled=True, size=110, color=TOIL, opacity=0.65).encode(x=x, tooltip=tip)
    equal = base.mark_tick(color=BUDGET, thickness=3, size=26).encode(x="mean(equal_share):Q")
    chart = alt.layer(lines, dots, equal).properties(height=240)
    title = fairness_headline(fairness, words)
    has_marks = bool((shown["times"] > 0).any())
    return Picture(chart, title, words("describe.fair_shares", sentence=title), words("chart.legend_fair"), has_marks)


def fairness_headline(fairness: pd.DataFrame, words: Words) -> str:
    """What the most loaded bears of the nights, or of the interruptions where no night was broken."""
    rows = fairness[fairness["times"] > 0].set_index("measure")
    for measure in ("night", "interruption"):
        if measure in rows.index:
            row = rows.loc[measure]
            return words(
                f"headline.fair_{measure}", top=percent(row["top_share"]), equal=percent(row["equal_share"]),
                people=count(row["people"]),
            )  # fmt: skip
    return words("headline.hours_none")
