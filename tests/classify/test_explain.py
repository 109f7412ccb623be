"""Explaining one piece of work: every rule that fits, what outweighs it, and what others said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from classify_frames import built, work_frame

from toil.charts.why_sentences import decision_sentence, other_sentences, rule_sentences
from toil.classify.explain import Explanation, explain, frames_to_explain
from toil.locales import LANGUAGES, words
from toil.settings import ClassifySettings, RuleSettings, Settings

OURS = Settings(classify=ClassifySettings(rules=(RuleSettings(category="OVH", words=("access",)),)))


def explained(
    *events: tuple[str, str, str], built_with: Settings | None = None, settings: Settings | None = None,
    copies: int = 1, **row: Any,
) -> Explanation:  # fmt: skip
    """The explanation of the first of some equal pieces of work, with what people said."""
    frames = built(work_frame([row] * copies), *events, settings=built_with)

    def read(relation: str, **equals: object) -> pd.DataFrame:
        rows = frames[relation]
        for name, value in equals.items():
            rows = rows[rows[name].isin(value if isinstance(value, list) else [value])]
        return rows

    return explain(frames_to_explain(read, "w0000"), settings or built_with or Settings(), "w0000")


def outcomes(found: Explanation) -> dict[str, str]:
    strongest_last = reversed(found.rules)
    return {rule.rule.partition(".words")[0]: rule.outcome for rule in strongest_last if rule.outcome != "shorter"}


@pytest.mark.parametrize(
    ("row", "category", "outcome"),
    [
        ({"title": "Please grant Ben access to Grafana"}, "REQ", "two_levels"),
        ({"title": "Grant Ben access to Grafana", "item_type": "Incident"}, "INC.item_type", "two_levels"),
        ({"title": "Pull request for the runbook"}, "REQ", "unless"),
        ({"title": "Design alerts for failed backups"}, "INC", "head"),
        ({"title": "Grant Ben access to Grafana", "is_project_work": True}, "REQ.access", "project"),
    ],
)
def test_every_rule_that_fits_says_what_became_of_it(row: dict[str, Any], category: str, outcome: str) -> None:
    """What loses names the step of the precedence that decided against it; what does not count, why."""
    assert outcomes(explained(**row))[category] == outcome


def test_the_rule_that_won_stands_first_and_is_the_decision() -> None:
    """The first rule is the only one that won, and its category the one that the build decided."""
    found = explained(title="Please grant Ben access to Grafana")
    assert [rule.outcome for rule in found.rules].count("won") == 1
    assert found.rules[0].category == found.decision["category"] == "REQ.access"
    assert not found.is_stale


def test_the_teams_own_rule_outweighs_the_taxonomy() -> None:
    """It stands first; what it outweighs says so; and a rule that the build has not seen makes the build stale."""
    found = explained(title="Grant Ben access to Grafana", built_with=OURS)
    assert (found.rules[0].rule, found.rules[0].outcome) == ("classify.rules[1]", "won")
    assert outcomes(found)["REQ.access"] == "team"
    assert not found.is_stale
    assert explained(title="Grant Ben access to Grafana", settings=OURS).is_stale


def test_a_recurrence_votes_and_people_are_heard() -> None:
    """The votes of all pieces are counted; a label is told with what became of it, and decides."""
    found = explained(
        ("label", "w0000", '{"category": "OVH", "why": "agreed"}'), copies=4, title="Grant access to Grafana"
    )
    assert [(vote["category"], vote["pieces"], vote["share"]) for vote in found.votes] == [("REQ.access", 4, 1.0)]
    assert [(label["category"], label["state"]) for label in found.labels] == [("OVH", "applied")]
    assert found.decision["decided_by"] == "person"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_either_language(language: str) -> None:
    """Each rule is a sentence, and so are votes, model and people."""
    found = explained(("label", "w0000", '{"category": "OVH"}'), copies=3, title="Please grant Ben access to Grafana")
    spoken = words(language)
    assert len(rule_sentences(found, spoken, {})) == len(found.rules) > 1
    assert len(other_sentences(found, spoken, {"OVH": "雑務"})) == 3
    assert "1" in decision_sentence(found, spoken, {})
