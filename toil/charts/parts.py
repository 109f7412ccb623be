"""The parts of a whole, largest first: the bars of the Pareto picture, and the colours of the weeks' stacks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import altair as alt

from toil.charts.headlines import week_label
from toil.charts.picture import BUDGET, OTHER, TOIL, Picture, label_limit, week_axis
from toil.locales import Words
from toil.locales.numbers import hours, is_missing, percent

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 12
# Okabe and Ito's, and Tol's purple (https://personal.sron.nl/~pault/): 3:1 on both grounds.
STACK = (TOIL, BUDGET, "#009E73", "#AA4499")
PICK = "pick"
_REST = "rest"


def part_rows(totals: pd.DataFrame, column: str, name: Callable[[str], str], words: Words) -> pd.DataFrame:
    """`part`, `label`, `toil_hours`, `share` and the share so far, `share_so_far`, of each part, largest first.

    `totals` has the part's id in `column` (missing: work that does not recur) and `toil_hours`.
    """
    rows = totals[totals["toil_hours"] > 0].copy()
    rows["part"] = [_REST if is_missing(one) else str(one) for one in rows[column]]
    rows["label"] = [words("explore.not_recurring") if one == _REST else name(one) for one in rows["part"]]
    rows = rows.sort_values(["toil_hours", "part"], ascending=[False, True], kind="stable").reset_index(drop=True)
    rows["share"] = rows["toil_hours"] / (rows["toil_hours"].sum() or 1.0)
    rows["share_so_far"] = rows["share"].cumsum()
    return rows[["part", "label", "toil_hours", "share", "share_so_far"]]


def pareto(rows: pd.DataFrame, chosen: str, words: Words) -> Picture:
    """The rows of `part_rows` as bars, each with its hours and the share of all up to it; `chosen` alone is coloured.

    A click on a bar is the selection `pick`, with the `part` clicked.
    """
    shown = rows.head(MOST_BARS)
    shown = shown.assign(
        text=[
            words("explore.bar", hours=hours(one, words), so_far=percent(so_far))
            for one, so_far in zip(shown["toil_hours"], shown["share_so_far"], strict=True)
        ],
        is_dim=(shown["part"] != chosen) & bool(chosen),
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("part:N", title=None, sort=list(shown["part"]), axis=_label_axis(shown)),
        x=alt.X("toil_hours:Q", title=words("chart.toil_hours")),
        tooltip=[
            alt.Tooltip("label:N", title=words("chart.part")),
            alt.Tooltip("toil_hours:Q", title=words("chart.toil_hours"), format=",.1f"),
            alt.Tooltip("share:Q", title=words("chart.share"), format=".0%"),
            alt.Tooltip("share_so_far:Q", title=words("chart.share_so_far"), format=".0%"),
        ],
    )
    pick = alt.selection_point(name=PICK, fields=["part"])
    bars = base.mark_bar(cornerRadius=2, cursor="pointer").encode(
        color=alt.when(alt.datum.is_dim).then(alt.value(OTHER)).otherwise(alt.value(TOIL))
    )
    chart = bars.add_params(pick).properties(height=38 * len(shown) + 60)
    title = pareto_headline(rows, words)
    some = ", ".join(f"{one.label} {one.text}" for one in shown.itertuples())
    return Picture(chart, title, words("describe.pareto", list=some, sentence=title), has_marks=not shown.empty)


def pareto_headline(rows: pd.DataFrame, words: Words) -> str:
    """How few parts make most of the toil: the fewest that reach four fifths."""
    if rows.empty:
        return words("headline.category_none")
    few = int((rows["share_so_far"] < 0.8 - 1e-9).sum()) + 1
    return words(
        "headline.pareto", few=few, all=len(rows), share=percent(rows["share_so_far"].iloc[few - 1]),
        first=rows["label"].iloc[0],
    )  # fmt: skip


def stacked_weeks(weekly: pd.DataFrame, parts: pd.DataFrame, column: str, chosen: str, words: Words) -> Picture:
    """Toil hours of each week in stacks: the largest parts, or the chosen one at the foot, and all others in grey.

    `weekly` has `week`, the part's id in `column` and `toil_hours`; `parts` are the rows of `part_rows`.
    """
    named = parts[parts["part"] == chosen] if chosen else parts.head(len(STACK))
    labels = dict(zip(named["part"], named["label"], strict=True))
    others = words("explore.others")
    ids = [_REST if is_missing(one) else str(one) for one in weekly[column]]
    labelled = weekly.assign(label=[labels.get(one, others) for one in ids])
    rows = labelled.groupby(["week", "label"])["toil_hours"].sum().reset_index()
    order = [*dict.fromkeys(labels.values()), others]
    rows["position"] = [order.index(label) for label in rows["label"]]
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=week_axis(words),
            y=alt.Y("toil_hours:Q", title=words("chart.toil_hours"), stack="zero"),
            color=alt.Color("label:N", title=None, legend=alt.Legend(orient="bottom", columns=1, labelLimit=360),
                            scale=alt.Scale(domain=order, range=[*STACK[: len(order) - 1], OTHER])),
            order=alt.Order("position:Q"),
            tooltip=[
                alt.Tooltip("week:N", title=words("chart.week")),
                alt.Tooltip("label:N", title=words("chart.part")),
                alt.Tooltip("toil_hours:Q", title=words("chart.toil_hours"), format=",.1f"),
            ],
        )
        .properties(height=400)
    )  # fmt: skip
    title = stack_headline(rows, labels.get(chosen, ""), words)
    description = words("describe.stack", list=", ".join(order), sentence=title)
    return Picture(chart, title, description, has_marks=bool((rows["toil_hours"] > 0).any()))


def stack_headline(rows: pd.DataFrame, label: str, words: Words) -> str:
    """The week in which the parts, or the one of that label, took most, and what they take on average."""
    wanted = rows["label"].eq(label) if label else rows["toil_hours"].notna()
    by_week = rows[wanted].groupby("week")["toil_hours"].sum()
    if by_week.empty or by_week.max() <= 0:
        return words("headline.category_none")
    mean = by_week.sum() / rows["week"].nunique()
    return words(
        "headline.stack", what=label or words("chart.toil"), week=week_label(str(by_week.idxmax()), words),
        hours=hours(by_week.max(), words), mean=hours(mean, words),
    )  # fmt: skip


def _label_axis(shown: pd.DataFrame) -> alt.Axis:
    """Bars stand by id, since two recurrences may bear one name; the axis shows the name and the figures below it.

    Streamlit's theme colours the letters of axes but not those of text marks, which stay black on the dark ground.
    """
    lines = {str(row.part): [row.label, row.text] for row in shown.itertuples()}
    return alt.Axis(
        labelExpr=f"{json.dumps(lines, ensure_ascii=False)}[datum.value]", labelLimit=label_limit(240), ticks=False
    )
