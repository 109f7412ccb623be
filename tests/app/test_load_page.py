from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import WEEKS, frames, write_store
from toil.charts.on_call import fair_shares, fairness_headline, hard_weeks
from toil.locales import words

STORE = frames("load")


def test_the_weeks_figures_are_those_of_on_call_load(open_page: OpenPage) -> None:
    """Nights, rests, focus blocks and interruptions of the chosen week, each once."""
    app = open_page("load", week=WEEKS[3])
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["1", "2", "9", "16"]


def test_nothing_is_told_of_a_small_team(open_page: OpenPage) -> None:
    """Neither weeks nor people of a team of two."""
    app = open_page("load", team="duo")
    assert any("fewer than 3 people" in text for text in texts(app))
    assert not app.metric
    assert not app.dataframe


def test_nothing_is_told_of_few_people_on_call(store: Path, open_page: OpenPage) -> None:
    """Where the build gives no row of a person, the page says why, and shows the weeks alone."""
    write_store(store, "small-2", on_call_by_person=STORE["on_call_by_person"].head(0))
    app = open_page("load", "ja")
    assert not app.exception
    assert any("3 人未満" in text for text in texts(app))
    assert len(app.metric) == 4


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pictures_speak(language: str) -> None:
    """Each has a specification, a sentence and a description; the sentence holds the share and the equal share."""
    spoken = words(language)
    rows = STORE["on_call_load"].query("team == 'sre'")
    for made in (fair_shares(STORE["on_call_by_person"], STORE["on_call_fairness"], spoken), hard_weeks(rows, spoken)):
        assert made.chart.to_dict()["$schema"].startswith("https://vega.github.io/")
        assert made.has_marks
        assert made.title in made.description
    assert "40%" in fairness_headline(STORE["on_call_fairness"], spoken)


def test_without_nights_the_interruptions_are_told() -> None:
    """A team that sleeps well is told of its days; one that nothing interrupts is told so."""
    quiet = STORE["on_call_fairness"].assign(times=[5.0, 0.0, 0.0])
    assert "of the interruptions" in fairness_headline(quiet, words("en"))
    assert fairness_headline(quiet.assign(times=0.0), words("en")) == words("en")("headline.hours_none")
    calm = pd.DataFrame({"week": WEEKS, "nights_broken": 0, "short_rests": 0})
    assert not hard_weeks(calm, words("en")).has_marks
