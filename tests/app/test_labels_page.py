"""The Labels page asks where an answer settles most, and shows what people said and where they differ."""

from __future__ import annotations

from pathlib import Path

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, SECRET_NAME, frames, write_store
from toil.store.journal import Journal


def test_the_ten_questions_come_with_their_reason(open_page: OpenPage) -> None:
    """How much the answers settle is said first; each question says why the machine thinks what it thinks."""
    shown = texts(open_page("labels"))
    assert any("Asked first: 3. Their answers settle" in text and "in 27 pieces" in text for text in shown)
    assert any("The title says" in text for text in shown)
    assert not any(SECRET_NAME in text for text in shown)


def test_an_answer_is_written(open_page: OpenPage, store: Path) -> None:
    """Saving writes one label for the recurrence, as the retrospective does."""
    app = open_page("labels")
    app.selectbox(key="category.r2").select("MNT.rotate")
    [one for one in app.button if one.label == "Confirm or correct"][1].click().run()
    (event,) = Journal(store).events(kind="label")
    assert (event.subject, event.body["category"]) == ("r2", "MNT.rotate")


def test_an_answer_is_tried_before_it_is_saved(open_page: OpenPage, store: Path) -> None:
    """What the answer would change is told, in either language, and nothing is written."""
    for language, ask, told in (
        ("en", "What would change?", "would change; all toil"),
        ("ja", "何が変わるか", "トイル全体"),
    ):
        app = open_page("labels", language)
        app.selectbox(key="category.r1").select("MNT.rotate")
        next(one for one in app.button if one.label == ask).click().run()
        assert any(told in text for text in texts(app))
    assert Journal(store).events() == []


def test_what_people_said_is_listed_with_its_disputes(open_page: OpenPage) -> None:
    """The newest label comes first; those that contradict each other are counted and marked."""
    app = open_page("labels")
    assert any("3 labels contradict each other" in one.value for one in app.warning)
    table = app.dataframe[0].value
    assert table["is_disputed"].tolist() == [True, True, True, False]
    assert table["label_state"].tolist()[:2] == ["applied", "replaced by a later one"]
    assert table["why"].tolist()[0] == HOSTILE


def test_the_model_card_says_how_far_to_trust_it(open_page: OpenPage, store: Path) -> None:
    """Score, calibration and drift are told on the page; where the model learnt nothing, that is told instead."""
    app = open_page("labels")
    assert any("abstained from 0%" in text for text in texts(app))
    assert app.dataframe[1].value["precision"].tolist() == [0.75, 0.5]
    small = frames("b")
    empty = {name: small[name].iloc[:0] for name in (
        "classifier_scores", "classifier_confusions", "classifier_calibration", "rule_agreement",
        "classification_drift", "held_out_votes")}  # fmt: skip
    write_store(store, "b", **empty, classifier_quality=small["classifier_quality"].assign(held_out=0, threshold=2.0))
    shown = texts(open_page("labels", "ja"))
    assert any("モデルは何も判定していません" in text for text in shown)


def test_nothing_to_ask_and_nothing_said_is_told(open_page: OpenPage, store: Path) -> None:
    """Empty lists are sentences."""
    small = frames("b")
    write_store(store, "b", label_queue=small["label_queue"].iloc[:0], labels=small["labels"].iloc[:0])
    shown = texts(open_page("labels"))
    for sentence in ("Nothing is asked", "Nobody has labelled anything yet"):
        assert any(text.startswith(sentence) for text in shown)
