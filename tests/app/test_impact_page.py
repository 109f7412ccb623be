"""The Impact page: what came of an automation, and what is fixed before the next one is registered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage, texts
from tests.app.small_impact import gaps
from tests.app.small_store import AS_OF, frames, write_store
from toil.charts.control_chart import control_chart
from toil.charts.days_between import days_between
from toil.charts.impact_sentences import impact_sentences
from toil.charts.returned_hours import returned_hours
from toil.locales import words
from toil.locales.numbers import sure
from toil.pages import _access
from toil.store.journal import Journal

OUTCOME: dict[str, Any] = frames("x")["automation_outcomes"].to_dict("records")[0]


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()


def registered(store: Path) -> list[dict[str, Any]]:
    return [dict(event.body) for event in Journal(store).events("automation")]


def test_the_verdict_is_a_sentence(open_page: OpenPage) -> None:
    """The figures behind the verdict, what it is compared with, and what people did by hand are told in words."""
    said = " ".join(texts(open_page("impact")))
    assert "Proven in week 5 after shipping: 4.2 a week instead of 10.0 a week" in said.replace("\\", "")
    assert "saved 2.9 h a week (1.2–4.4 h)" in said
    assert "4 untouched kinds of work" in said
    assert "by hand 32 times, 16.0 h" in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"verdict": "no_effect", "rate_ratio": 0.95}, "No effect can be shown"),
        ({"verdict": "backfired", "rate_ratio": 1.8, "rate_ratio_high": None}, "+80%; 92% range: −72% to +∞"),
        ({"verdict": "too_early", "weeks_to_verdict": 3}, "the verdict falls in 3 weeks"),
        ({"verdict": "too_early", "trouble": "future", "weeks_to_verdict": 12}, "It ships on"),
        ({"verdict": "too_early", "trouble": "lost"}, "not among today's"),
        ({"verdict": "too_early", "trouble": "never"}, "nothing to compare with"),
        ({"verdict": "too_early", "rate_ratio": None, "measured_hours_per_week": None}, "no complete week"),
        ({"metric": "hours", "method": "hours"}, "2.1 h a week instead of 5.0 h a week"),
        ({"regressed_week": "2026-W47"}, "lost again: in week 47 of 2026"),
        ({"is_stated_before": False}, "the promise proves little"),
        ({"change_week": None, "is_change_near": False}, "no step down"),
        ({"is_change_near": False}, "not near the claimed date"),
        ({"hours_invested": None}, "nobody said what it took"),
    ],
)
def test_each_outcome_has_its_words(changed: dict[str, Any], sentence: str) -> None:
    """Every verdict, every trouble and everything that may have happened since has a sentence, in both languages."""
    english = " ".join(impact_sentences(OUTCOME | changed, words("en")))
    assert sentence in english
    assert len(impact_sentences(OUTCOME | changed, words("ja"))) == len(
        impact_sentences(OUTCOME | changed, words("en"))
    )


def test_an_automation_is_registered_with_its_plan(open_page: OpenPage, store: Path) -> None:
    """The plan is shown before the button is pressed, and is what the journal holds afterwards."""
    app = open_page("impact")
    next(one for one in app.text_input if one.label == "Name").input("Portal 2").run()
    next(one for one in app.number_input if one.label == "Hours a week that it should save").set_value(3.0).run()
    assert any("8 weeks after shipping" in info.value and "Baseline" in info.value for info in app.info)
    press(app, "Register")
    (body,) = registered(store)
    assert (body["name"], body["recurrence_id"], body["metric"], body["verdict_weeks"]) == (
        "Portal 2",
        "r1",
        "count",
        8,
    )
    assert body["shipped_on"] == str(AS_OF.date())
    assert any("Portal 2" in info.value for info in app.info)


def test_work_without_a_past_is_warned_of(open_page: OpenPage) -> None:
    """Choosing work that did not come up says that no verdict can fall."""
    app = open_page("impact")
    next(one for one in app.selectbox if one.label == "Work that it takes over").set_value("r2").run()
    assert any("no verdict can fall" in warning.value for warning in app.warning)


def test_a_nameless_automation_is_not_registered(open_page: OpenPage, store: Path) -> None:
    """Without a name the page says so and writes nothing."""
    app = open_page("impact")
    press(app, "Register")
    assert any("needs a name" in error.value for error in app.error)
    assert registered(store) == []


def test_the_last_word_is_taken_back(open_page: OpenPage, store: Path) -> None:
    """The newest event of an automation is undone; one that stands before it counts again."""
    journal = Journal(store)
    for name in ("first", "second"):
        journal.append("automation", "a1", {"name": name, "shipped_on": "2026-09-01"}, author="x")
    press(open_page("impact"), "Take the last word about it back")
    assert [body["name"] for body in registered(store)] == ["first"]


def test_nobody_elsewhere_can_register(open_page: OpenPage, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another machine nothing is written, whatever is pressed."""
    app = open_page("impact")
    next(one for one in app.text_input if one.label == "Name").input("Portal").run()
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.7", {"Host": "localhost"}))
    press(app, "Register")
    assert registered(store) == []


