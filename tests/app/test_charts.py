from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.small_store import CATEGORIES, frames
from toil.candidates.portfolio import choose_portfolio, frontier_of_hours
from toil.charts.candidate_hours import candidate_hours
from toil.charts.category_hours import category_hours, category_rows
from toil.charts.facts import category_names, comparable_weeks, week_facts
from toil.charts.frontier import frontier
from toil.charts.headlines import category_headline, trend_headline, week_headline
from toil.charts.hour_map import hour_map
from toil.charts.interruptions import interruptions
from toil.charts.model_card import calibration
from toil.charts.parts import pareto, part_rows, stacked_weeks
from toil.charts.picture import Picture
from toil.charts.portfolio import portfolio_frontier
from toil.charts.weekly_toil import weekly_toil
from toil.locales import Words, words

STORE = frames("charts")
WEEKS = STORE["toil_by_week"].query("team == 'sre'")
WEEK = "2026-W46"


def _portfolio(spoken: Words) -> Picture:
    every = STORE["automation_candidates"]
    return portfolio_frontier(frontier_of_hours(every), choose_portfolio(every, 60), 60, spoken)


HOURS = STORE["interruptions_by_hour"].query("team == 'sre'")


def parts(language: str = "en") -> pd.DataFrame:
    totals = STORE["toil_by_category"].groupby("category", as_index=False)["toil_hours"].sum()
    return part_rows(totals, "category", category_names(STORE["categories"], language).__getitem__, words(language))


def picture(name: str, language: str = "en") -> Picture:
    spoken = words(language)
    rows = category_rows(
        STORE["toil_by_category"].query("week == @WEEK"), category_names(STORE["categories"], language)
    )
    makers: dict[str, Any] = {
        "weekly": lambda: weekly_toil(WEEKS, week_facts(WEEKS, WEEK), spoken),
        "categories": lambda: category_hours(rows, spoken),
        "interruptions": lambda: interruptions(STORE["interruptions_by_week"], WEEK, spoken),
        "pareto": lambda: pareto(parts(language), "", spoken),
        "stack": lambda: stacked_weeks(STORE["toil_by_category"], parts(language), "category", "", spoken),
        "hours": lambda: hour_map(HOURS, {"opens": "09:00", "closes": "18:00", "working_days": ""}, spoken),
        "candidates": lambda: candidate_hours(STORE["automation_candidates"], spoken),
        "calibration": lambda: calibration(STORE["classifier_calibration"], spoken),
        "frontier": lambda: frontier(STORE["automation_candidates"], spoken),
        "portfolio": lambda: _portfolio(spoken),
    }
    made: Picture = makers[name]()
    return made


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "name",
    ["weekly", "categories", "interruptions", "pareto", "stack", "hours", "candidates", "frontier", "portfolio",
     "calibration"],
)  # fmt: skip
def test_every_picture_is_complete(name: str, language: str) -> None:
    """Each has a specification that Vega accepts, a sentence above it and a description for screen readers."""
    made = picture(name, language)
    assert made.chart.to_dict()["$schema"].startswith("https://vega.github.io/")
    assert made.title
    assert made.description


@pytest.mark.parametrize("name", ["weekly", "interruptions", "stack"])
def test_weeks_are_text_on_the_axis(name: str) -> None:
    """Vega puts weekly ticks of a time axis on Sundays, so weeks are ordinal."""
    specification = json.dumps(picture(name).chart.to_dict())
    assert '"field": "week", "title": "ISO week", "type": "ordinal"' in specification
    assert '"type": "temporal"' not in specification


def test_the_trend_counts_the_weeks_before_and_not_the_week_itself() -> None:
    """The usual share is the pooled share of the four weeks before."""
    before = WEEKS.iloc[2:6]
    usual = before["toil_hours"].sum() / before["capacity_hours"].sum()
    facts = week_facts(WEEKS, WEEK)
    assert facts.usual_share == pytest.approx(usual)
    assert f"{usual:.0%}" in trend_headline(facts, words("en"))


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(70.0, 90.0, "over"), (60.0, 80.0, "near"), (20.0, 64.0, "within")]
)
def test_the_verdict_respects_the_range(low: float, high: float, verdict: str) -> None:
    """Over or within the budget is said only where the whole range is (the budget is 64 of 160 hours)."""
    rows = WEEKS.assign(low_hours=low, high_hours=high)
    facts = week_facts(rows, WEEK)
    assert facts.verdict == verdict


