"""What every kind of file is read as: columns, and rows that know the line they stood on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from toil.sources.base import Rejection

_MISSING = object()


@dataclass(frozen=True)
class Row:
    """One row: its line (or its number, where a file has no lines) and its cells by column.

    A column that stands several times holds the list of its cells, in order.
    """

    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A table that can be read any number of times; `name` is what places in it are called by.

    `notes` say how the file was understood (encoding, delimiter, sheet).
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row | Rejection]]
    notes: Mapping[str, str] = field(default_factory=dict)


def column_names(header: Sequence[Any]) -> list[str]:
    """The header as names: trimmed, line breaks as spaces; a column without one is called by its place."""
    names = [" ".join(str("" if name is None else name).split()) for name in header]
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each once, in order."""
    return tuple(dict.fromkeys(names))


def cells_by_name(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The cells of a row by column; cells of columns with the same name become a list."""
    if len(set(names)) == len(names):
        return dict(zip(names, values, strict=True))
    cells: dict[str, Any] = {}
    several = {name for name in names if names.count(name) > 1}
    for name, value in zip(names, values, strict=True):
        if name in several:
            cells.setdefault(name, []).append(value)
        else:
            cells[name] = value
    return cells


def cell_of(cells: Mapping[str, Any], column: str) -> Any:
    """The cell of a column; `project.key` reaches into an object where no column has that very name."""
    found = cells.get(column, _MISSING)
    if found is not _MISSING:
        return found
    value: Any = cells
    for part in column.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def plain(value: Any) -> Any:
    """A cell as JSON can carry it: times as ISO text, NaN as null, bytes as text, numpy numbers as numbers."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat() if value == value else None
    if isinstance(value, (timedelta, Decimal)):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def position_of(table: str, line: int) -> str:
    """A place in a table for people: `file.csv:12`."""
    return f"{table}:{line}"


def excerpt(cells: Mapping[str, Any], limit: int = 200) -> str:
    """How a row begins, as one short line."""
    text = " | ".join(str(plain(value)) for value in cells.values() if value not in (None, "", []))
    return re.sub(r"\s+", " ", text)[:limit]
