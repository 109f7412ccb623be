"""The Recurring work page asks, tells what a word would change before it is said, and lets it be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage, texts
from tests.app.small_recurring import SPLIT_ID
from toil.pages import _access
from toil.store.journal import Journal

RHYTHM = (
    "About 1.2 a week (0.5 to 2.0), weekly. 84% of its days are Mondays. It rises by 10% a month. "
    "It came all at once 2×, the last time on 2026-10-07 with 9 pieces of work."
)


def said(store: Path) -> list[tuple[str, str, dict[str, object]]]:
    return [(one.kind, one.subject, dict(one.body)) for one in Journal(store).events()]


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()


@pytest.mark.parametrize(("label", "kind"), [("Yes, one job", "merge"), ("No, two jobs", "apart")])
def test_an_answered_pair_is_not_asked_again(open_page: OpenPage, store: Path, label: str, kind: str) -> None:
    """The pair is asked with what a merge brings together; yes merges, no keeps apart, and the question is gone."""
    app = open_page("recurring")
    assert any("together 11 pieces of work and 5.5 h" in text for text in texts(app))
    press(app, label)
    assert said(store) == [(kind, "r1", {"other": "r2"})]
    assert any("Nothing is asked" in text for text in texts(app))


def test_a_merge_is_shown_before_it_is_saved_and_taken_back(open_page: OpenPage, store: Path) -> None:
    """Its rhythm, and pieces and hours, stand there before the click; after it the trail has it, and undo ends it."""
    app = open_page("recurring", recurrence="r1", action="merge")
    assert RHYTHM in texts(app)
    app.selectbox(key="other.r1").select("r2").run()
    assert any("7 → 11 pieces of work" in text for text in texts(app))
    assert said(store) == []
    press(app, "Save this")
    assert said(store) == [("merge", "r1", {"other": "r2"})]
    assert app.dataframe[-1].value["became"].tolist() == ["waits for the next build"]
    press(app, "Take it back")
    assert said(store) == []
    assert app.dataframe[-1].value["became"].tolist() == ["taken back"]


def test_a_preview_follows_the_journal_that_was_put_back(open_page: OpenPage, store: Path) -> None:
    """Another journal gives the same number to another word: what stands now decides, not what was counted before."""
    Journal(store).append("ignore", "r2", {}, author="t")
    app = open_page("recurring", recurrence="r1", action="merge")
    app.selectbox(key="other.r1").select("r2").run()
    assert not any("7 → 11 pieces of work" in text for text in texts(app))
    (store / "journal.db").unlink()
    Journal(store).append("note", "2026-W46", {"text": "put back"}, author="t")
    app = open_page("recurring", recurrence="r1", action="merge")
    app.selectbox(key="other.r1").select("r2").run()
    assert any("7 → 11 pieces of work" in text for text in texts(app))


def test_a_name_a_split_and_ignore(open_page: OpenPage, store: Path) -> None:
    """Each action says what it does and writes its own event."""
    app = open_page("recurring", "ja", recurrence="r1", action="split")
    app.selectbox(key="split.r1").select(SPLIT_ID).run()
    press(app, "この内容で保存")
    app = open_page("recurring", recurrence="r2", action="rename")
    app.text_input(key="name.r2").input("Certificates").run()
    press(app, "Save this")
    press(open_page("recurring", recurrence="r3", action="ignore"), "Save this")
    assert said(store) == [("split", "r1", {"other": SPLIT_ID}), ("rename", "r2", {"name": "Certificates"}),
                           ("ignore", "r3", {})]  # fmt: skip


def test_what_somebody_else_said_meanwhile_is_told_and_nothing_is_lost(open_page: OpenPage, store: Path) -> None:
    """A click on a page drawn before another's word on the same work writes nothing and names that word."""
    app = open_page("recurring", recurrence="r1", action="merge")
    app.selectbox(key="other.r1").select("r2").run()
    Journal(store).append("ignore", "r2", {}, author="other")
    press(app, "Save this")
    assert said(store) == [("ignore", "r2", {})]
    assert any("somebody else has spoken of this work" in one.value for one in app.warning)
    press(app, "Save this")
    assert len(said(store)) == 2


def test_who_may_only_read_can_save_nothing(open_page: OpenPage, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another machine every button that writes is dead; a click on a page drawn before is refused as well."""
    before = open_page("recurring", recurrence="r3", action="ignore")
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.9", {"Host": "toil.example.com"}))
    app = open_page("recurring", recurrence="r3", action="ignore")
    assert all(one.disabled for one in app.button if one.label in ("Save this", "Yes, one job", "No, two jobs"))
    press(before, "Save this")
    assert said(store) == []


def test_the_trail_survives_a_broken_event(open_page: OpenPage, store: Path) -> None:
    """A word of an unknown id and one without its other are listed, not stumbled over."""
    Journal(store).append("merge", "r-nothing", {}, author="a")
    Journal(store).append("refit", "", {}, author="a")
    app = open_page("recurring")
    assert app.dataframe[-1].value["spoken"].tolist() == ["group all anew", "merge"]
