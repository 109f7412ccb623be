"""Small ways to ask DuckDB for one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


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
