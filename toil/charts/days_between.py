"""A t chart of rare work: the days between its occurrences, the limits of chance, and the day of shipping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from toil.charts.picture import BUDGET, OTHER, TOIL, Picture
from toil.locales import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

HEIGHT = 300


def days_between(gaps: pd.DataFrame, outcome: Mapping[str, Any], words: Words) -> Picture:
    """The rows of `automation_gaps` of one automation, and its row of `automation_outcomes`.

    A mark stands at the end of each gap; triangles lie beyond chance, the hollow one is not over yet.
    """
    rows = gaps.sort_values("number")
    if rows.empty:
        return Picture(alt.Chart(rows), words("xmr.headline_none"), "", has_marks=False)
    title = _headline(rows, words)
    columns = ["began_at", "ended_at", "days", "mean", "low", "high", "is_open"]
    shown = rows[columns].assign(
        is_signal=(rows["signal"].fillna("") != "").astype(bool),
        signal_name=[words.or_else(f"gaps.{one}", "–") for one in rows["signal"].fillna("")],
    )
    shipped = pd.DataFrame({"shipped_at": [outcome["shipped_at"]]})
    rule = alt.Chart(shipped).mark_rule(color=BUDGET, strokeDash=[6, 4], strokeWidth=2).encode(x="shipped_at:T")
    chart = alt.layer(*_layers(shown, words), rule).properties(height=HEIGHT)
    description = words("gaps.describe", number=len(rows), name=str(outcome["name"]), sentence=title)
    return Picture(chart, title, description, words("gaps.legend"))


def _layers(rows: pd.DataFrame, words: Words) -> Iterator[alt.Chart]:
    base = alt.Chart(rows).encode(x=alt.X("ended_at:T", title=words("gaps.ended"), axis=alt.Axis(grid=False)))
    y = alt.Y("days:Q", title=words("gaps.days"), scale=alt.Scale(domainMin=0))
    known = base.transform_filter("isValid(datum.mean)")
    yield known.mark_area(opacity=0.13, color=OTHER).encode(y=alt.Y("low:Q", title=words("gaps.days")), y2="high:Q")
    yield known.mark_line(color=OTHER, strokeWidth=1.5).encode(y=alt.Y("mean:Q", title=words("gaps.days")))
    yield base.mark_line(color=TOIL, strokeWidth=1, opacity=0.6).encode(y=y)
    marks = base.encode(
        y=y,
        shape=alt.Shape("is_signal:N", scale=alt.Scale(domain=[False, True], range=["circle", "triangle-up"]),
                        legend=None),
        tooltip=[alt.Tooltip("began_at:T", title=words("gaps.began")),
                 alt.Tooltip("ended_at:T", title=words("gaps.ended")),
                 alt.Tooltip("days:Q", title=words("gaps.days"), format=".1f"),
                 alt.Tooltip("signal_name:N", title=words("xmr.signal"))],
    )  # fmt: skip
    yield marks.transform_filter("!datum.is_open").mark_point(size=70, filled=True, color=TOIL, opacity=1)
    yield marks.transform_filter("datum.is_open").mark_point(size=90, filled=False, color=TOIL, strokeWidth=2)


def _headline(rows: pd.DataFrame, words: Words) -> str:
    """The usual gap before, and the longest since."""
    before, since = rows[rows["phase"] == "before"], rows[rows["phase"] != "before"]
    parts = []
    if len(before):
        parts.append(words("gaps.headline_before", days=f"{before['days'].mean():.0f}"))
    if len(since):
        longest = since.iloc[int(since["days"].argmax())]
        key = "gaps.headline_open" if longest["is_open"] else "gaps.headline_after"
        parts.append(words(key, days=f"{longest['days']:.0f}"))
    if rows["mean"].isna().all():
        parts.append(words("gaps.no_limits"))
    return words.after_each_other(parts)
