"""Where the tests' journals are: always in a file, and on a PostgreSQL too where `make test-engines` names one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from toil.store.journal_place import JournalPlace, place_at
from toil.store.journal_postgresql import postgresql_journal

NewPlace = Callable[[], JournalPlace]
SERVER = os.environ.get("TOIL_TEST_POSTGRESQL", "")
KINDS_OF_PLACE = ("sqlite", "postgresql") if SERVER else ("sqlite",)


def empty_postgresql() -> JournalPlace:
    """The server's journal, with nothing in it."""
    import psycopg

    with psycopg.connect(SERVER) as connection:
        connection.execute("drop schema if exists toil cascade")
    return postgresql_journal(SERVER)


def place_word(place: JournalPlace) -> str:
    """What another process is told, so that `place_of` finds the same journal there."""
    return SERVER if place.name.startswith("postgresql:") else str(Path(place.name).parent)


def place_of(word: str) -> JournalPlace:
    """The place of `place_word`."""
    return postgresql_journal(word) if word.startswith("postgresql:") else place_at(Path(word))
