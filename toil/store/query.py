"""Small ways to open DuckDB and to ask it for one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import ToilError

if TYPE_CHECKING:
    import duckdb


def connect(
    file: Path, *, memory_limit: str = "", threads: int = 0, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection whose zone is UTC: a time that comes without an offset must not depend on the machine.

    `threads` 0 means one for each core; each takes memory of its own.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory_limit} if memory_limit else {}
    if threads:
        config["threads"] = threads
    connection = duckdb.connect(str(file), read_only=read_only, config=config)
    connection.execute("set timezone = 'UTC'; set enable_progress_bar = false")  # it would stand among what we print
    return connection


def quoted(text: object) -> str:
    """A text, or a file's place, as it stands in SQL where no parameter can."""
    return "'" + str(text).replace("'", "''") + "'"


_FULL = ("no space left", "quota exceeded", "file too large")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block or nothing; the block's own error is the one that is raised."""
    import duckdb

    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a full disk has ended the transaction already
            connection.rollback()
        raise


def is_locked(error: Exception) -> bool:
    """Whether another process holds the file; DuckDB has no class of its own for that."""
    return "could not set lock on file" in str(error).lower()


def disk_trouble(error: Exception, file: Path) -> ToilError | None:
    """What the disk did to a store that was opened well; None where the error is no disk's."""
    text = str(error).splitlines()[0]
    if any(words in text.lower() for words in _FULL):
        return ToilError("the disk is full", where=str(file.parent),
                         do="make room and run the command again: what was saved is kept")  # fmt: skip
    if "corrupt" in text.lower():
        return ToilError(f"the store is damaged: {text}", where=str(file),
                         do="restore a backup with `toil store restore`, or extract into a new folder")  # fmt: skip
    return None


def first_row(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()
) -> tuple[Any, ...] | None:
    """The first row of a query, or None; the result is read to its end.

    DuckDB 2.0 lets a connection do nothing else while a result is unfinished, which `fetchone` leaves behind.
    """
    rows = connection.execute(sql, list(parameters)).fetchall()
    return rows[0] if rows else None


def number(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()) -> int:
    """The single whole number that a query answers; no row or null is 0."""
    row = first_row(connection, sql, parameters)
    return int(row[0] or 0) if row else 0


def lay(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    """Make a temporary table of these rows; `columns` are its names and types, since types cannot be told from nulls.

    Arrow tables would be shorter, but making one from Python values imports pandas, which takes 70 MB
    (https://github.com/apache/arrow/blob/main/python/pyarrow/pandas-shim.pxi).
    """
    described = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    lists = ", ".join(f"unnest(cast(? as {kind}[]))" for kind in columns.values())
    connection.execute(f"create or replace temp table {name} ({described})")
    for some in _parts(rows):
        connection.execute(f"insert into {name} select {lists}", [list(cells) for cells in zip(*some, strict=True)])


def _parts(rows: Iterable[Sequence[Any]], size: int = 10_000) -> Iterator[list[Sequence[Any]]]:
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part
