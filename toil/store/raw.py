"""The raw store: what the sources said, as received, saved page by page."""

from __future__ import annotations

import hashlib
import json
import math
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import StoreLocked, ToilError
from toil.sources.base import Page, Record, Rejection
from toil.store.query import connect, disk_trouble, first_row, is_locked, lay, number, transaction

if TYPE_CHECKING:
    import duckdb

SCHEMA_VERSION = 3
RAW_FILE = "raw.duckdb"
_ARRIVED = {
    **dict.fromkeys(("source", "site", "run_id", "kind", "record_id", "owner_id", "payload"), "varchar"),
    "updated_at": "timestamp", "position": "bigint",
}  # fmt: skip
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass
class Run:
    """One run of one source: what it brought so far."""

    run_id: str
    source: str
    mode: str
    started_at: datetime
    site: str = ""
    as_of: datetime | None = None
    records: int = 0
    changed: int = 0
    rejected: int = 0
    truncated: int = 0


class RawStore:
    """An open `raw.duckdb`; use it as `with RawStore.open(folder) as store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def open(cls, folder: Path, *, memory_limit: str = "2GB", threads: int = 0) -> Iterator[RawStore]:
        """The store in this folder, made if there is none; raises StoreLocked, or ToilError where it is damaged."""
        import duckdb

        folder.mkdir(parents=True, exist_ok=True)
        file = folder / RAW_FILE
        try:
            connection = connect(file, memory_limit=memory_limit, threads=threads)
        except duckdb.Error as error:
            raise _why_not_open(error, file) from None
        try:
            store = cls(connection)
            store._shape()
            yield store
        except duckdb.Error as error:
            if trouble := disk_trouble(error, file):
                raise trouble from None
            raise
        finally:
            with suppress(duckdb.Error):  # a full disk or a damaged file fails once more here
                connection.close()

    def cursors(self, source: str) -> dict[str, str]:
        """The watermark of each stream of a source."""
        rows = self.connection.execute("select stream, cursor from watermarks where source = ?", [source]).fetchall()
        return dict(rows)

    def begin_run(self, source: str, mode: str) -> Run:
        """Note that a run has begun; until `end_run` its outcome reads 'unfinished'."""
        run = Run(uuid.uuid4().hex, source, mode, _now())
        self.connection.execute(
            "insert into runs values (?, ?, '', ?, ?, null, 'unfinished', null, 0, 0, 0, 0, '')",
            [run.run_id, source, mode, run.started_at],
        )
        return run

    def save(self, run: Run, page: Page) -> None:
        """Save a page, its rejections and its cursor in one transaction; older payloads never replace newer."""
        records, unwritable = _encoded(page.records, page)
        rejections = [*page.rejections, *unwritable]
        lay(self.connection, "arrived", _ARRIVED, ((run.source, page.site, run.run_id, *row) for row in records))
        with transaction(self.connection):
            changed = (self._upsert() if records else 0) + self._remove(run, page)
            self._reject(run, page.site, rejections)
            if page.cursor is not None:
                self.connection.execute(
                    "insert or replace into watermarks values (?, ?, ?, ?)",
                    [run.source, page.stream, page.cursor, run.run_id],
                )
            self._count(run, page, changed, len(rejections))
        self.connection.execute("drop table arrived")

    def end_run(self, run: Run, outcome: str, message: str = "") -> None:
        """Note how a run ended: complete, partial or failed."""
        self.connection.execute(
            "update runs set ended_at = ?, outcome = ?, message = ? where run_id = ?",
            [_now(), outcome, message, run.run_id],
        )

    def held(self, source: str) -> dict[str, int]:
        """How many payloads of each kind are held of a source."""
        rows = self.connection.execute(
            "select kind, count(*) from payloads where source = ? group by kind order by kind", [source]
        ).fetchall()
        return dict(rows)

    def _shape(self) -> None:
        """Make what is missing; an older store is brought forward, and a newer one is left untouched."""
        _refuse_newer(self.connection)
        with transaction(self.connection):
            for name in ("raw.sql", "staged.sql"):
                self.connection.execute(files("toil.store").joinpath(name).read_text("utf-8"))
            row = first_row(self.connection, "select schema_version from store_info")
            if row is None:
                self.connection.execute("insert into store_info values (?, ?, 0)", [uuid.uuid4().hex, SCHEMA_VERSION])
            elif row[0] < SCHEMA_VERSION:
                self.connection.execute("update store_info set schema_version = ?", [SCHEMA_VERSION])

    def _remove(self, run: Run, page: Page) -> int:
        """Forget what the service says it has deleted, and have its owners staged anew; how many owners that were.

        What is gone may also be a part of another payload, such as a worklog of its issue: then only its staged
        declaration tells whose it is, and staging leaves out whatever `removed_records` names.
        """
        if not page.removed:
            return 0
        said = [run.source, page.site]
        lay(self.connection, "gone", {"kind": "varchar", "record_id": "varchar"}, page.removed)
        owners = number(
            self.connection,
            """insert into stale_owners
            select held.source, held.source || ':' || held.site || ':' || held.owner_id
            from payloads as held join gone using (kind, record_id) where held.source = ? and held.site = ?
            union
            select ?, owner_key from staged_declarations
            where declaration_id in (select ? || ':' || ? || ':' || record_id from gone)""",
            [*said, run.source, *said],
        )
        self.connection.execute(
            "insert or ignore into removed_records select ?, ?, kind, record_id, ? from gone", [*said, run.run_id]
        )
        self.connection.execute(
            "delete from payloads where source = ? and site = ? and (kind, record_id) in (select (kind, record_id) "
            "from gone)",
            said,
        )
        self.connection.execute("drop table gone")
        return owners

    def _upsert(self) -> int:
        """Take the registered page in; the number of payloads that were new or differ."""
        self.connection.execute(files("toil.store").joinpath("upsert.sql").read_text("utf-8"))
        return number(self.connection, "select count(*) from changed_payloads")

    def _reject(self, run: Run, site: str, rejections: list[Rejection]) -> None:
        for rejection in rejections:
            where, reason = clean_text(rejection.where), clean_text(rejection.reason)
            key = "\x1f".join((run.source, site, where, reason, rejection.excerpt))
            self.connection.execute(
                "insert or replace into rejections values (?, ?, ?, ?, '', ?, ?, ?, ?)",
                [hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:20], run.run_id, run.source, site,
                 where, reason, clean_text(rejection.excerpt)[:500], _now()],
            )  # fmt: skip

    def _count(self, run: Run, page: Page, changed: int, rejected: int) -> None:
        run.site = page.site or run.site
        run.records += len(page.records)
        run.changed += changed
        run.rejected += rejected
        run.truncated += page.truncated
        if page.as_of is not None:
            as_of = min(_naive_utc(page.as_of), _now())
            run.as_of = max(run.as_of or as_of, as_of)
        self.connection.execute(
            "update runs set site = ?, as_of = ?, records = ?, changed = ?, rejected = ?, truncated = ? "
            "where run_id = ?",
            [run.site, run.as_of, run.records, run.changed, run.rejected, run.truncated, run.run_id],
        )
        for name, amount in page.tallies.items():
            self.connection.execute(
                "insert into run_tallies values (?, ?, ?) on conflict do update set count = count + excluded.count",
                [run.run_id, name, amount],
            )
        if changed or rejected:
            self.connection.execute("update store_info set changes = changes + 1")


def clean_text(text: str) -> str:
    """The text without lone surrogates and NUL, which no store can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")


