"""Paging: a table's rows as pages of records, a thousand rows each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from toil.errors import UsageError
from toil.sources.base import Page, Record, Rejection
from toil.sources.table.dateorder import date_orders
from toil.sources.table.identity import Identities
from toil.sources.table.mapped import MappedRow, Reading, iso, map_row
from toil.sources.table.mapping import full_mapping
from toil.sources.table.options import checked_options
from toil.sources.table.rowset import Row, Table, excerpt, plain, position_of
from toil.sources.table.words import status_of

ROWS_A_PAGE = 1_000
# Statuses that `started_at` and `resolved_at` speak of, whatever words the table itself uses.
_OWN_STATUSES = {"todo": "to do", "in_progress": "in progress", "done": "done"}


def pages_of_table(table: Table, options: Mapping[str, Any]) -> Iterator[Page]:
    """The table as pages: a record of kind `row` for each row, and one of kind `status` for each status it uses.

    A row's payload is {"mapped": canonical fields, "row": the cells as they were}; its owner is the row's id.
    Records have no updated_at, so that what is imported last counts: importing again is how a mapping is mended.
    A row without a readable created_at is rejected; any other cell that cannot be read is left out of the row and
    reported once a page and field. Raises UsageError where options or mapping are wrong, where day and month cannot
    be told apart, and where not one of the first thousand rows could be taken.
    """
    checked = checked_options(options)
    mapping, _ = full_mapping(checked.mapping, table.columns)
    orders = date_orders(table, mapping, date_format=checked.date_format)
    reading = Reading(mapping, checked.zone, orders, checked.date_format, checked.separator, checked.statuses)
    return _pages(table, checked.name, reading)


def _pages(table: Table, name: str, reading: Reading) -> Iterator[Page]:
    rows = table.rows()
    identities = Identities(table.name)
    statuses: set[str] = set()
    first = True
    while batch := list(islice(rows, ROWS_A_PAGE)):
        page = _page(table, name, reading, batch, identities, statuses)
        if first and len(batch) == ROWS_A_PAGE and not page.records:
            reason = page.rejections[0]
            raise UsageError(
                f"none of the first {ROWS_A_PAGE} rows can be taken; the first: {reason.reason}",
                where=reason.where,
                do="look at the mapping, at date_format, and at the delimiter",
            )
        first = False
        yield page
    if first:
        yield Page(site=name, stream=name)


def _page(
    table: Table,
    name: str,
    reading: Reading,
    batch: list[Row | Rejection],
    identities: Identities,
    statuses: set[str],
) -> Page:
    records: list[Record] = []
    rejections: list[Rejection] = []
    unread: dict[str, list[tuple[int, str]]] = {}
    newest: datetime | None = None
    for row in batch:
        mapped = map_row(row, reading) if isinstance(row, Row) else None
        if isinstance(row, Rejection) or mapped is None:
            rejections.append(row)  # type: ignore[arg-type]
        elif "created_at" not in mapped.times:
            rejections.append(_undated(table, row, mapped, reading))
        else:
            item_id, rejected = identities.settle(row, mapped, is_day=_is_day(mapped, reading))
            rejections.extend([rejected] if rejected else [])
            if item_id is None:
                continue
            records.extend(_statuses(mapped, reading, statuses))
            records.append(_record(row, mapped, item_id))
            newest = max(filter(None, (newest, *mapped.times.values())))
            for field, text in mapped.unread.items():
                unread.setdefault(field, []).append((row.line, text))
    rejections.extend(_unread(table, field, places) for field, places in unread.items())
    return Page(site=name, stream=name, records=tuple(records), rejections=tuple(rejections), as_of=newest)


def _record(row: Row, mapped: MappedRow, item_id: str) -> Record:
    payload = {"mapped": {**mapped.fields, "id": item_id}, "row": plain(row.cells)}
    return Record("row", item_id, payload, owner_id=item_id)


def _statuses(mapped: MappedRow, reading: Reading, known: set[str]) -> Iterator[Record]:
    """The statuses that were not told of yet, as records that belong to no item."""
    used = {} if "started_at" not in reading.mapping else dict(_OWN_STATUSES)
    named: list[tuple[str, str | None, str]] = [(status, status, name) for status, name in used.items()]
    if (word := mapped.fields["source_status"]) is not None:
        named.append((word, status_of(word, reading.statuses), word))
    for status_id, status, name in named:
        if status_id not in known:
            known.add(status_id)
            yield Record("status", status_id, {"name": name, "status": status})


def _is_day(mapped: MappedRow, reading: Reading) -> bool:
    """Whether created_at tells only of a day: it is midnight, in the table's zone or in UTC."""
    created_at = mapped.times["created_at"]
    local = created_at.astimezone(reading.zone)
    return not (local.hour or local.minute or local.second) or iso(created_at.astimezone(UTC)).endswith("T00:00:00Z")


def _undated(table: Table, row: Row, mapped: MappedRow, reading: Reading) -> Rejection:
    written = mapped.unread.get("created_at")
    column = "+".join(reading.mapping["created_at"])
    reason = f"created_at cannot be read in {column!r}: {written}" if written else f"created_at is empty in {column!r}"
    return Rejection(position_of(table.name, row.line), reason, excerpt(row.cells))


def _unread(table: Table, field: str, places: list[tuple[int, str]]) -> Rejection:
    line, text = places[0]
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    reason = f"{field} cannot be read here{more}; kept without it"
    return Rejection(position_of(table.name, line), reason, text)
