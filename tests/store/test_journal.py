"""The journal keeps what people said: nothing is changed, lost or doubled, and all can be taken back."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.errors import ToilError, UsageError
from toil.store.journal import JOURNAL_VERSION, Journal


def test_events_come_back_in_order(tmp_path: Path) -> None:
    """What was said is read back as it was said, by kind and subject if wanted."""
    journal = Journal(tmp_path)
    journal.append("label", "r-1", {"category": "REQ"}, author="a")
    journal.append("decision", "r-1", {"text": "自動化する"}, author="b")
    assert [(event.kind, event.author) for event in journal.events()] == [("label", "a"), ("decision", "b")]
    assert journal.events("decision", "r-1")[0].body == {"text": "自動化する"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=15))
def test_undoing_an_undo_brings_the_event_back(tmp_path_factory: pytest.TempPathFactory, steps: list[int]) -> None:
    """An event stands unless an odd chain of standing undos points at it."""
    journal = Journal(tmp_path_factory.mktemp("journal"))
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


def test_nothing_can_be_changed_or_removed(tmp_path: Path) -> None:
    """The database itself refuses to rewrite history."""
    journal = Journal(tmp_path)
    journal.append("note", "", {}, author="a")
    with sqlite3.connect(journal.file) as connection:
        for statement in ("update events set author = 'b'", "delete from events"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                connection.execute(statement)


def test_all_or_none_of_several_events_are_written(tmp_path: Path) -> None:
    """One bad entry among several leaves the journal as it was."""
    journal = Journal(tmp_path)
    with pytest.raises(UsageError, match="no kind 'shout'"):
        journal.append_all([("note", "", {}), ("shout", "", {})], author="a")
    assert journal.history() == []


def test_writers_in_several_processes_lose_nothing(tmp_path: Path) -> None:
    """Four processes writing at once: every event is there, each with an id of its own."""
    program = (
        "import sys; from pathlib import Path; from toil.store.journal import Journal\n"
        "for n in range(25): Journal(Path(sys.argv[1])).append('note', str(n), {}, author=sys.argv[2])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name]) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    events = Journal(tmp_path).events()
    assert len({event.event_id for event in events}) == 100
    assert {(event.author, event.subject) for event in events} == {(a, str(n)) for a in "abcd" for n in range(25)}


def test_a_damaged_journal_says_that_it_is_precious(tmp_path: Path) -> None:
    """A file that is no database is not overwritten."""
    (tmp_path / "journal.db").write_text("not a database at all" * 200)
    with pytest.raises(ToilError, match="precious"):
        Journal(tmp_path).append("note", "", {}, author="a")
    assert (tmp_path / "journal.db").read_text().startswith("not a database")


def test_a_body_broken_by_hand_leaves_the_others_readable(tmp_path: Path) -> None:
    """The journal is precious: one body that is no JSON object is kept as unreadable, and all else still counts."""
    journal = Journal(tmp_path)
    journal.append("label", "r-1", {"category": "REQ"}, author="a")
    with sqlite3.connect(journal.file) as connection:
        for body in ("{", "[]", "null"):
            connection.execute(
                "insert into events (written_at, author, kind, subject, body) values ('2026-01-01T00:00:00Z', 'a', "
                "'label', 'r-2', ?)",
                [body],
            )
    assert [dict(event.body) for event in journal.events()] == [
        {"category": "REQ"},
        {"unreadable": "{"},
        {"unreadable": "[]"},
        {"unreadable": "null"},
    ]


def test_a_journal_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    """Where the file may not be opened, the advice is about rights and not about a backup."""
    (tmp_path / "journal.db").mkdir()
    with pytest.raises(ToilError, match="cannot be used") as caught:
        Journal(tmp_path).events()
    assert "right to write" in caught.value.do


def test_a_journal_of_an_older_version_is_brought_forward(tmp_path: Path) -> None:
    """One from before there were versions is read, stamped, and takes the next word."""
    old = Journal(tmp_path)
    old.append("note", "", {"text": "before"}, author="a")
    with sqlite3.connect(old.file) as connection:
        connection.execute("pragma user_version = 0")
    assert Journal(tmp_path).append("note", "", {"text": "after"}, author="a") == 2
    with sqlite3.connect(old.file) as connection:
        assert connection.execute("pragma user_version").fetchone() == (JOURNAL_VERSION,)
    assert len(Journal(tmp_path).history()) == 2


def test_a_newer_journal_is_refused_untouched(tmp_path: Path) -> None:
    """What a later toil wrote is neither read nor written, and the message says what to do."""
    Journal(tmp_path).append("note", "", {}, author="a")
    with sqlite3.connect(Journal(tmp_path).file) as connection:
        connection.execute("pragma user_version = 99")
    for attempt in (Journal(tmp_path).history, lambda: Journal(tmp_path).append("note", "", {}, author="a")):
        with pytest.raises(ToilError, match=r"schema version 99.*\n.*use the toil version that wrote it"):
            attempt()
    with sqlite3.connect(Journal(tmp_path).file) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (1,)
