"""The journal cannot be used while somebody is before the app: it is said, and nothing that they typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage
from toil.locales import words
from toil.store.journal import Journal

T = words("en")


@contextmanager
def unusable(store: Path) -> Iterator[None]:
    """The journal as a file that is none, until the block ends."""
    journal, aside = store / "journal.db", store / "aside.db"
    journal.rename(aside)
    journal.write_bytes(b"this is no database" * 100)
    yield
    aside.replace(journal)


def said_why(app: AppTest) -> bool:
    return not app.exception and any("the journal cannot be used" in one.value for one in app.get("text"))


def test_what_was_typed_outlives_a_journal_that_is_away(open_page: OpenPage, store: Path) -> None:
    """A note and a decision that could not be written stand in their fields when the journal is back."""
    fields = {"note.0.text": "Ask for a token", "decision.new.0.text": "Build it", "decision.new.0.owner": "hina",
              "decision.new.0.verify": "fewer requests"}  # fmt: skip
    Journal(store).append("rename", "r3", {"name": "Access"}, author="x")
    app = open_page("retro")
    for form, save in (("note.0", T("minutes.save_note")), ("decision.new.0", T("decision.save"))):
        mine = {key: text for key, text in fields.items() if key.startswith(form)}
        for field in (*app.text_area, *app.text_input):
            if field.key in mine:
                field.input(mine[field.key])
        with unusable(store):
            app.button(key=f"FormSubmitter:{form}-{save}").click().run()
            assert said_why(app)
            assert said_why(app.run())
        app.run()
        assert {one.key: one.value for one in (*app.text_area, *app.text_input) if one.key in mine} == mine
        app.button(key=f"FormSubmitter:{form}-{save}").click().run()
    assert [one.body["text"] for one in Journal(store).events()[1:]] == ["Ask for a token", "Build it"]


def test_a_button_says_that_the_journal_is_away(open_page: OpenPage, store: Path) -> None:
    """Answering a question of Recurring work, and taking a word back."""
    Journal(store).append("rename", "r3", {"name": "Access"}, author="x")
    for button in ("merge.r1.r2", "trail.undo_it"):
        app = open_page("recurring")
        with unusable(store):
            assert said_why(app.button(key=button).click().run())
    assert [one.kind for one in Journal(store).history()] == ["rename"]
