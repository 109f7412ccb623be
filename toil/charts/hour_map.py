"""Interruptions by hour of the week: the darker, the more often; the working hours stand in a dashed box."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import altair as alt

from toil.charts.picture import BUDGET, TOIL, Picture
from toil.locales import Words
from toil.locales.numbers import count, percent
from toil.settings_time import WEEKDAYS as DAYS

if TYPE_CHECKING:
    import pandas as pd


def hour_map(rows: pd.DataFrame, hours: dict[str, Any], words: Words) -> Picture:
    """One team's `interruptions_by_hour`, Monday first; `hours` is the team's row of `working_times`.

    Strength is opacity and not another hue, so that an hour without interruptions has the ground of either theme.
    """
    names = [words(f"weekday.{day}") for day in DAYS]
    shown = rows.assign(
        top=rows["weekday"] - 1, foot=rows["weekday"], until=rows["local_hour"] + 1,
        day=[names[int(one) - 1] for one in rows["weekday"]],
        span=[f"{int(one)}:00–{int(one) + 1}:00" for one in rows["local_hour"]],
    )  # fmt: skip
    x_axis = alt.Axis(values=list(range(0, 25, 3)), grid=False)
    x = alt.X("local_hour:Q", title=words("chart.hour"), scale=alt.Scale(domain=[0, 24], nice=False), axis=x_axis)
    y_axis = alt.Axis(
        values=[place + 0.5 for place in range(7)], grid=False, ticks=False, labelOverlap=False,
        labelExpr=f"{json.dumps(names, ensure_ascii=False)}[floor(datum.value)]",
    )  # fmt: skip
    y = alt.Y("top:Q", title=None, scale=alt.Scale(domain=[7, 0], nice=False), axis=y_axis)
    most = float(shown["interruption_count"].max() or 0)
    cells = (
        alt.Chart(shown)
        .mark_rect(color=TOIL)
        .encode(
            x=x, x2="until:Q", y=y, y2="foot:Q",
            opacity=alt.Opacity("interruption_count:Q", scale=alt.Scale(domain=[0, most or 1], range=[0, 1]),
                                legend=None),
            tooltip=[
                alt.Tooltip("day:N", title=words("chart.weekday")),
                alt.Tooltip("span:N", title=words("chart.hour")),
                alt.Tooltip("interruption_count:Q", title=words("chart.interruptions")),
                alt.Tooltip("per_week:Q", title=words("chart.per_week"), format=".2f"),
            ],
        )
    )  # fmt: skip
    chart = alt.layer(cells, _working_hours(hours, x_axis, y)).properties(height=280)
    title = hour_headline(rows, words)
    legend = words("chart.legend_hours", weeks=count(rows["weeks"].max()))
    return Picture(chart, title, words("describe.hours", sentence=title), legend, has_marks=most > 0)


def hour_headline(rows: pd.DataFrame, words: Words) -> str:
    """The hour of the week that is interrupted most, and the share of it all that falls on nights and weekends."""
    total = float(rows["interruption_count"].sum())
    if total <= 0:
        return words("headline.hours_none")
    worst = rows.sort_values(["interruption_count", "weekday", "local_hour"], ascending=[False, True, True]).iloc[0]
    weekend = float(rows.loc[rows["weekday"] > 5, "interruption_count"].sum())
    hour = int(worst["local_hour"])
    return words(
        "headline.hours", day=words(f"weekday_long.{DAYS[int(worst['weekday']) - 1]}"), first=hour, last=hour + 1,
        number=count(worst["interruption_count"]), weeks=count(worst["weeks"]), weekend=percent(weekend / total),
    )  # fmt: skip


def _working_hours(hours: dict[str, Any], axis: alt.Axis, y: alt.Y) -> alt.Chart:
    """A box for each run of working days; a working day that ends after midnight ends here at its own midnight."""
    import pandas as pd

    opens, closes = _clock(str(hours["opens"])), _clock(str(hours["closes"]))
    days = [place for place, day in enumerate(DAYS) if day in str(hours["working_days"] or "mon tue wed thu fri")]
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][1] == day:
            runs[-1][1] = day + 1
        else:
            runs.append([day, day + 1])
    boxes = pd.DataFrame(
        [{"first": opens, "last": closes if closes > opens else 24.0, "top": a, "foot": b} for a, b in runs],
        columns=["first", "last", "top", "foot"],
    )
    box: alt.Chart = (
        alt.Chart(boxes)
        .mark_rect(fillOpacity=0, stroke=BUDGET, strokeDash=[6, 4], strokeWidth=2)
        .encode(x=alt.X("first:Q", axis=axis), x2="last:Q", y=y, y2="foot:Q")
    )
    return box


def _clock(text: str) -> float:
    hour, _, minute = text.partition(":")
    return int(hour) + int(minute or 0) / 60
