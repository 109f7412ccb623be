"""A DuckDB in memory for the frames of a test: opening one takes ten times as long as a small query."""

from __future__ import annotations

from functools import cache

import duckdb


def in_memory() -> duckdb.DuckDBPyConnection:
    """A connection of the caller's own, with no frame registered; what it makes must be temporary.

    All share one database, so that a table which is not would be seen by other tests.
    """
    return _database().cursor()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()