def test_without_automations_the_form_is_there(open_page: OpenPage, store: Path) -> None:
    """A store in which nothing is registered says so, and offers to."""
    write_store(store, "small-2", automation_outcomes=frames("x")["automation_outcomes"].head(0))
    app = open_page("impact")
    assert any("No automation is registered yet" in info.value for info in app.info)
    assert any(one.label == "Register" for one in app.button)


def test_the_chart_tells_what_it_shows() -> None:
    """Its headline has both means and the signals; shipped and changed weeks have a line; few weeks have no limits."""
    weeks, t = frames("x")["automation_weeks"], words("en")
    picture = control_chart(weeks, OUTCOME, t)
    assert picture.title == "10.2 a week before, 4.1 after. Weeks after shipping that lie beyond chance: 8 of 8."
    layers = picture.chart.to_dict()["layer"]
    assert sum(layer["mark"]["type"] == "rule" for layer in layers) == 2
    assert "Access portal" in picture.description
    bare = control_chart(weeks.assign(mean=None, low=None, high=None), OUTCOME, t)
    assert "no limits can be drawn" in bare.title
    assert not control_chart(weeks.head(0), OUTCOME, t).has_marks


def test_rare_work_has_no_limits_by_the_week() -> None:
    """Weeks of zero would all lie beyond chance; the days between are judged instead, and the chart says so."""
    weeks, t = frames("x")["automation_weeks"], words("en")
    picture = control_chart(weeks, OUTCOME, t, rare=True)
    assert picture.title == "10.2 a week before, 4.1 after. " + t("xmr.rare")
    (rows,) = picture.chart.to_dict()["datasets"].values()
    assert not any(row["is_signal"] for row in rows)
    assert {row[name] for row in rows for name in ("mean", "low", "after_high")} == {None}


def test_what_is_less_than_certain_is_never_called_so() -> None:
    """An early look's interval is of nearly 100%."""
    assert [sure(one) for one in (0.9, 0.9949, 0.99961, 1.0, None)] == ["90%", "99%", "99.9%", "100%", "–"]


def test_rare_work_is_drawn_by_its_days() -> None:
    """Ten days apart before, sixty without since: the headline says both, and the open gap is a mark of its own."""
    t, rows = words("en"), pd.DataFrame(gaps("a1", AS_OF))
    picture = days_between(rows, OUTCOME, t)
    assert picture.title == "Before, it came every 10 days. It has not come for 60 days."
    assert len(picture.chart.to_dict()["layer"]) == 6
    bare = days_between(rows.assign(mean=None, low=None, high=None), OUTCOME, words("ja"))
    assert "限界線は引けません" in bare.title
    assert not days_between(rows.head(0), OUTCOME, t).has_marks


def test_hours_returned_stand_beside_those_invested() -> None:
    """The headline has both sums; where nobody said what one cost, it only has what came back."""
    outcomes, t = pd.DataFrame([OUTCOME]), words("en")
    assert returned_hours(outcomes, t).title == "26.0 h returned for 16.0 h invested"
    assert returned_hours(outcomes.assign(hours_invested=None), t).title == "26.0 h returned so far"
    assert not returned_hours(outcomes.assign(hours_returned=None), t).has_marks
    many = pd.concat([outcomes] * 40, ignore_index=True)
    drawn = returned_hours(many, t)
    assert drawn.title.startswith("1,040 h returned")
    assert drawn.legend.startswith(f"the 30 largest of {int(many['hours_returned'].notna().sum())} · ")
