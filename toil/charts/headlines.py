"""The sentences above the pictures, computed from the figures that the pictures show; the reports use the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.charts.facts import WeekFacts
from toil.locales import Words
from toil.locales.numbers import count, hours, hours_range, is_missing, percent, percent_range, points

if TYPE_CHECKING:
    import pandas as pd


def week_headline(facts: WeekFacts, words: Words) -> str:
    """What the week came to: toil against the budget with its range, or hours where no share can be given."""
    if facts.toil_share is None:
        sentence = words(
            "headline.hours_only", week=week_label(facts.week, words), hours=hours(facts.toil_hours, words)
        )
        return sentence + _range_of_hours(facts, words)
    sentence = words(
        f"headline.{facts.verdict}",
        week=week_label(facts.week, words),
        share=percent(facts.toil_share),
        range=percent_range(facts.low_share, facts.high_share),
        budget=percent(facts.budget_share),
        points=points(facts.toil_share - (facts.budget_share or 0.0)),
    )
    return sentence + _caution(facts, words)


def trend_headline(facts: WeekFacts, words: Words) -> str:
    """This week against the weeks before it."""
    if facts.usual_share is not None and facts.toil_share is not None:
        now, usual = facts.toil_share, facts.usual_share
        key = "same" if abs(now - usual) < 0.005 else ("more" if now > usual else "less")
        return words(f"headline.trend_{key}", points=points(now - usual), usual=percent(usual))
    if facts.usual_hours is None:
        return words("headline.trend_first" if facts.recorded_hours else "headline.trend_nothing")
    return words("headline.trend_hours", now=hours(facts.toil_hours, words), usual=hours(facts.usual_hours, words))


def category_headline(rows: pd.DataFrame, words: Words) -> str:
    """Which category took most toil, and how much of all toil; `rows` have `label` and `toil_hours`."""
    total = float(rows["toil_hours"].sum())
    if rows.empty or total <= 0:
        return words("headline.category_none")
    top = rows.sort_values("toil_hours", ascending=False, kind="stable").iloc[0]
    return words(
        "headline.category",
        category=top["label"],
        hours=hours(top["toil_hours"], words),
        share=percent(top["toil_hours"] / total),
    )


def candidates_headline(rows: pd.DataFrame, words: Words) -> str:
    """What the best candidates take (`hours_per_year`) and would give back (`net_hours_per_year`), best first."""
    if rows.empty:
        return words("headline.candidates_none")
    best = rows.head(3)
    return words(
        "headline.candidates",
        number=count(len(best)),
        hours=hours(best["hours_per_year"].sum(), words),
        back=hours(best["net_hours_per_year"].clip(lower=0).sum(), words),
        all=count(len(rows)),
    )


def interruptions_headline(rows: pd.DataFrame, week: str, words: Words) -> str:
    """How often people were interrupted in the week, and how often outside working hours; not told of too few."""
    of_week = rows[rows["week"] == week]
    if of_week["interruption_count"].isna().any():
        return words("headline.interruptions_hidden")
    total = float(of_week["interruption_count"].sum())
    outside = float(of_week.loc[of_week["hour_class"] != "business", "interruption_count"].sum())
    return words("headline.interruptions", total=count(total), outside=count(outside))


def week_label(week: str, words: Words) -> str:
    """An ISO week such as `2026-W47` as people say it."""
    year, _, number = week.partition("-W")
    return words("unit.week", year=year, number=int(number)) if number.isdigit() else week


def _range_of_hours(facts: WeekFacts, words: Words) -> str:
    if is_missing(facts.low_hours) or is_missing(facts.high_hours):
        return ""
    return words("headline.range", range=hours_range(facts.low_hours, facts.high_hours, words))


def _caution(facts: WeekFacts, words: Words) -> str:
    return words("headline.reference", coverage=percent(facts.coverage)) if facts.is_reference_only else ""
