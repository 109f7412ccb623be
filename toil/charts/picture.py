"""A picture for the app: a chart, the sentence above it, and what it shows in words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

    from toil.locales import Words

# Of Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), those with 3:1 on both grounds; shapes say it again.
TOIL = "#D55E00"
OTHER = "#7f8894"
BUDGET = "#0072B2"

# Vega's time axis puts weekly ticks on Sundays, so weeks are ordinal text: `2026-W47` is shown as 47.
WEEK_LABEL = "split(datum.label, '-W')[1]"


def week_axis(words: Words) -> alt.X:
    """The weeks of a chart from left to right, each by its number."""
    import altair as alt

    axis = alt.Axis(labelExpr=WEEK_LABEL, labelAngle=0, labelOverlap=True, grid=False)
    return alt.X("week:O", title=words("chart.week"), axis=axis)


def label_limit(most: int) -> alt.ExprRef:
    """How many pixels names beside bars may take: `most`, but on a telephone a third of it, so that bars have room."""
    import altair as alt

    return alt.ExprRef(f"min({most}, windowSize()[0] * 0.35) || {most}")


@dataclass(frozen=True)
class Picture:
    """`chart` has no title of its own, because Vega does not wrap one; `title` is shown above it, `legend` below.

    Without marks there is nothing to draw: the title says so alone.
    """

    chart: alt.Chart | alt.LayerChart | alt.FacetChart
    title: str
    description: str
    legend: str = ""
    has_marks: bool = True
