"""The journal as a file of SQLite: what happens to it from outside, and from other versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from toil.errors import ToilError
from toil.store.journal import Journal
from toil.store.journal_place import JOURNAL_VERSION


def test_a_damaged_journal_says_that_it_is_precious(tmp_path: Path) -> None:
    """A file that is no database is not overwritten."""
    (tmp_path / "journal.db").write_text("not a database at all" * 200)
    with pytest.raises(ToilError, match="precious"):
        Journal(tmp_path).append("note", "", {}, author="a")
    assert (tmp_path / "journal.db").read_text().startswith("not a database")


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
    with sqlite3.connect(old.place.name) as connection:
        connection.execute("pragma user_version = 0")
    assert Journal(tmp_path).append("note", "", {"text": "after"}, author="a") == 2
    with sqlite3.connect(old.place.name) as connection:
        assert connection.execute("pragma user_version").fetchone() == (JOURNAL_VERSION,)
    assert len(Journal(tmp_path).history()) == 2


def test_a_newer_journal_is_refused_untouched(tmp_path: Path) -> None:
    """What a later toil wrote is neither read nor written, and the message says what to do."""
    Journal(tmp_path).append("note", "", {}, author="a")
    with sqlite3.connect(Journal(tmp_path).place.name) as connection:
        connection.execute("pragma user_version = 99")
    for attempt in (Journal(tmp_path).history, lambda: Journal(tmp_path).append("note", "", {}, author="a")):
        with pytest.raises(ToilError, match=r"schema version 99.*\n.*use the toil version that wrote it"):
            attempt()
    with sqlite3.connect(Journal(tmp_path).place.name) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (1,)
