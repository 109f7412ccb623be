"""Interruptions of each week by the class of the hour: in working hours, off hours, or sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.headlines import interruptions_headline
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, week_axis
from toil.locales import Words

if TYPE_CHECKING:
    import pandas as pd

HOUR_CLASSES = ("sleep", "off", "business")  # the worst at the foot of the bar, where bars can be compared


def interruptions(rows: pd.DataFrame, week: str, words: Words) -> Picture:
    """One team's `interruptions_by_week` in long form (week, hour_class, interruption_count), as stacked bars."""
    labels = {name: words(f"hour_class.{name}") for name in HOUR_CLASSES}
    shown = rows.assign(
        label=rows["hour_class"].map(labels),
        position=rows["hour_class"].map({name: place for place, name in enumerate(HOUR_CLASSES)}),
    )
    chart = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=week_axis(words),
            y=alt.Y("interruption_count:Q", title=words("chart.interruptions"), stack="zero"),
            color=alt.Color(
                "label:N",
                title=None,
                scale=alt.Scale(domain=list(labels.values()), range=[TOIL, BUDGET, OTHER]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("position:Q"),
            tooltip=[
                alt.Tooltip("week:N", title=words("chart.week")),
                alt.Tooltip("label:N", title=words("chart.hour_class")),
                alt.Tooltip("interruption_count:Q", title=words("chart.interruptions")),
            ],
        )
        .properties(height=280)
    )
    title = interruptions_headline(rows, week, words)
    description = words("describe.interruptions", weeks=rows["week"].nunique(), sentence=title)
    return Picture(chart, title, description, has_marks=bool((rows["interruption_count"] > 0).any()))
