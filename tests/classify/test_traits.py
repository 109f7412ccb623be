"""The six properties: computed from data, told in either language, and overruled by people."""

from __future__ import annotations

import pandas as pd
import pytest
from classify_frames import built, work_frame

from toil.classify.traits import TRAITS, traits
from toil.locales import LANGUAGES, words
from toil.locales.evidence import sentence
from toil.settings import Settings

WORK = [{"title": "Grant access to Grafana"}] * 4


def found(*events: tuple[str, str, str]) -> pd.DataFrame:
    frames = built(work_frame(WORK), *events)
    effort = frames["effort"].assign(person_id="p", effort_source="worklog")
    growth = pd.DataFrame(columns=["kind", "subject", "position", "slope"])
    return traits({**frames, "effort": effort, "growth": growth}, Settings()).set_index("trait")


def overruled(score: object, trait: str = "manual") -> tuple[str, str, str]:
    ours = str(built(work_frame(WORK))["recurring_work"]["recurrence_id"].iloc[0])
    return "trait", ours, f'{{"trait": "{trait}", "score": {score}, "why": "a script does it"}}'


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_property_says_why_in_either_language(language: str) -> None:
    """Six rows a recurrence, each with a sentence of its own; none is empty."""
    rows = found()
    assert list(rows.index) == list(TRAITS)
    assert len({sentence(facts, words(language)) for facts in rows["facts"]} - {""}) == 6
    assert set(rows["decided_by"]) == {"data"}


def test_a_person_overrules_a_property_and_only_that() -> None:
    """The word decides and says so, beside what the data say; the newest counts; the others stay."""
    rows, before = found(overruled(0.5), overruled(0.1)), found()
    assert rows.loc["manual", ["score", "measured_score", "decided_by", "event_id"]].tolist() == [0.1, 1.0, "person", 2]
    assert "the data say 100%" in rows.loc["manual", "evidence"]
    assert "a script does it" in sentence(rows.loc["manual", "facts"], words("ja"))
    assert rows.drop("manual")["score"].tolist() == before.drop("manual")["score"].tolist()


@pytest.mark.parametrize("event", [overruled(7), overruled("true"), overruled('"x"'), overruled(0.5, "shiny")])
def test_what_is_no_score_overrules_nothing(event: tuple[str, str, str]) -> None:
    """A score beyond 0 to 1, or of no property, is passed over."""
    assert set(found(event)["decided_by"]) == {"data"}
