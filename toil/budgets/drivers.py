"""Drivers that toil may grow with, from a CSV: users, services, deploys, alerts, by week, of all teams or of one."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from toil.budgets.files import amount, drivers_file, moment
from toil.csv_file import numbered_rows
from toil.relations import PythonRelation

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

HEADER = ("name", "week", "value")
OPTIONAL = ("team",)
CALENDAR_WORD = "-"
"""What the calendar is called where a driver is chosen; no driver of a file may have that name."""
LEAST = 0.001
"""Smaller values would lose their digits in the store, which keeps six behind the point."""
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_COLUMNS = {"place": "varchar", "position": "integer", "driver": "varchar", "team": "varchar", "week": "varchar",
            "value": "double", "reason": "varchar", "excerpt": "varchar"}  # fmt: skip


def drivers(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every row of the file: place, position (of the driver in the file), driver, team (empty: all teams), week, value,
    reason, excerpt.

    `week` is an ISO week, or that of a day. `reason` says why a row cannot be used: growth is in proportion, so a
    value has to be above zero. Reads teams. Raises UsageError where the file cannot be read or lacks a column.
    """
    import pandas as pd

    file = drivers_file(settings)
    teams = {str(team) for team in frames["teams"]["team"]}
    return pd.DataFrame(read_drivers(file, teams) if file is not None else [], columns=list(_COLUMNS))


def read_drivers(file: Path, teams: Collection[str]) -> list[dict[str, Any]]:
    """The rows of the file in its order, good or not; `teams` are those there are."""
    positions: dict[str, int] = {}
    rows = []
    for line, cells in numbered_rows(file, (*HEADER, *OPTIONAL), HEADER):
        row: dict[str, Any] = {"place": f"{file.name}:{line}", "reason": "", "excerpt": ",".join(cells.values())}
        try:
            if not cells["name"]:
                raise ValueError("the driver has no name")
            if cells["name"] == CALENDAR_WORD:
                raise ValueError("no driver may be called '-': that is the calendar")
            if cells["team"] and cells["team"] not in teams:
                raise ValueError(f"there is no team {cells['team']!r}")
            value = amount(cells["value"], "value")
            if value < LEAST:
                raise ValueError(f"the value is not above zero: at least {LEAST}")
            row |= {"driver": cells["name"], "team": cells["team"], "week": week_of(cells["week"]),
                    "value": value, "position": positions.setdefault(cells["name"], len(positions) + 1)}  # fmt: skip
        except ValueError as error:
            row["reason"] = str(error)
        rows.append(row)
    return rows


def week_of(text: str) -> str:
    """The ISO week that is written, or in which a day lies; raises ValueError."""
    if match := _WEEK.fullmatch(text):
        return f"{date.fromisocalendar(int(match[1]), int(match[2]), 1):%G-W%V}"
    try:
        return f"{moment(text):%G-W%V}"
    except ValueError:
        raise ValueError(f"{text!r} is neither an ISO week nor a day") from None


DRIVERS_RELATION = PythonRelation(
    "drivers", "A value of a driver in a week, as the CSV tells; `reason` says why a row cannot be used.", ("place",),
    not_null=("reason", "excerpt"), columns=_COLUMNS,
    checks=("select count(*) from drivers where reason = '' and (value <= 0 or week is null or position is null)",),
    reads=frozenset({"teams"}), compute=drivers,
)  # fmt: skip
