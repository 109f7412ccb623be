"""Where the journal is: a file beside the store, or a PostgreSQL that several machines share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from toil.settings import Settings

JOURNAL_VERSION = 1  # of the tables; SQLite's `user_version` 0 was written before there were versions, and has the same
JOURNAL_TABLES = {
    "events": ("event_id", "written_at", "author", "kind", "subject", "body"),
    "snapshots": ("snapshot_id", "taken_at", "team", "week", "build_id", "as_of", "body"),
    "grouping_fits": ("rowid", "fitted_at", "work_count", "recipe"),
    "grouping_refits": ("event_id",),
    "wordings": ("key_id", "key", "leader", "recurrence_id", "title"),
    "recurrence_ids": ("recurrence_id", "key", "founded_at"),
    "recurrence_history": ("happened_at", "event", "recurrence_id", "other_id", "work_count"),
}


class JournalTables(Protocol):
    """The journal's tables in one transaction; SQL as both databases read it, with `?` for each value."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query answers, all of it."""

    def identity(self) -> str:
        """Tells this journal from another one that is put in its place, such as a restored one."""

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of values."""


class JournalPlace(Protocol):
    """A journal's place. `name` tells people where it is, without a secret."""

    @property
    def name(self) -> str:
        """Where it is, for messages."""

    def is_there(self) -> bool:
        """Whether anything can have been said yet; looking makes nothing."""

    def reading(self) -> AbstractContextManager[JournalTables]:
        """All tables as they are at one moment; raises ToilError where the journal cannot be used."""

    def writing(self) -> AbstractContextManager[JournalTables]:
        """One writer at a time; all of the block or nothing. Raises ToilError."""


def place_at(home: Path | JournalPlace) -> JournalPlace:
    """A store's folder means the file in it."""
    from toil.store.journal_sqlite import SqliteJournal

    return SqliteJournal(home) if isinstance(home, Path) else home


def journal_place(settings: Settings) -> JournalPlace:
    """Where the settings say that the journal is; raises SettingsError where its address is missing or is none."""
    if settings.engine.journal == "postgresql":
        from toil.store.journal_postgresql import postgresql_journal

        return postgresql_journal(settings.journal_url())
    return place_at(settings.store.folder)


def next_id(tables: JournalTables, table: str, column: str) -> int:
    """The number of the next row: only one writer writes at a time, so that numbers follow the order of writing.

    A sequence would not do: in PostgreSQL a lower number may become visible after a higher one, and who has read up
    to the higher one would never see it.
    """
    return int(tables.rows(f"select coalesce(max({column}), 0) + 1 from {table}")[0][0])
