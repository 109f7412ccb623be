"""The meeting around the decisions: steps, timer, votes, notes and minutes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, NEWEST_COMPLETE
from toil.exports.cells import one_line
from toil.exports.minutes import Minutes
from toil.locales import words
from toil.pages._agenda import STEPS, planned_step
from toil.pages._votes import votes
from toil.store.journal import Event, Journal

SUBJECT = f"sre/{NEWEST_COMPLETE}"


def ballot(event_id: int, author: str, *chosen: str) -> Event:
    return Event(event_id, "2026-11-23T00:00:00Z", author, "vote", SUBJECT, {"chosen": list(chosen)})


def press(app, label: str):  # noqa: ANN001, ANN201
    return next(one for one in app.button if one.label == label).click().run()


def test_the_half_hour_is_shared_among_five_steps() -> None:
    """Five steps, thirty minutes; the plan says which one is due, and when it is over."""
    assert sum(STEPS.values()) == 30
    assert [planned_step(minute) for minute in (0, 5, 17.9, 18, 29, 30)] == [
        "decided", "biggest", "judge", "choose", "decide", None]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_link_opens_one_step(open_page: OpenPage, language: str) -> None:
    """`?step=4` shows the fourth alone; the next one is a click away, and stands in the address."""
    t = words(language)
    app = open_page("retro", language, step="4")
    assert not app.exception
    assert len(app.subheader) == 1
    assert "4" in app.subheader[0].value
    app = press(app, t("agenda.next"))
    assert app.query_params["step"] in ("5", ["5"])
    assert next(one for one in app.button if one.label == t("agenda.next")).disabled


def test_the_timer_begins_and_ends(open_page: OpenPage) -> None:
    """Begun, it says what is due by plan; ended, it can begin again."""
    app = press(open_page("retro"), "Start the half hour")
    assert not app.exception
    assert any(text.startswith("0 of 30 min") for text in texts(app))
    app = press(app, "Stop the timer")
    assert any(one.label == "Start the half hour" for one in app.button)


def test_votes_are_counted_and_order_the_topics(open_page: OpenPage, store: Path) -> None:
    """A ballot lands in the journal for the team's week; what has most votes comes first in the decision's list."""
    app = open_page("retro")
    app.multiselect[0].select("r2")
    app = press(app, "Cast my votes")
    assert Journal(store).events("vote")[0].body == {"team": "sre", "week": NEWEST_COMPLETE, "chosen": ["r2"]}
    about = next(one for one in app.selectbox if one.label == "About")
    assert about.options[1].startswith("証明書")
    assert app.multiselect[0].value == []


def test_with_a_sign_in_everybody_has_one_ballot() -> None:
    """The newest ballot of a person counts; without names every ballot does, and nothing counts twice within one."""
    cast = [ballot(1, "ann", "r1", "r2"), ballot(2, "bob", "r2"), ballot(3, "ann", "r2", "r2")]
    assert votes(cast, by_author=True) == {"r2": 2}
    assert votes(cast, by_author=False) == {"r2": 3, "r1": 1}


def test_an_empty_ballot_is_not_cast(open_page: OpenPage, store: Path) -> None:
    """Nothing chosen, nothing written."""
    press(open_page("retro"), "Cast my votes")
    assert Journal(store).events("vote") == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_minutes_hold_what_was_said(open_page: OpenPage, store: Path, language: str) -> None:
    """Decisions of the week, what is carried over with its age, notes and the figures, for three places."""
    body = {"decision": "automate", "owner": "platform", "due": "2026-11-20", "verify": "under two", "status": "open"}
    journal = Journal(store)
    journal.append("decision", "r1", {**body, "text": "New one", "week": NEWEST_COMPLETE}, author="x")
    journal.append("decision", "r1", {**body, "text": "Old one", "week": "2026-W40"}, author="x")
    journal.append("note", SUBJECT, {"text": "Storage is tight"}, author="x")
    app = open_page("retro", language)
    assert not app.exception
    markdown, slack, confluence = (one.value for one in app.code[-3:])
    t = words(language)
    assert markdown.index(t("minutes.decided")) < markdown.index("New one") < markdown.index(t("minutes.carried"))
    assert markdown.index(t("minutes.carried")) < markdown.index("Old one")
    for text in (markdown, slack, confluence):
        assert "Storage is tight" in text
        assert "platform" in text


def test_a_note_is_kept_beside_the_others(open_page: OpenPage, store: Path) -> None:
    """Two notes are two events; the field is empty afterwards."""
    app = open_page("retro")
    for text in ("one", "two"):
        app.text_area[0].input(text)
        app = press(app, "Add the note")
    assert [event.body["text"] for event in Journal(store).events("note")] == ["one", "two"]
    assert app.text_area[0].value == ""


def test_a_fourth_decision_is_warned_of(open_page: OpenPage, store: Path) -> None:
    """With three open decisions of the week the page says that it is enough."""
    for number in range(3):
        body = {"decision": "automate", "text": str(number), "week": NEWEST_COMPLETE, "status": "open", "due": ""}
        Journal(store).append("decision", "r1", body, author="x")
    assert any("3 decisions for this week" in note.value for note in open_page("retro").info)


def test_hostile_text_formats_nothing_in_the_minutes() -> None:
    """No link, tag, mention or list is made of what people wrote."""
    made = Minutes(HOSTILE, [("x", [f"{HOSTILE} <!channel> @here *bold* & \n# head"])])
    assert "<img" not in made.confluence()
    assert "<!channel>" not in made.slack()
    assert "\n# head" not in made.markdown()
    assert r"\[x\]" in made.markdown()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_confluence_gets_well_formed_text(text: str) -> None:
    """Whatever is written parses as XML and comes out as it was, on one line."""
    root = ElementTree.fromstring(f"<p>{Minutes('t', [('h', [text])]).confluence()}</p>")
    (item,) = root.iter("li")
    assert "".join(item.itertext()) == one_line(text).replace("\ufffe", "").replace("\uffff", "")
