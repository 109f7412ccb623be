"""The journal in SQLite, with a write-ahead log: one machine, nothing to set up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from toil.errors import ToilError
from toil.store.journal_place import JOURNAL_VERSION

JOURNAL_FILE = "journal.db"
_SHAPE = """
create table if not exists events (
    event_id integer primary key autoincrement, written_at text not null, author text not null,
    kind text not null, subject text not null, body text not null
);
create trigger if not exists events_stay before update on events begin select raise(abort, 'append only'); end;
create trigger if not exists events_remain before delete on events begin select raise(abort, 'append only'); end;
create table if not exists snapshots (
    snapshot_id integer primary key autoincrement, taken_at text not null, team text not null, week text not null,
    build_id text not null, as_of text not null, body text not null
);
create trigger if not exists snapshots_stay before update on snapshots
begin select raise(abort, 'append only'); end;
create trigger if not exists snapshots_remain before delete on snapshots
begin select raise(abort, 'append only'); end;
create table if not exists grouping_fits (
    fitted_at text not null, work_count integer not null, recipe integer not null
);
create table if not exists grouping_refits (event_id integer primary key);
create table if not exists wordings (
    key_id text primary key, key text not null, leader text not null, recurrence_id text, title text
) without rowid;
create table if not exists recurrence_ids (
    recurrence_id text primary key, key text not null, founded_at text not null
) without rowid;
create table if not exists recurrence_history (
    happened_at text not null, event text not null, recurrence_id text not null, other_id text not null,
    work_count integer not null, primary key (happened_at, event, recurrence_id, other_id)
) without rowid;
"""


class SqliteJournal:
    """The journal of a store's folder; each block opens and closes it, and makes it where it is missing."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / JOURNAL_FILE

    @property
    def name(self) -> str:
        """The file."""
        return str(self.file)

    def is_there(self) -> bool:
        """Whether the file exists."""
        return self.file.exists()

    @contextmanager
    def reading(self) -> Iterator[_Tables]:
        """All tables as they are at one moment."""
        with self._open() as connection:
            connection.execute("begin")
            yield _Tables(connection, self.file)

    @contextmanager
    def writing(self) -> Iterator[_Tables]:
        """All of the block or nothing; whoever else wants to write waits."""
        with self._open() as connection, connection:
            connection.execute("begin immediate")
            yield _Tables(connection, self.file)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=30)) as connection:
                _bring_forward(connection, self.file)
                connection.execute("pragma journal_mode = wal")
                connection.executescript(_SHAPE)
                yield connection
        except (sqlite3.DatabaseError, OSError) as error:
            raise ToilError(f"the journal cannot be used: {error}", where=str(self.file), do=_advice(error)) from None


class _Tables:
    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection, self._file = connection, file

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def identity(self) -> str:
        found = self._file.stat()
        return f"{found.st_dev}:{found.st_ino}"

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)


def _bring_forward(connection: sqlite3.Connection, file: Path) -> None:
    """Note the version that this toil writes; a journal that a later one wrote is left untouched."""
    (version,) = connection.execute("pragma user_version").fetchone()
    if version > JOURNAL_VERSION:
        raise ToilError(f"the journal has schema version {version}, this toil reads {JOURNAL_VERSION}",
                        where=str(file), do="use the toil version that wrote it")  # fmt: skip
    if version < JOURNAL_VERSION:
        connection.execute(f"pragma user_version = {JOURNAL_VERSION}")


def _advice(error: Exception) -> str:
    if "unable to open" in str(error) or "readonly" in str(error) or isinstance(error, OSError):
        return "give this user the right to write in that folder: SQLite's WAL needs it for reading, too"
    return "it is precious: move it aside and `toil store restore` a backup"
