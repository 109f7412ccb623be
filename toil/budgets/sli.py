"""A service level indicator from a CSV: slices of time with good and all events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from toil.budgets.files import amount, moment, sli_files
from toil.csv_file import numbered_rows
from toil.relations import PythonRelation

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

HEADER = ("starts_at", "minutes", "good", "total")
_COLUMNS = {"service": "varchar", "place": "varchar", "starts_at": "timestamp", "ends_at": "timestamp",
            "bad_share": "double", "reason": "varchar", "excerpt": "varchar"}  # fmt: skip


def sli_slices(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every row of every service's file: service, place, starts_at, ends_at (UTC), bad_share, reason, excerpt.

    bad_share = 1 − good ÷ total, 0 where nothing was asked (OpenSLO: the ratio of a time slice). `reason` says why a
    row cannot be used. Raises UsageError where a file cannot be read or lacks a column.
    """
    import pandas as pd

    rows = [row for service, file in sli_files(settings).items() for row in read_sli(service, file)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def read_sli(service: str, file: Path) -> list[dict[str, Any]]:
    """The rows of one file in its own order; a slice that overlaps one before it is rejected."""
    rows: list[dict[str, Any]] = []
    for line, cells in numbered_rows(file, HEADER, HEADER):
        row: dict[str, Any] = {"service": service, "place": f"{file.name}:{line}", "reason": "",
                               "excerpt": ",".join(cells.values())}  # fmt: skip
        try:
            start, end, share = _slice(cells)
            row |= {"starts_at": start, "ends_at": end, "bad_share": share}
        except ValueError as error:
            row["reason"] = str(error)
        rows.append(row)
    _refuse_overlaps([row for row in rows if not row["reason"]])
    return rows


def _slice(cells: dict[str, str]) -> tuple[datetime, datetime, float]:
    start = moment(cells["starts_at"])
    minutes, good, total = (amount(cells[name], name) for name in HEADER[1:])
    if good > total:
        raise ValueError("more good events than events")
    try:
        end = start + timedelta(minutes=minutes)
    except OverflowError:
        raise ValueError(f"minutes {cells['minutes']!r} is no length of time") from None
    if end == start:
        raise ValueError("the slice has no length")
    return start, end, 1 - good / total if total else 0.0


def _refuse_overlaps(rows: list[dict[str, Any]]) -> None:
    """In the order of time, so that a file may be sorted otherwise."""
    until: datetime | None = None
    for row in sorted(rows, key=lambda one: one["starts_at"]):
        if until is not None and row["starts_at"] < until:
            row["reason"] = "the slice overlaps one before it"
        else:
            until = row["ends_at"]


SLI_RELATION = PythonRelation(
    "sli_slices", "A slice of time of a service's indicator, as its CSV tells; `reason` says why a row cannot be used.",
    ("service", "place"), not_null=("reason", "excerpt"), columns=_COLUMNS,
    checks=("select count(*) from sli_slices "
            "where reason = '' and not (starts_at < ends_at and bad_share between 0 and 1)",),
    compute=sli_slices,
)  # fmt: skip
