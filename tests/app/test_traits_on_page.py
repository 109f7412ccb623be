"""The properties of toil on a candidate: told in the reader's language, overruled, and taken back."""

from __future__ import annotations

from pathlib import Path

from tests.app.conftest import OpenPage, texts
from toil.store.journal import Journal


def test_a_property_is_overruled_on_the_page_and_taken_back(open_page: OpenPage, store: Path) -> None:
    """The evidence is a sentence in Japanese; a word is written, shown as pending, and undone."""
    app = open_page("automate", "ja")
    assert any("完了した 40 件中 38 件" in str(one.value.get("evidence", "")) for one in app.dataframe)
    app.number_input(key="overrule_score.r1").set_value(20)
    next(one for one in app.button if one.label == "判断を改める").click().run()
    (event,) = Journal(store).events(kind="trait")
    assert (event.subject, event.body["trait"], event.body["score"]) == ("r1", "manual", 0.2)
    assert any("20%（次のビルドで反映）" in text for text in texts(app))
    app.button(key=f"undo.trait.{event.event_id}").click().run()
    assert Journal(store).events(kind="trait") == []
