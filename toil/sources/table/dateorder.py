"""Day or month first: decided once for a whole column of a table, and refused where nobody can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from toil.errors import UsageError
from toil.sources.table.dates import order_evidence
from toil.sources.table.fields import TIME_FIELDS
from toil.sources.table.mapping import Columns
from toil.sources.table.rowset import Row, Table, cell_of, position_of

ORDERS = ("dmy", "mdy")
# One mistyped date in twenty does not overturn what the others say; its row is rejected.
_SURE = 0.95


def date_orders(table: Table, mapping: Mapping[str, Columns], *, date_format: str = "") -> dict[str, str]:
    """The order of day and month for each mapped time field: dmy, mdy, or "" where no date needs one.

    A date like 25/12/2026 settles its column; a column without such a date follows the others of the table. Raises
    UsageError where no date settles it, or where they contradict each other. `date_format` "dmy" or "mdy" settles
    everything, and so does a strptime format.
    """
    fields = [field for field in TIME_FIELDS if field in mapping]
    if date_format:
        return dict.fromkeys(fields, date_format if date_format in ORDERS else "")
    counts, first_doubt = _survey(table, mapping, fields)
    together: Counter[str] = sum(counts.values(), Counter())
    return {field: _decided(table, field, counts[field], together, first_doubt.get(field)) for field in fields}


def _survey(
    table: Table, mapping: Mapping[str, Columns], fields: list[str]
) -> tuple[dict[str, Counter[str]], dict[str, tuple[int, Any]]]:
    """What all dates of each field tell, and the first that could be read either way."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in fields}
    first_doubt: dict[str, tuple[int, Any]] = {}
    columns = [(field, column) for field in fields for column in mapping[field]]
    for row in table.rows():
        if not isinstance(row, Row):
            continue
        for field, column in columns:
            cell = cell_of(row.cells, column)
            for value in cell if isinstance(cell, list) else (cell,):
                if told := order_evidence(value):
                    counts[field][told] += 1
                    if told == "either":
                        first_doubt.setdefault(field, (row.line, value))
    return counts, first_doubt


def _decided(table: Table, field: str, own: Counter[str], together: Counter[str], doubt: tuple[int, Any] | None) -> str:
    for told in (own, together):
        total = told["dmy"] + told["mdy"]
        likely = max(ORDERS, key=lambda order: told[order])
        if total and told[likely] >= _SURE * total:
            return likely
        if total and told is own:
            what = f"{field} has dates with the day first and dates with the month first"
            raise UsageError(what, where=table.name, do=_advice())
    if doubt is None:
        return ""
    line, value = doubt
    raise UsageError(
        f"{field} could begin with the day or with the month: {value}",
        where=position_of(table.name, line),
        do=_advice(),
    )


def _advice() -> str:
    return "set date_format to dmy, to mdy, or to a format such as %d/%m/%Y %H:%M"
