"""An XmR chart of an automation: weeks before and after, the limits of chance, the claimed date and the data's own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, week_axis
from toil.locales import Words
from toil.locales.numbers import is_missing

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 320
_LIMITS = ("mean", "low", "high", "after_mean", "after_low", "after_high")
COMPARED = ("baseline", "after")


def control_chart(weeks: pd.DataFrame, outcome: Mapping[str, Any], words: Words, *, rare: bool = False) -> Picture:
    """The rows of `automation_weeks` of one automation, and its row of `automation_outcomes`.

    Marks beyond chance are triangles; weeks that are left out of the comparison are hollow. The limits of the baseline
    run on over all weeks, those of the weeks after are drawn from eight weeks on. Work that is too `rare` has neither:
    most of its weeks are zero anyway, and would lie beyond chance eight in a row (Wheeler: rare events need a t chart).
    """
    rows = weeks.sort_values("week_starts_at")
    if rare:
        rows = rows.assign(**dict.fromkeys(_LIMITS, math.nan), signal="")
    if rows.empty:
        return Picture(alt.Chart(rows), words("xmr.headline_none"), "", has_marks=False)
    base = alt.Chart(_for_vega(rows, words)).encode(
        x=week_axis(words)
    )  # fmt: skip
    layers = [*_limits(base, "", OTHER, words), *_limits(base, "after_", BUDGET, words), _line(base, words),
              *_points(base, words), *_rules(base, rows, outcome)]  # fmt: skip
    title = _headline(rows, words, "xmr.rare" if rare else "xmr.run_chart")
    description = words("xmr.describe", weeks=len(rows), name=str(outcome["name"]), sentence=title,
                        shipped=f"{outcome['shipped_at']:%Y-%m-%d}")  # fmt: skip
    return Picture(alt.layer(*layers).properties(height=HEIGHT), title, description,
                   words("xmr.legend_rare" if rare else "xmr.legend"))  # fmt: skip


def _limits(base: alt.Chart, prefix: str, color: str, words: Words) -> list[alt.Chart]:
    title = words("xmr.value")
    known = base.transform_filter(f"isValid(datum.{prefix}mean)")
    band = known.mark_area(opacity=0.13, color=color).encode(
        y=alt.Y(f"{prefix}low:Q", title=title, scale=alt.Scale(domainMin=0)), y2=f"{prefix}high:Q"
    )
    mean = known.mark_line(color=color, strokeWidth=1.5).encode(y=alt.Y(f"{prefix}mean:Q", title=title))
    return [band, mean]


def _line(base: alt.Chart, words: Words) -> alt.Chart:
    line: alt.Chart = base.mark_line(color=TOIL, strokeWidth=1, opacity=0.6).encode(
        y=alt.Y("value:Q", title=words("xmr.value"))
    )
    return line


def _points(base: alt.Chart, words: Words) -> list[alt.Chart]:
    marks = base.encode(
        y=alt.Y("value:Q", title=words("xmr.value")),
        shape=alt.Shape("is_signal:N", scale=alt.Scale(domain=[False, True], range=["circle", "triangle-up"]),
                        legend=None),
        tooltip=[alt.Tooltip("week:N", title=words("chart.week")),
                 alt.Tooltip("value:Q", title=words("xmr.value"), format=".1f"),
                 alt.Tooltip("phase_name:N", title=words("xmr.phase")),
                 alt.Tooltip("signal_name:N", title=words("xmr.signal"))],
    )  # fmt: skip
    compared = marks.transform_filter("datum.is_compared").mark_point(size=70, filled=True, color=TOIL, opacity=1)
    left_out = marks.transform_filter("!datum.is_compared").mark_point(size=60, filled=False, color=OTHER)
    return [left_out, compared]


def _rules(base: alt.Chart, rows: pd.DataFrame, outcome: Mapping[str, Any]) -> list[alt.Chart]:
    """The week of shipping dashed, and the week in which the data see a fall dotted."""
    found = []
    shipped = rows.loc[rows["phase"] == "transition", "week"]
    if len(shipped):
        found.append(base.transform_filter(f"datum.week == '{shipped.iloc[0]}'").mark_rule(
            color=BUDGET, strokeDash=[6, 4], strokeWidth=2))  # fmt: skip
    if not is_missing(outcome["change_week"]):
        found.append(base.transform_filter(f"datum.week == '{outcome['change_week']}'").mark_rule(
            color=TOIL, strokeDash=[2, 3], strokeWidth=2))  # fmt: skip
    return found


def _for_vega(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Only what the picture needs."""
    columns = ["week", "value", *_LIMITS]
    signal = rows["signal"].fillna("").astype(str)
    return rows[columns].assign(
        is_signal=(signal != "").astype(bool),
        is_compared=rows["phase"].isin(COMPARED).astype(bool),
        phase_name=[words(f"phase.{one}") for one in rows["phase"]],
        signal_name=[words.or_else(f"signal.{one}", "–") for one in signal],
    )


def _headline(rows: pd.DataFrame, words: Words, without_limits: str) -> str:
    before, after = (rows.loc[rows["phase"] == phase] for phase in COMPARED)
    if before.empty:
        return words("xmr.headline_none")
    if after.empty:
        parts = [words("xmr.headline_early", before=f"{before['value'].mean():.1f}")]
    else:
        parts = [words("xmr.headline", before=f"{before['value'].mean():.1f}", after=f"{after['value'].mean():.1f}")]
    if before["mean"].isna().all():
        parts.append(words(without_limits))
    elif len(after):
        number = int((after["signal"].fillna("") != "").sum())
        parts.append(words("xmr.signals", number=number, weeks=len(after)))
    return words.after_each_other(parts)
