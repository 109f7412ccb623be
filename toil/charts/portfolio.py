"""What any number of engineering hours can give back at most, and what is chosen for the hours there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from toil.charts.picture import BUDGET, OTHER, TOIL, Picture
from toil.locales import Words
from toil.locales.numbers import count, hours, percent, percent_range

if TYPE_CHECKING:
    import pandas as pd

    from toil.candidates.outlook import Outlook
    from toil.candidates.portfolio import Portfolio


def portfolio_frontier(frontier: pd.DataFrame, chosen: Portfolio, available: float, words: Words) -> Picture:
    """`frontier` has hours, net_hours_per_year and number; a line at the hours there are, a point at what is chosen."""
    import pandas as pd

    title = portfolio_sentence(chosen, available, words)
    if frontier["net_hours_per_year"].max() <= 0:
        return Picture(alt.Chart(frontier), title, "", has_marks=False)
    x = alt.X("hours:Q", title=words("portfolio.build"))
    y = alt.Y("net_hours_per_year:Q", title=words("portfolio.back"))
    curve = alt.Chart(frontier).mark_line(color=BUDGET, strokeWidth=2.5).encode(
        x=x, y=y,
        tooltip=[alt.Tooltip("hours:Q", title=words("portfolio.build"), format=",.0f"),
                 alt.Tooltip("net_hours_per_year:Q", title=words("portfolio.back"), format=",.0f"),
                 alt.Tooltip("number:Q", title=words("portfolio.number"))],
    )  # fmt: skip
    here = pd.DataFrame({"hours": [min(available, float(frontier["hours"].max()))]})
    limit = alt.Chart(here).mark_rule(color=OTHER, strokeDash=[4, 4]).encode(x=x)
    point = pd.DataFrame({"hours": [chosen.build_hours], "net_hours_per_year": [chosen.net_hours_per_year]})
    dot = alt.Chart(point).mark_point(color=TOIL, filled=True, size=130, shape="diamond").encode(x=x, y=y)
    most = frontier.iloc[-1]
    described = words(
        "portfolio.describe", hours=hours(most["hours"], words), back=hours(most["net_hours_per_year"], words)
    )
    return Picture(
        alt.layer(curve, limit, dot).properties(height=300), title, described, words("portfolio.legend")
    )  # fmt: skip


def portfolio_sentence(chosen: Portfolio, available: float, words: Words) -> str:
    """How many candidates the hours allow, what they take and give back."""
    number = len(chosen.recurrence_ids)
    return words(
        "portfolio.chosen" if number else "portfolio.nothing", hours=hours(available, words), number=count(number),
        build=hours(chosen.build_hours, words), back=hours(chosen.net_hours_per_year, words),
    )  # fmt: skip


def outlook_sentence(team: str, found: Outlook, words: Words) -> str:
    """With what probability the team keeps its toil budget, or why that is not said."""
    if found.refused:
        return words(
            f"portfolio.{found.refused}",
            team=team,
            target=percent(found.target_share),
            floor=percent(found.floor_share),
        )
    return words(
        "portfolio.outlook", team=team, now=percent(found.share_now), after=percent(found.share_after),
        range=percent_range(found.low_share, found.high_share), target=percent(found.target_share),
        before=percent(found.probability_now), chance=percent(found.probability),
    )  # fmt: skip
