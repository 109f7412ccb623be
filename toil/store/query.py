"""Small ways to open DuckDB and to ask it for one row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def connect(file: Path, *, memory_limit: str = "", read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection whose zone is UTC: a time that comes without an offset must not depend on the machine."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory_limit} if memory_limit else {}
    connection = duckdb.connect(str(file), read_only=read_only, config=config)
    connection.execute("set timezone = 'UTC'")
    return connection


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
