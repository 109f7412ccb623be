"""Leave: days and hours off, from CSV and iCal files that a team keeps anyway."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toil.leave.ical import read_ical
from toil.leave.rows import LeaveRow
from toil.leave.table import read_table
from toil.leave.whose import Names, whose

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from toil.settings import Settings

COLUMNS = ("file", "place", "person_id", "first_day", "last_day", "share", "half", "starts_at", "ends_at", "is_local",
           "reason", "excerpt")  # fmt: skip
_ICAL = (".ics", ".ical", ".ifb")


def leave_files(settings: Settings) -> list[Path]:
    """The files that [calendar] leave names, from the folder of toil.toml."""
    return [settings.beside(file) for file in settings.calendar.leave]


def fingerprint(settings: Settings) -> list[str]:
    """What the files hold, as digests: a build with other leave is another build. A missing file is empty text."""
    return [hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "" for file in leave_files(settings)]


def read_leave(settings: Settings, *, first_day: date, last_day: date) -> list[LeaveRow]:
    """Every row and every occurrence of an event between the days; raises SettingsError where a file is none."""
    rows: list[LeaveRow] = []
    for file in leave_files(settings):
        is_ical = file.suffix.lower() in _ICAL
        rows += read_ical(file, first_day=first_day, last_day=last_day) if is_ical else read_table(file)
    return rows


def leave(settings: Settings, names: pd.DataFrame, *, first_day: date, last_day: date) -> pd.DataFrame:
    """The relation `leave`: each absence of each person, and what could not be used with its reason.

    `names` is the relation person_names (name, identity_id, is_spoken, spelled). The result has position, file, place,
    person_id (an identity; null where rejected), first_day, last_day, share, half, starts_at, ends_at (naive: UTC, or
    the person's clock where is_local), reason and excerpt. Neither names nor summaries go into it: an event may say
    why somebody is ill. Raises SettingsError where a file cannot be read or is no leave file.
    """
    import pandas as pd

    known = Names.of(names)
    found: dict[tuple[object, ...], None] = {}
    for row in read_leave(settings, first_day=first_day, last_day=last_day):
        people, reason = ([], row.reason) if row.reason else whose(row, known)
        if reason:
            found[(row.file, row.place, None, None, None, None, None, None, None, None, reason, _once(row))] = None
        for person in people:
            found[(row.file, row.place, person, row.first_day, row.last_day, row.share, row.half or None,
                   row.starts_at, row.ends_at, row.is_local, "", row.excerpt)] = None  # fmt: skip
    frame = pd.DataFrame(list(found), columns=list(COLUMNS))
    frame.insert(0, "position", range(1, len(frame) + 1))
    return frame


def _once(row: LeaveRow) -> str:
    """The days of a rejected row; those of an event's occurrences are left out, so that it is rejected once."""
    return row.excerpt if row.person else ""
