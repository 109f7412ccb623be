"""Leave from a CSV: the header person,first_day,last_day[,share], one absence a row."""

from __future__ import annotations

import csv
from pathlib import Path

from toil.leave.rows import LeaveRow, day_of, share_of, unreadable

HEADERS = (["person", "first_day", "last_day"], ["person", "first_day", "last_day", "share"])


def read_table(file: Path) -> list[LeaveRow]:
    """Every row of the file, good or not; raises SettingsError where it cannot be read or has another header."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(file), f"the leave file cannot be read: {error}",
                         "save it as UTF-8, or correct [calendar] leave") from None  # fmt: skip
    reader = csv.reader(lines)
    header = [cell.strip().lower() for cell in next(reader, [])]
    if header not in HEADERS:
        raise unreadable(f"{file}:1", "the leave file has another header",
                         "write: person,first_day,last_day,share (share may be left out)")  # fmt: skip
    return [
        _row(file.name, f"{file.name}:{reader.line_num}", [cell.strip() for cell in cells], len(header))
        for cells in reader
        if any(cell.strip() for cell in cells)
    ]


def _row(file: str, place: str, cells: list[str], width: int) -> LeaveRow:
    person, first, last, share = (*cells, "", "", "", "")[:4]
    excerpt = f"{first} … {last}"
    try:
        if len(cells) not in (3, width):
            raise ValueError(f"{width} columns are needed, there are {len(cells)}")
        if not person:
            raise ValueError("the person is empty")
        first_day = day_of(first)
        last_day = day_of(last) if last else first_day
        if last_day < first_day:
            raise ValueError("the last day is before the first")
        part, half = share_of(share)
    except ValueError as error:
        return LeaveRow(file, place, person, reason=_said(error, share), excerpt=excerpt)
    return LeaveRow(file, place, person, first_day=first_day, last_day=last_day, share=part, half=half, excerpt=excerpt)


def _said(error: ValueError, share: str) -> str:
    text = str(error)
    return f"{share!r} is no share of a day" if text.startswith("could not convert") else text
