"""For reports: hours by category, toil first, as horizontal bars with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.charts.headlines import category_headline
from toil.charts.picture import OTHER, TOIL
from toil.charts.report_style import shortened, without_data, wrapped
from toil.locales import Words
from toil.locales.numbers import hours

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_BARS = 10


def draw_categories(axes: Axes, rows: pd.DataFrame, words: Words) -> None:
    """Rows with `label`, `hours` and `toil_hours`, most toil first."""
    shown = rows.head(MOST_BARS).iloc[::-1]
    if shown.empty:
        without_data(axes, words("headline.category_none"))
        return
    toil = shown["toil_hours"].astype(float)
    other = (shown["hours"].astype(float) - toil).clip(lower=0)
    places = range(len(shown))
    axes.barh(places, toil, color=TOIL, height=0.66, label=words("chart.toil"))
    axes.barh(places, other, left=toil, color=OTHER, height=0.66, label=words("chart.other"))
    for place, (part, whole) in enumerate(zip(toil, toil + other, strict=True)):
        text = hours(part, words) + (f" / {hours(whole, words)}" if whole - part >= 0.05 else "")
        axes.annotate(text, (whole, place), xytext=(5, 0), textcoords="offset points", va="center")
    axes.set_yticks(list(places), [shortened(str(label), 30) for label in shown["label"]])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, float((toil + other).max()) * 1.3)
    axes.set_xlabel(words("chart.hours"))
    axes.legend(loc="lower right", frameon=False)
    axes.set_title(wrapped(category_headline(rows, words), 84), loc="left", fontsize=10, pad=10)
