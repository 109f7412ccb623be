"""What a reader has read it keeps: only what is new is fetched, and what is not true any more is not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.store.journal_places import NewPlace
from toil.store.journal import Journal
from toil.store.journal_place import JournalPlace, JournalTables


class Counted:
    """A journal's place that counts the rows of events which are fetched from it."""

    def __init__(self, place: JournalPlace) -> None:
        self._place, self.name, self.fetched = place, place.name, 0
        self.is_there, self.writing = place.is_there, place.writing

    @contextmanager
    def reading(self) -> Iterator[JournalTables]:
        with self._place.reading() as tables:
            fetch = tables.rows

            def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
                found = fetch(sql, values)
                self.fetched += len(found) if "event_id" in sql else 0
                return found

            tables.rows = rows  # type: ignore[method-assign]
            yield tables


def test_only_what_is_new_is_fetched(new_place: NewPlace) -> None:
    """A hundred words are fetched once; then one row tells that nothing came, and a new word shows at once."""
    place = Counted(new_place())
    journal = Journal(place)
    journal.append_all([("note", "", {"n": number}) for number in range(100)], author="a")
    assert len(journal.history()) == place.fetched == 100
    assert (len(journal.events()), place.fetched) == (100, 101)
    journal.undo(100, author="a")
    journal.append("note", "", {"n": "new"}, author="b")
    before = place.fetched
    assert [event.body["n"] for event in journal.events()] == [*range(99), "new"]
    assert place.fetched == before + 3


def test_what_a_caller_does_to_a_list_changes_nothing_for_others(new_place: NewPlace) -> None:
    """The list is the caller's own."""
    journal = Journal(new_place())
    journal.append("note", "", {}, author="a")
    journal.history().clear()
    journal.history().clear()
    assert len(journal.history()) == 1


def test_another_journal_in_its_place_is_read_from_its_beginning(new_place: NewPlace) -> None:
    """One that is restored differs in its middle or is shorter, and may end with the very same event."""
    place = new_place()
    _say(place, "aaa")
    assert [event.author for event in Journal(place).history()] == ["a", "a", "a"]
    for authors in ("aba", "b"):
        restored = new_place()
        _say(restored, authors)
        if restored.name != place.name:  # on PostgreSQL it stands there already
            Path(restored.name).replace(place.name)
        assert [event.author for event in Journal(place).history()] == list(authors)


def _say(place: JournalPlace, authors: str) -> None:
    with place.writing() as tables:
        tables.write("insert into events values (?, '2026-01-01T00:00:00Z', ?, 'note', '', '{}')",
                     enumerate(authors, start=1))  # fmt: skip


def test_readers_at_once_all_have_every_event(new_place: NewPlace) -> None:
    """Eight threads read while one writes: nobody sees a gap, or fewer than what was said before the reading."""
    place = new_place()
    journal = Journal(place)
    journal.append("note", "", {}, author="a")

    def read(_: int) -> bool:
        said = journal.append("note", "", {}, author="a")
        seen = [event.event_id for event in Journal(place).history()]
        return seen == list(range(1, len(seen) + 1)) and seen[-1] >= said

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(40)))
