"""For reports: what each candidate would give back in a year, with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.charts.headlines import candidates_headline
from toil.charts.picture import BUDGET, OTHER
from toil.charts.report_style import shortened, without_data, wrapped
from toil.locales import Words
from toil.locales.numbers import hours

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_BARS = 8


def draw_candidates(axes: Axes, candidates: pd.DataFrame, words: Words) -> None:
    """Rows of `automation_candidates`: a bar for the hours a year, a line from low to high, best at the top."""
    ordered = candidates.sort_values("rank")
    shown = ordered.head(MOST_BARS).iloc[::-1]
    if shown.empty:
        without_data(axes, words("headline.candidates_none"))
        return
    places = range(len(shown))
    saved, low, high = (
        shown[name].astype(float) for name in ("hours_per_year", "low_hours_per_year", "high_hours_per_year")
    )
    axes.barh(places, saved, color=BUDGET, height=0.6)
    axes.hlines(places, low, high, color=OTHER, linewidth=2.5)
    for place, (value, end) in enumerate(zip(saved, high, strict=True)):
        axes.annotate(
            hours(value, words), (max(value, end), place), xytext=(5, 0), textcoords="offset points", va="center"
        )
    labels = [
        f"{int(rank)}. {shortened(str(name), 32)}" for rank, name in zip(shown["rank"], shown["name"], strict=True)
    ]
    axes.set_yticks(list(places), labels)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(min(0.0, float(low.min())), max(float(high.max()), float(saved.max()), 1.0) * 1.14)
    axes.set_xlabel(words("chart.hours_per_year"))
    axes.set_title(wrapped(candidates_headline(ordered, words), 84), loc="left", fontsize=10, pad=10)
