"""Mapped rows: one row of a table as the canonical fields of a piece of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from toil.sources.table.dates import read_time
from toil.sources.table.fields import EFFORT_SECONDS, PERSON_FIELDS, TEXT_FIELDS, TIME_FIELDS
from toil.sources.table.mapping import Columns
from toil.sources.table.rowset import Row, cell_of, plain
from toil.sources.table.words import is_empty, labels_of, person_of, seconds_of, status_of, text_of, yes_or_no

_OTHER_TEXTS = tuple(name for name in TEXT_FIELDS if name not in ("id", "status"))

# Prose is what it says: a title "None" is a title.
_VERBATIM = ("title", "description")


@dataclass(frozen=True)
class Reading:
    """How the rows of one table are to be read; `statuses` are the user's own words, folded."""

    mapping: Mapping[str, Columns]
    zone: ZoneInfo
    orders: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ""
    separator: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MappedRow:
    """The canonical fields, the times among them (for as_of), and the cells that could not be read, by field."""

    fields: dict[str, Any]
    times: dict[str, datetime]
    unread: dict[str, str]


def map_row(row: Row, reading: Reading) -> MappedRow:
    """The canonical fields of a row; what is empty or unreadable is None, and the unreadable is named.

    Times are ISO text in UTC. People are objects of id, name and email. `status` is one of ours or None, and
    `source_status` the table's own word. Effort of several columns adds up; `worklogs` are Jira's Log Work cells.
    """
    unread: dict[str, str] = {}
    times = _times(row, reading, unread)
    fields: dict[str, Any] = {"id": _id(row, reading)}
    fields.update({name: text_of(_cell(row, reading, name)) for name in _OTHER_TEXTS})
    fields.update({name: iso(times[name]) if name in times else None for name in TIME_FIELDS})
    fields.update({name: person_of(_cell(row, reading, name)) for name in PERSON_FIELDS})
    fields["labels"] = labels_of(_cells(row, reading, "labels"), reading.separator)
    fields["planned"] = _planned(row, reading, unread)
    fields["source_status"] = text_of(_cell(row, reading, "status"))
    fields["status"] = _status(fields["source_status"], fields["resolution"], times, reading)
    fields["effort_seconds"] = _effort(row, reading, unread)
    fields["worklogs"] = _worklogs(row, reading, unread)
    return MappedRow(fields, times, unread)


def iso(moment: datetime) -> str:
    """A time in UTC as ISO text, to the microsecond where it has any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _cells(row: Row, reading: Reading, name: str) -> list[Any]:
    """The cells of all columns of a field that say something; columns of the same name side by side."""
    if name not in reading.mapping:
        return []
    found: list[Any] = []
    for column in reading.mapping[name]:
        cell = cell_of(row.cells, column)
        found.extend(cell if isinstance(cell, list) else [cell])
    says_nothing = is_empty if name not in _VERBATIM else _is_blank
    return [cell for cell in found if not says_nothing(cell)]


def _is_blank(cell: Any) -> bool:
    return text_of(cell) is None


def _cell(row: Row, reading: Reading, name: str) -> Any:
    return next(iter(_cells(row, reading, name)), None)


def _id(row: Row, reading: Reading) -> str | None:
    """The id; of several columns the texts of all, so that `repo+id` tells apart what `id` alone does not."""
    cells = (cell_of(row.cells, column) for column in reading.mapping.get("id", ()))
    parts = ["" if is_empty(cell) else text_of(cell) or "" for cell in cells]
    return "/".join(parts) if any(parts) else None


def _times(row: Row, reading: Reading, unread: dict[str, str]) -> dict[str, datetime]:
    times: dict[str, datetime] = {}
    date_format = reading.date_format if "%" in reading.date_format else ""
    for name in TIME_FIELDS:
        cell = _cell(row, reading, name)
        order = reading.orders.get(name, "")
        moment = read_time(cell, zone=reading.zone, order=order, date_format=date_format)
        if moment is not None:
            times[name] = moment
        elif cell is not None:
            unread[name] = _short(cell)
    return times


def _status(word: str | None, resolution: str | None, times: Mapping[str, datetime], reading: Reading) -> str | None:
    """Ours for the table's word; without a status column, what the times tell, where a column tells of the end.

    What is done with a resolution like "won't fix" was cancelled.
    """
    if "status" in reading.mapping:
        status = status_of(word, reading.statuses)
        dropped = status == "done" and status_of(resolution, {}) == "cancelled"
        return "cancelled" if dropped else status
    if "resolved_at" in times:
        return "done"
    if "resolved_at" not in reading.mapping:
        return None
    return "in_progress" if "started_at" in times else "todo"


def _planned(row: Row, reading: Reading, unread: dict[str, str]) -> bool | None:
    cell = _cell(row, reading, "planned")
    planned = yes_or_no(cell)
    if planned is None and cell is not None:
        unread["planned"] = _short(cell)
    return planned


def _effort(row: Row, reading: Reading, unread: dict[str, str]) -> int | None:
    total = 0
    for name, unit in EFFORT_SECONDS.items():
        cell = _cell(row, reading, name) if name in reading.mapping else None
        seconds = seconds_of(cell, unit)
        total += seconds or 0
        if seconds is None and cell is not None and (text_of(cell) or "").strip("0.,:") != "":
            unread[name] = _short(cell)
    return total or None


def _worklogs(row: Row, reading: Reading, unread: dict[str, str]) -> list[dict[str, Any]]:
    """Jira's CSV export writes a worklog as `comment;started;author;seconds`."""
    logs: list[dict[str, Any]] = []
    for cell in _cells(row, reading, "worklog"):
        parts = (text_of(cell) or "").rsplit(";", 3)[-3:]
        started = read_time(parts[0], zone=reading.zone, order=reading.orders.get("created_at", ""))
        seconds = seconds_of(parts[-1], 1)
        if len(parts) < 3 or started is None or seconds is None:
            unread["worklog"] = _short(cell)
            continue
        logs.append({"started_at": iso(started), "person": person_of(parts[1]), "seconds": seconds})
    return logs


def _short(cell: Any) -> str:
    return " ".join(str(plain(cell)).split())[:80]
