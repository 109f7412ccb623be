"""Drivers that toil may grow with, from a CSV: users, services, deploys, alerts, week by week."""

from __future__ import annotations

import re
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
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_COLUMNS = {"place": "varchar", "position": "integer", "driver": "varchar", "week": "varchar", "value": "double",
            "reason": "varchar", "excerpt": "varchar"}  # fmt: skip


def drivers(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every row of the file: place, position (of the driver in the file), driver, week, value, reason, excerpt.

    `week` is an ISO week, or that of a day. `reason` says why a row cannot be used: growth is in proportion, so a
    value has to be above zero. Raises UsageError where the file cannot be read or lacks a column.
    """
    import pandas as pd

    file = drivers_file(settings)
    return pd.DataFrame(read_drivers(file) if file is not None else [], columns=list(_COLUMNS))


def read_drivers(file: Path) -> list[dict[str, Any]]:
    """The rows of the file in its order, good or not."""
    positions: dict[str, int] = {}
    rows = []
    for line, cells in numbered_rows(file, HEADER, HEADER):
        row: dict[str, Any] = {"place": f"{file.name}:{line}", "reason": "", "excerpt": ",".join(cells.values())}
        try:
            if not cells["name"]:
                raise ValueError("the driver has no name")
            value = amount(cells["value"], "value")
            if value == 0:
                raise ValueError("the value is not above zero")
            row |= {"driver": cells["name"], "week": week_of(cells["week"]), "value": value,
                    "position": positions.setdefault(cells["name"], len(positions) + 1)}  # fmt: skip
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
    compute=drivers,
)  # fmt: skip
