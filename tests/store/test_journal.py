"""The journal keeps what people said: nothing is changed, lost or doubled, and all can be taken back."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.journal_places import NewPlace, place_word
from toil.errors import ToilError, UsageError
from toil.proof.registration import new_automation_id
from toil.store.journal import Journal

WRITER = (
    "import sys; from tests.store.journal_places import place_of; from toil.store.journal import Journal\n"
    "for n in range(25): Journal(place_of(sys.argv[1])).append('note', str(n), {}, author=sys.argv[2])"
)


def test_events_come_back_in_order(new_place: NewPlace) -> None:
    """What was said is read back as it was said, by kind and subject if wanted."""
    journal = Journal(new_place())
    journal.append("label", "r-1", {"category": "REQ"}, author="a")
    journal.append("decision", "r-1", {"text": "自動化する"}, author="b")
    assert [(event.kind, event.author) for event in journal.events()] == [("label", "a"), ("decision", "b")]
    assert journal.events("decision", "r-1")[0].body == {"text": "自動化する"}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 6), max_size=15))
def test_undoing_an_undo_brings_the_event_back(new_place: NewPlace, steps: list[int]) -> None:
    """An event stands unless an odd chain of standing undos points at it."""
    journal = Journal(new_place())
    targets: dict[int, int] = {}
    for step in steps:
        if step and step <= journal.last_event_id():
            targets[journal.undo(step, author="a")] = step
        else:
            journal.append("note", "", {}, author="a")

    def stands(event_id: int) -> bool:
        return not any(target == event_id and stands(undo) for undo, target in targets.items())

    notes = [event.event_id for event in journal.history() if event.kind == "note"]
    assert [event.event_id for event in journal.events()] == [number for number in notes if stands(number)]


def test_nothing_can_be_changed_or_removed(new_place: NewPlace) -> None:
    """The database itself refuses to rewrite history."""
    journal = Journal(new_place())
    journal.append("note", "", {}, author="a")
    for statement in ("update events set author = 'b'", "delete from events"):
        with pytest.raises(ToilError, match="append only"), journal.place.writing() as tables:
            tables.rows(statement)
    assert [event.author for event in journal.history()] == ["a"]


def test_all_or_none_of_several_events_are_written(new_place: NewPlace) -> None:
    """One bad entry among several leaves the journal as it was."""
    journal = Journal(new_place())
    with pytest.raises(UsageError, match="no kind 'shout'"):
        journal.append_all([("note", "", {}), ("shout", "", {})], author="a")
    assert journal.history() == []


def test_writers_in_several_processes_lose_nothing(new_place: NewPlace) -> None:
    """Four processes writing at once: every event is there, each with an id of its own."""
    place = new_place()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, place_word(place), name]) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    events = Journal(place).events()
    assert [event.event_id for event in events] == list(range(1, 101))
    assert {(event.author, event.subject) for event in events} == {(a, str(n)) for a in "abcd" for n in range(25)}


def test_new_things_get_ids_of_their_own(new_place: NewPlace) -> None:
    """Eight people at once register something new: eight ids, and none that was ever had, taken back ones included."""
    journal = Journal(new_place())
    journal.undo(journal.append("automation", "a1", {}, author="a"), author="a")
    with ThreadPoolExecutor(8) as people:
        waiting = [people.submit(journal.append_new, "automation", {}, named=new_automation_id, author=f"p{number}")
                   for number in range(8)]  # fmt: skip
    assert sorted(one.result() for one in waiting) == [f"a{number}" for number in range(2, 10)]
    assert {event.subject for event in journal.events("automation")} == {one.result() for one in waiting}


def test_a_body_broken_by_hand_leaves_the_others_readable(new_place: NewPlace) -> None:
    """The journal is precious: one body that is no JSON object is kept as unreadable, and all else still counts."""
    journal = Journal(new_place())
    journal.append("label", "r-1", {"category": "REQ"}, author="a")
    insert = "insert into events values (?, '2026-01-01T00:00:00Z', 'a', 'label', 'r-2', ?)"
    with journal.place.writing() as tables:
        tables.write(insert, list(enumerate(("{", "[]", "null"), start=2)))
    assert [dict(event.body) for event in journal.events()] == [
        {"category": "REQ"},
        {"unreadable": "{"},
        {"unreadable": "[]"},
        {"unreadable": "null"},
    ]


def test_all_that_was_said_at_once_stays_together(new_place: NewPlace) -> None:
    """Several events written in one go have numbers in a row, whoever else writes; a text may hold anything."""
    journal = Journal(new_place())
    entries = [("note", subject, {"text": "\0 % ? ' \ud83d".encode("utf-8", "replace").decode()}) for subject in "?%"]
    assert journal.append_all(entries, author="O'Neil %s ?") == [1, 2]
    assert [(one.subject, one.author) for one in journal.events()] == [("?", "O'Neil %s ?"), ("%", "O'Neil %s ?")]
    assert journal.events()[0].body == entries[0][2]
