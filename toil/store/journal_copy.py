"""One journal copied into another place, number by number, so that nothing that refers to an event is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toil.errors import UsageError
from toil.store.journal_place import JOURNAL_TABLES, JournalPlace, JournalTables


def copy_journal(source: JournalPlace, target: JournalPlace) -> dict[str, int]:
    """Copy all of it, or nothing; the rows of each table. Raises UsageError where the target holds anything already."""
    content = journal_content(source)
    with target.writing() as tables:
        if held := [table for table in JOURNAL_TABLES if _holds(tables, table)]:
            raise UsageError(f"there is a journal already, with {' and '.join(held)}", where=target.name,
                             do="`toil label import` brings the words of one into another")  # fmt: skip
        write_content(tables, content)
    return {table: len(rows) for table, rows in content.items()}


def journal_content(source: JournalPlace) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table at one moment, in the order of their keys."""
    with source.reading() as tables:
        return {
            table: tables.rows(f"select {', '.join(columns)} from {table} order by 1")
            for table, columns in JOURNAL_TABLES.items()
        }


def write_content(tables: JournalTables, content: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
    """Write the rows of every table into empty ones."""
    for table, columns in JOURNAL_TABLES.items():
        places = ", ".join("?" * len(columns))
        tables.write(f"insert into {table} ({', '.join(columns)}) values ({places})", content[table])


def is_empty(place: JournalPlace) -> bool:
    """Whether nobody said anything in it yet, and no build left anything."""
    if not place.is_there():
        return True
    with place.reading() as tables:
        return not any(_holds(tables, table) for table in JOURNAL_TABLES)


def _holds(tables: JournalTables, table: str) -> bool:
    return bool(tables.rows(f"select 1 from {table} limit 1"))