def _encoded(records: tuple[Record, ...], page: Page) -> tuple[list[tuple[Any, ...]], list[Rejection]]:
    """The rows of `arrived` without what all have in common, and what cannot be written."""
    rows: list[tuple[Any, ...]] = []
    rejections: list[Rejection] = []
    for position, record in enumerate(records):
        payload = _json_of(record.payload)
        if payload is None:
            where = f"{page.site} {record.kind} {record.record_id}"
            rejections.append(Rejection(where, "the payload holds a value that JSON cannot carry"))
            continue
        updated_at = None if record.updated_at is None else _naive_utc(record.updated_at)
        rows.append((record.kind, clean_text(record.record_id), clean_text(record.owner_id), _clean_json(payload),
                     updated_at, position))  # fmt: skip
    return rows, rejections


def _json_of(payload: Any) -> str | None:
    """The payload as JSON text, NaN and infinities as null; None where it cannot be written at all."""
    try:
        return json.dumps(payload, ensure_ascii=False, allow_nan=False, default=dict)
    except (ValueError, TypeError, RecursionError):
        return _json_of_mended(payload)


def _json_of_mended(payload: Any) -> str | None:

    def mended(value: Any) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if isinstance(value, dict):
            return {str(key): mended(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [mended(inner) for inner in value]
        return value

    try:
        return json.dumps(mended(payload), ensure_ascii=False, allow_nan=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return None


def _clean_json(text: str) -> str:
    """Escaped NULs end strings early in SQL; lone surrogates are no UTF-8."""
    mended = _ESCAPED_NUL.sub(r"\1�", text) if "\\u0000" in text else text
    return mended.encode("utf-8", "replace").decode("utf-8")


def _naive_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _refuse_newer(connection: duckdb.DuckDBPyConnection) -> None:
    if not number(connection, "select count(*) from duckdb_tables() where table_name = 'store_info'"):
        return
    version = number(connection, "select schema_version from store_info")
    if version > SCHEMA_VERSION:
        raise ToilError(
            f"the raw store has schema version {version}, this toil reads {SCHEMA_VERSION}",
            do="use the toil version that wrote it, or extract into a new folder",
        )


def _why_not_open(error: Exception, file: Path) -> ToilError:
    text = str(error)
    if is_locked(error):
        return StoreLocked("another program holds the raw store", where=str(file), do="close it and start again")
    return ToilError(
        f"the raw store cannot be opened: {text.splitlines()[0]}",
        where=str(file),
        do="restore a backup with `toil store restore`, or move the file away and extract anew",
    )
