"""What a rule or a label would change is what the next build does change, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from classify_frames import built, work_frame

from toil.charts.change_sentences import category_sentences, change_sentence, topic_sentences
from toil.classify.what_if import READS, Changes, what_if, with_label
from toil.errors import SettingsError
from toil.locales import LANGUAGES, words
from toil.settings import ClassifySettings, RuleSettings, Settings

ROWS = [{"title": "Grant access to Grafana"}] * 4 + [{"title": "Design a new network"}]
LABEL = {"category": "OVH", "toil_probability": 0.5, "why": ""}


def ruled(category: str = "OVH") -> Settings:
    return Settings(classify=ClassifySettings(rules=(RuleSettings(category=category, words=("grafana",)),)))


def tried(settings: Settings | None = None, label: dict[str, Any] | None = None) -> Changes:
    frames = built(work_frame(ROWS))
    assert set(READS) <= frames.keys()
    if label:
        frames = with_label(frames, str(frames["recurring_work"]["recurrence_id"].iloc[0]), label)
    return what_if(frames, settings or Settings())


def test_what_is_as_it_was_changes_nothing() -> None:
    """The same rules and labels decide as they did in the build."""
    found = tried()
    assert (found.pieces, found.items, len(found.by_category), len(found.by_topic)) == (0, 0, 0, 0)
    assert found.toil_hours_before == found.toil_hours_after


def test_a_rule_changes_what_the_next_build_changes() -> None:
    """Pieces, items, hours and categories are the difference of a build without and one with the rule."""
    found, after = tried(ruled()), built(work_frame(ROWS), settings=ruled())["classifications"]
    assert (found.pieces, found.items, found.recurrences, found.hours) == (4, 4, 1, 4.0)
    assert found.toil_hours_after == pytest.approx(after["toil_probability"].sum())
    gains = {
        row["category"]: row["pieces_after"] - row["pieces_before"] for row in found.by_category.to_dict("records")
    }
    assert gains == {"OVH": 4, "REQ.access": -4}
    assert found.by_topic[["before", "after", "pieces"]].values.tolist() == [["REQ.access", "OVH", 4]]


def test_a_label_changes_its_recurrence() -> None:
    """A label that is not written yet reaches the members with its share of toil."""
    found = tried(label=LABEL)
    assert (found.pieces, found.recurrences, found.toil_hours_after) == (4, 1, 2.0)


def test_a_rule_without_a_category_is_refused() -> None:
    """As a build would refuse it."""
    with pytest.raises(SettingsError, match="NIL"):
        tried(ruled("NIL"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_told_in_either_language(language: str) -> None:
    """Sums in one sentence, a sentence a category and one a recurring work; nothing is told as nothing."""
    spoken, found = words(language), tried(ruled())
    assert "4" in change_sentence(found, spoken)
    assert change_sentence(tried(), spoken) == spoken("what_if.nothing")
    assert len(category_sentences(found, spoken, {})) == 2
    assert "雑務" in topic_sentences(found, spoken, {"OVH": "雑務"})[0]