def test_thin_weeks_are_reference_values() -> None:
    """With less than 60% of the time recorded the headline warns."""
    facts = week_facts(WEEKS.assign(coverage=0.4), WEEK)
    assert "40%" in week_headline(facts, words("en"))
    assert "参考値" in week_headline(facts, words("ja"))


def test_a_first_week_has_nothing_to_compare_with() -> None:
    """The first week of a team is not compared with nothing."""
    facts = week_facts(WEEKS, "2026-W40")
    assert facts.usual_share is None
    assert "first week" in trend_headline(facts, words("en"))


def test_a_team_without_any_work_has_no_first_week() -> None:
    """A team of toil.toml of which nothing is recorded has one week, this one, and no data in it."""
    nothing = WEEKS[WEEKS["week"] == "2026-W40"].assign(toil_hours=0.0, recorded_hours=0.0)
    assert "no work is recorded" in trend_headline(week_facts(nothing, "2026-W40"), words("en"))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=4))
def test_the_category_of_the_sentence_is_the_largest(hours: list[float]) -> None:
    """The headline names a category with the most toil hours, and says so where there are none."""
    labels = list(CATEGORIES)[: len(hours)]
    rows = pd.DataFrame({"label": labels, "toil_hours": hours})
    sentence = category_headline(rows, words("en"))
    best = [label for label, value in zip(labels, hours, strict=True) if value == max(hours)]
    assert sentence.startswith(tuple(best)) if max(hours) > 0 else "No toil" in sentence


def test_weeks_that_mislead_are_left_out_of_the_trend() -> None:
    """A week that goes on, and weeks before the data really begin, would look like a fall of toil."""
    coverage = [0.01, 0.3, 0.75, 0.4, 0.75, 0.75, 0.75, 0.75]
    shown = comparable_weeks(WEEKS.assign(coverage=coverage))
    assert list(shown["week"]) == [f"2026-W{number}" for number in range(42, 47)]
    assert len(comparable_weeks(WEEKS.assign(is_complete=False, coverage=None))) == len(WEEKS)


def test_the_pareto_says_how_few_kinds_make_four_fifths() -> None:
    """Of 25, 20, 15 and 10 hours, three make 60 of 70; the shares so far end at one."""
    rows = parts()
    assert list(rows["share_so_far"].round(3)) == [0.357, 0.643, 0.857, 1.0]
    title = pareto(rows, "", words("en")).title
    assert title == "3 of 4 kinds make 86% of the toil, Accounts and permissions first"


def test_work_that_does_not_recur_is_a_part_of_its_own() -> None:
    """What has no recurrence is not left out, and its share counts."""
    totals = pd.DataFrame({"recurrence_id": ["r1", None], "toil_hours": [1.0, 3.0]})
    rows = part_rows(totals, "recurrence_id", lambda one: one, words("en"))
    assert list(rows["label"]) == ["Does not recur", "r1"]
    assert rows["share"].tolist() == [0.75, 0.25]


def test_the_stacks_add_up_to_the_weeks() -> None:
    """A chosen part stands at the foot and all others in one stack; no hour is lost."""
    made = stacked_weeks(STORE["toil_by_category"], parts(), "category", "UNK", words("en"))
    shown = made.chart.data
    assert set(shown["label"]) == {"Unclassified", "All others"}
    assert shown["toil_hours"].sum() == STORE["toil_by_category"]["toil_hours"].sum()


def test_the_hour_of_the_sentence_is_the_worst() -> None:
    """Six on Tuesdays at ten, and one in every hour of the Sundays: four fifths fall on weekends."""
    title = picture("hours").title
    assert "on Tuesdays from 10 to 11" in title
    assert "6 in 8 weeks; 80% of all" in title
