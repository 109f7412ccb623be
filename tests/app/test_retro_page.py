from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import frames, write_store
from toil.pages import _access, _judge
from toil.pages._said import called
from toil.store.journal import Journal


def button(app, label: str, place: int = 0):  # noqa: ANN001, ANN201
    return [one for one in app.button if one.label == label][place]


def test_a_corrected_category_is_written_and_shown_as_pending(open_page: OpenPage, store: Path) -> None:
    """Saving writes one `label` for the recurrence; until a build reads it the page calls it pending."""
    app = open_page("retro")
    app.selectbox(key="category.r1").select("MNT.rotate")
    app.number_input(key="toil.r1").set_value(40)
    button(app, "Confirm or correct").click().run()
    event = Journal(store).events(kind="label", subject="r1")[0]
    assert event.body == {"category": "MNT.rotate", "toil_probability": 0.4, "why": "", "taxonomy_version": "1"}
    assert event.author == "local"
    assert any("pending until the next build" in text for text in texts(app))


def test_confirming_writes_the_category_as_it_is(open_page: OpenPage, store: Path) -> None:
    """Pressing the button without a change confirms: the category of the build, and its usual toil."""
    app = open_page("retro")
    button(app, "Confirm or correct", 1).click().run()
    event = Journal(store).events(kind="label")[0]
    assert (event.subject, event.body["category"], event.body["toil_probability"]) == ("r2", "MNT.rotate", None)


def test_a_correction_can_be_taken_back(open_page: OpenPage, store: Path) -> None:
    """Taking back adds an `undo`; the event stays in the history and no longer counts."""
    app = open_page("retro")
    button(app, "Confirm or correct").click().run()
    button(app, "Take it back").click().run()
    assert Journal(store).events(kind="label") == []
    assert [event.kind for event in Journal(store).history()] == ["label", "undo"]
    assert not any("pending" in text for text in texts(app))


def test_what_the_build_has_read_is_no_longer_pending(open_page: OpenPage, store: Path) -> None:
    """A label that is among the build's own journal events is part of the figures."""
    written = Journal(store).append("label", "r1", {"category": "UNK", "toil_probability": None}, author="local")
    assert any("pending" in text for text in texts(open_page("retro")))
    write_store(store, "small-2", journal_events=pd.DataFrame([{"event_id": written, "kind": "label"}]))
    assert not any("pending" in text for text in texts(open_page("retro")))


def test_nobody_elsewhere_can_write(open_page: OpenPage, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the form were enabled, the write itself asks where the request comes from, and refuses."""
    app = open_page("retro")
    monkeypatch.setattr(_judge, "may_write", lambda: True)
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.7", {"Host": "localhost"}))
    button(app, "Confirm or correct").click().run()
    assert Journal(store).events() == []
    assert any("Not written" in error.value for error in app.error)


def test_a_decision_has_owner_due_date_and_verification(open_page: OpenPage, store: Path) -> None:
    """A noted decision lands in the journal with everything that makes it an action, and is listed as open."""
    app = open_page("retro")
    fill_decision(app, text="Self-service for access", owner="platform", verify="under two a week")
    event = Journal(store).events(kind="decision")[0]
    assert event.subject == "r1"
    assert event.body == {"decision": "self_service", "text": "Self-service for access", "owner": "platform",
                          "due": "2026-12-18", "week": "2026-W46", "team": "sre", "verify": "under two a week",
                          "status": "open"}  # fmt: skip
    assert any(text.startswith("Open: 1 ") for text in texts(app))


def test_a_decision_without_an_owner_is_not_noted(open_page: OpenPage, store: Path) -> None:
    """What is missing is named, and nothing is written."""
    app = open_page("retro")
    fill_decision(app, text="Somebody should", owner="", verify="")
    assert Journal(store).events() == []
    assert any("Owner" in error.value for error in app.error)


def test_a_decision_can_be_closed(open_page: OpenPage, store: Path) -> None:
    """Closing writes a second event that follows the first, so that the list is empty and the past remains."""
    app = open_page("retro")
    fill_decision(app, text="Self-service", owner="platform", verify="")
    button(app, "Done").click().run()
    first, second = Journal(store).events(kind="decision")
    assert (second.body["status"], second.body["follows"]) == ("done", first.event_id)
    assert any("No decision is open" in note.value for note in app.info)


def test_an_owner_is_shown_without_the_rest_of_the_address() -> None:
    """Of an e-mail address the part that people read is shown; what is no address stays as it was typed."""
    assert [called(one) for one in ("ed@example.com", "platform", "@ed", "")] == ["ed", "platform", "@ed", ""]


def test_an_owner_of_blanks_is_no_owner(open_page: OpenPage, store: Path) -> None:
    """Spaces alone count as missing, for the text as for the owner."""
    app = open_page("retro")
    fill_decision(app, text="  ", owner=" ", verify="")
    assert Journal(store).events() == []
    assert any("What exactly" in error.value and "Owner" in error.value for error in app.error)


def test_a_noted_decision_leaves_an_empty_form(open_page: OpenPage, store: Path) -> None:
    """Pressing the button once more notes nothing twice."""
    app = open_page("retro")
    fill_decision(app, text="Self-service", owner="platform", verify="")
    button(app, "Note the decision").click().run()
    assert len(Journal(store).events(kind="decision")) == 1
    assert any("Still missing" in error.value for error in app.error)


def test_a_decision_closed_elsewhere_does_not_close_another(open_page: OpenPage, store: Path) -> None:
    """Where somebody else closed the chosen decision meanwhile, the click closes none."""
    journal = Journal(store)
    body = {"decision": "automate", "owner": "x", "due": "2026-12-18", "verify": "", "status": "open"}
    first, _ = (journal.append("decision", "r1", {**body, "text": text}, author="local") for text in ("one", "two"))
    app = open_page("retro")
    journal.append("decision", "r1", {**body, "text": "one", "status": "done", "follows": first}, author="other")
    button(app, "Done").click().run()
    assert not app.exception
    assert len(journal.events(kind="decision")) == 3
    assert any(text.startswith("Open: 1 ") for text in texts(app))


def test_a_decision_stays_about_what_was_chosen(open_page: OpenPage, store: Path) -> None:
    """A build swapped in while the form is filled cannot turn a decision about a topic into one about nothing."""
    app = open_page("retro")
    topics = frames("x")["weekly_topics"]
    write_store(store, "small-2", weekly_topics=topics[topics["recurrence_id"] != "r1"])
    fill_decision(app, text="Self-service", owner="platform", verify="")
    assert [event.subject for event in Journal(store).events(kind="decision")] == ["r1"]


def test_topics_without_hours_are_not_among_the_biggest(open_page: OpenPage, store: Path) -> None:
    """Work that took no time in the week is neither listed nor asked about."""
    topics = frames("x")["weekly_topics"]
    write_store(
        store, "small-2", weekly_topics=topics.assign(hours=topics["hours"].where(topics["recurrence_id"] == "r1", 0.0))
    )
    assert [one.label for one in open_page("retro").button].count("Confirm or correct") == 1


def fill_decision(app, *, text: str, owner: str, verify: str) -> None:  # noqa: ANN001
    by_label = {one.label: one for one in (*app.text_input, *app.date_input)}
    kinds = {one.label: one for one in app.selectbox}
    kinds["About"].select("r1")
    kinds["Decision"].select("self_service")
    by_label["What exactly"].input(text)
    by_label["Owner"].input(owner)
    by_label["Due"].set_value(datetime.date(2026, 12, 18))
    by_label["How we will see that it worked"].input(verify)
    button(app, "Note the decision").click().run()
