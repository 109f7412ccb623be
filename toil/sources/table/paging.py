"""Paging: a table's rows as pages of records, a thousand rows each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
        making = _Page(table, reading, identities, statuses)
        for row in batch:
            making.add(row)
        page = making.done(name)
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


@dataclass
class _Page:
    """A page in the making."""

    table: Table
    reading: Reading
    identities: Identities
    statuses: set[str]
    records: list[Record] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    unread: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    newest: datetime | None = None

    def add(self, row: Row | Rejection) -> None:
        """Take a row, or say why not; one that is nested deeper than Python follows is rejected too."""
        if isinstance(row, Rejection):
            self.rejections.append(row)
            return
        try:
            self._take(row, map_row(row, self.reading))
        except RecursionError:
            self.rejections.append(Rejection(position_of(self.table.name, row.line), "the row is nested too deeply"))

    def done(self, site: str) -> Page:
        """The page, with a report on the cells that could not be read."""
        reports = (_unread(self.table, name, places) for name, places in self.unread.items())
        rejections = (*self.rejections, *reports)
        return Page(site=site, stream=site, records=tuple(self.records), rejections=rejections, as_of=self.newest)

    def _take(self, row: Row, mapped: MappedRow) -> None:
        if "created_at" not in mapped.times:
            self.rejections.append(_undated(self.table, row, mapped, self.reading))
            return
        item_id, rejected = self.identities.settle(row, mapped, is_day=_is_day(mapped, self.reading))
        if rejected is not None:
            self.rejections.append(rejected)
        if item_id is None:
            return
        record = _record(row, mapped, item_id)
        self.records.extend((*_statuses(mapped, self.reading, self.statuses), record))
        self.newest = max(filter(None, (self.newest, *mapped.times.values())))
        for name, text in mapped.unread.items():
            self.unread.setdefault(name, []).append((row.line, text))


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
