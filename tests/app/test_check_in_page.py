from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import NEWEST_COMPLETE, frames, write_store
from toil.pages import _access
from toil.store.journal import Journal


def fill(app: AppTest, word: str = "aoi", press: str = "Save my answer", **numbers: int) -> None:
    """Fill in the form: toil, without, or a category by its name with `_` for `.`."""
    keys = {
        str(one.key).rsplit(".", 1)[-1] if ".REQ." not in str(one.key) else "REQ_access": one
        for one in app.number_input
    }
    for name, value in numbers.items():
        keys[name].set_value(value)
    app.text_input[0].input(word)
    next(one for one in app.button if one.label == press).click().run()


def answers(store: Path) -> list[dict[str, object]]:
    return [dict(event.body) for event in Journal(store).events("check_in")]


def test_the_form_begins_with_the_estimate(open_page: OpenPage) -> None:
    """Toil to the nearest 5 %, its largest categories rounded down, and nothing without a ticket."""
    app = open_page("check_in")
    assert [one.value for one in app.number_input] == [45, 15, 12, 9, 0]
    assert [one.label for one in app.number_input][1:4] == [
        "Accounts and permissions", "Certificates, secrets, keys", "Novel failure"]  # fmt: skip


def test_an_answer_is_kept_without_a_name(open_page: OpenPage, store: Path) -> None:
    """The journal holds the shares under a fingerprint: neither the word nor the user of the machine."""
    app = open_page("check_in")
    fill(app, toil=60, without=20)
    (event,) = Journal(store).events("check_in")
    assert event.subject == f"sre/{NEWEST_COMPLETE}"
    assert event.author.startswith("check-in:")
    assert "aoi" not in event.author + str(event.body)
    assert (event.body["toil_share"], event.body["without_ticket"]) == (0.6, 0.2)
    assert event.body["categories"][0] == {"category": "REQ.access", "share": 0.15}
    assert any("Answers for this week so far: 1." in text for text in texts(app))


def test_the_next_person_at_the_machine_sees_nothing_of_it(open_page: OpenPage) -> None:
    """After saving, the form holds the estimate and an empty word again."""
    app = open_page("check_in")
    fill(app, toil=60, without=20)
    assert [one.value for one in app.number_input] == [45, 15, 12, 9, 0]
    assert app.text_input[0].value == ""


def test_the_same_word_is_one_answer(open_page: OpenPage, store: Path) -> None:
    """Two answers under one word count as one person; another word is another person."""
    app = open_page("check_in")
    for word in ("aoi", "AOI ", "ben"):
        fill(app, word, toil=60)
    assert len(answers(store)) == 3
    assert any("so far: 2." in text for text in texts(app))


def test_an_answer_can_be_taken_back(open_page: OpenPage, store: Path) -> None:
    """Taking back undoes every answer under the word, so that none is left; a wrong word finds none."""
    app = open_page("check_in")
    fill(app, toil=60)
    fill(app, toil=70)
    fill(app, "ben", press="Take my answer back")
    assert any("no answer for this week under that word" in error.value for error in app.error)
    fill(app, press="Take my answer back")
    assert answers(store) == []


@pytest.mark.parametrize(
    ("word", "numbers", "message"),
    [
        (" ", {"toil": 60}, "a word of your own"),
        ("aoi", {"toil": 30, "REQ_access": 25}, "more than the 30% of toil"),
    ],
)
def test_what_cannot_be_is_not_kept(
    open_page: OpenPage, store: Path, word: str, numbers: dict[str, int], message: str
) -> None:
    """Without a word, or with parts larger than the whole, the form says so and writes nothing."""
    app = open_page("check_in")
    fill(app, word, **numbers)
    assert any(message in error.value for error in app.error)
    assert answers(store) == []


def test_nobody_elsewhere_can_answer(open_page: OpenPage, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write asks where the request comes from, however the button was pressed."""
    app = open_page("check_in")
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.7", {"Host": "localhost"}))
    fill(app, toil=60)
    assert answers(store) == []


def test_only_what_enough_people_said_is_shown(open_page: OpenPage) -> None:
    """A category that two people told of is not in the table."""
    table = next(table.value for table in open_page("check_in").dataframe if "reported_share" in table.value)
    assert len(table) == 3
    assert set(table["estimated_share"]) == {0.05}


def test_this_week_shows_the_answers_beside_the_estimate(open_page: OpenPage) -> None:
    """With enough answers: the median, its middle half, the estimate, work without a ticket, and the correction."""
    app = open_page("week")
    shown = {metric.label: metric.value for metric in app.metric}
    assert (shown["Reported by people"], shown["Toil without a ticket"]) == ("50%", "10%")
    assert any("5 answers, half of them within 40–60% · the estimate says 44%" in text for text in texts(app))
    assert any("About 16.0 h" in text for text in texts(app))
    assert any("report 1.2 times the estimate. By that, toil took 55%" in text for text in texts(app))


def test_this_week_hides_the_answers_of_few(open_page: OpenPage, store: Path) -> None:
    """With two answers, or with fewer than the app's own settings ask for, there is a count and a dash."""
    app = open_page("week", week="2026-W42")
    shown = {metric.label: metric.value for metric in app.metric}
    assert (shown["Reported by people"], shown["Toil without a ticket"]) == ("–", "–")
    assert any("2 answers; shown from 3 on" in text for text in texts(app))
    said = frames("x")["check_ins_by_week"].assign(answers=2)
    write_store(store, "small-2", check_ins_by_week=said)
    assert {metric.label: metric.value for metric in open_page("week").metric}["Reported by people"] == "–"


def test_the_bounds_are_one_sentence(open_page: OpenPage, store: Path) -> None:
    """The least and the most that toil took, whatever was not recorded; without a capacity the page says that."""
    sentence = (
        "75% of capacity is recorded. Toil took at least 44% if nothing of the other 25% was toil, and at most 69% if "
        "all of it was."
    )
    assert sentence in texts(open_page("week"))
    weeks = frames("x")["toil_by_week"].assign(coverage=None, share_low=None, share_high=None)
    write_store(store, "small-2", toil_by_week=weeks)
    assert any("Without a known capacity" in text for text in texts(open_page("week")))
