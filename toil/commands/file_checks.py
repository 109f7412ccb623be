"""What `toil doctor` finds in the files of budgets that settings name: the drivers, and the services' indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from toil.commands.check import Check, of_error
from toil.errors import ToilError

if TYPE_CHECKING:
    from toil.settings import Settings

Rows = list[dict[str, Any]]

OLD_DRIVERS, OLD_SLI = timedelta(weeks=5), timedelta(days=2)
"""Age of the newest row – of a week its Monday – from which on a file has probably been forgotten."""


def file_checks(settings: Settings) -> Iterator[Check]:
    """A finding for each file: whether it can be read, how many rows cannot be used and why, and how old it is."""
    from toil.budgets.drivers import read_drivers
    from toil.budgets.files import drivers_file, sli_files
    from toil.budgets.sli import read_sli
    from toil.inputs import teams

    drivers = drivers_file(settings)
    if drivers is not None:
        known = set(teams({}, settings)["team"])
        yield _looked_at("drivers", partial(read_drivers, drivers, known), _monday, OLD_DRIVERS)
    for service, file in sli_files(settings).items():
        read = partial(read_sli, service, file)
        yield _looked_at(f"indicator of {service}", read, lambda row: row["ends_at"], OLD_SLI)


def _looked_at(
    name: str, read: Callable[[], Rows], end_of: Callable[[dict[str, Any]], datetime], old: timedelta
) -> Check:
    try:
        rows = read()
    except ToilError as error:
        return of_error(name, error)
    bad = [row for row in rows if row["reason"]]
    good = [row for row in rows if not row["reason"]]
    if not good:
        return Check(name, "warning", f"none of {len(rows):,} rows can be used", _why(bad) or "write rows into it")
    newest = max(end_of(row) for row in good)
    said = f"{len(good):,} rows, the newest of {newest:%Y-%m-%d}"
    if bad:
        return Check(name, "warning", f"{said}; {len(bad):,} cannot be used", _why(bad))
    if datetime.now(UTC).replace(tzinfo=None) - newest > old:
        return Check(name, "warning", f"{said}: it is old", "see whether what writes it still runs")
    return Check(name, "ok", said)


def _monday(row: dict[str, Any]) -> datetime:
    year, week = str(row["week"]).split("-W")
    return datetime.combine(date.fromisocalendar(int(year), int(week), 1), datetime.min.time())


def _why(bad: Rows) -> str:
    """The first row that cannot be used; Data health lists them all."""
    return f"{bad[0]['place']}: {bad[0]['reason']} ({bad[0]['excerpt']})" if bad else ""
