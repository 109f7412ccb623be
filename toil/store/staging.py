"""Staging: the source's own SQL turns payloads into typed columns, for the owners whose payloads changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toil.errors import ToilError
from toil.store.query import first_row, number, quoted, transaction
from toil.store.raw import RawStore

if TYPE_CHECKING:
    import duckdb

OWNERS_AT_ONCE, BYTES_AT_ONCE = 1_000, 4_000_000  # bounds on memory: JSON takes ten times its size while it is read
EARLIEST, LATEST = "1990-01-01", "2100-01-01"  # one issue of the year 1 would give a team 100,000 weeks
_SECTION = re.compile(r"^--\s*(relation|view|basis):\s*(\w+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Sections:
    """A staging file: the `select` of each relation, of each view that several relations read, and of each basis.

    A basis is a view of what the rows of all owners rest upon, such as the categories of statuses: when its answer
    changes, everything is staged anew. It reads `reference_payloads` alone.
    """

    relations: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)


def sections_of(sql: str) -> Sections:
    """The sections in the order of the file; raises ToilError where one name stands twice."""
    parts = _SECTION.split(sql)
    kinds, names, bodies = parts[1::3], parts[2::3], parts[3::3]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ToilError(f"a staging file has two sections of one name: {', '.join(sorted(twice))}")
    sections = Sections()
    by_kind = {"relation": sections.relations, "view": sections.views, "basis": sections.bases}
    for kind, name, body in zip(kinds, names, bodies, strict=True):
        by_kind[kind][name] = body.strip().rstrip(";")
    return sections


def stage(
    store: RawStore, source: str, sql: str, *, owners_at_once: int = OWNERS_AT_ONCE, bytes_at_once: int = BYTES_AT_ONCE
) -> int:
    """Bring the staged relations of a source up to date, some owners a transaction; the number of owners renewed.

    Everything is staged anew when the SQL itself has changed, or what a basis tells. Rows that miss a column which the
    relation declares `not null` are left out and kept as rejections, for as long as their payload stays that way.
    A run that is killed goes on with the owners that are left; what does not fit into memory is cut smaller. Raises
    ToilError where a single owner does not fit.
    """
    import duckdb

    connection, sections = store.connection, sections_of(sql)
    told = f"{EARLIEST} {LATEST} {sql} {_told(connection, source, sections)}"
    _mark_all_if_new(connection, source, hashlib.sha256(told.encode()).hexdigest())
    total = 0
    while batches := _plan(connection, source, owners_at_once, bytes_at_once):
        _make_bases(connection, source, sections)
        try:
            for number_of_batch in range(batches):
                total += _stage_batch(connection, source, sections, number_of_batch)
        except duckdb.OutOfMemoryException as error:
            _drop_helpers(connection, sections)
            if owners_at_once == 1:
                raise ToilError(f"an item of {source} does not fit into memory: {str(error).splitlines()[0]}",
                                do="raise `memory_limit` in [extract] of toil.toml") from None  # fmt: skip
            owners_at_once, bytes_at_once = max(owners_at_once // 4, 1), max(bytes_at_once // 4, 1)
    _drop_helpers(connection, sections)
    return total


def _stage_batch(connection: duckdb.DuckDBPyConnection, source: str, sections: Sections, number_of_batch: int) -> int:
    with transaction(connection):
        _fresh_owners(connection, source, number_of_batch)
        connection.execute(
            "delete from rejections where source = ? and owner_key in (select owner_key from fresh_owners)",
            [source],
        )
        for name, select in sections.views.items():
            connection.execute(f"create or replace temp view {name} as {select}")
        for name, select in sections.relations.items():
            _restage(connection, source, name, select)
        connection.execute(
            "delete from stale_owners where source = ? and owner_key in (select owner_key from fresh_owners)",
            [source],
        )
        connection.execute("update store_info set changes = changes + 1")
    return number(connection, "select count(*) from fresh_owners")


def _told(connection: duckdb.DuckDBPyConnection, source: str, sections: Sections) -> str:
    """What every basis answers now, as one text."""
    _make_bases(connection, source, sections)
    return str([connection.execute(f"from {name} order by all").fetchall() for name in sections.bases])


def _make_bases(connection: duckdb.DuckDBPyConnection, source: str, sections: Sections) -> None:
    _reference_view(connection, source)
    for name, select in sections.bases.items():
        connection.execute(f"create or replace temp view {name} as {select}")


def _drop_helpers(connection: duckdb.DuckDBPyConnection, sections: Sections) -> None:
    for table in ("payloads_of_owners", "places", "fresh_owners", "planned_owners"):
        connection.execute(f"drop table if exists temp.{table}")
    for view in (*sections.views, *sections.bases, "payloads", "reference_payloads", "removed_records"):
        connection.execute(f"drop view if exists temp.{view}")


def _mark_all_if_new(connection: duckdb.DuckDBPyConnection, source: str, version: str) -> None:
    held = first_row(connection, "select version from staging_versions where source = ?", [source])
    if held is not None and held[0] == version:
        return
    with transaction(connection):
        connection.execute(
            "insert into stale_owners select distinct source, source || ':' || site || ':' || owner_id from payloads "
            "where source = ?",
            [source],
        )
        connection.execute("insert or replace into staging_versions values (?, ?)", [source, version])


def _plan(connection: duckdb.DuckDBPyConnection, source: str, owners_at_once: int, bytes_at_once: int) -> int:
    """Which stale owners are staged together: neighbours in the store, whose payloads lie close; how many batches.

    Owners whose payloads are all gone have no place; they are planned, too, so that their rows go. Owners of whom
    retention has emptied a payload keep their rows, and stay stale, until all of it has come again.
    """
    connection.execute(
        f"""create or replace temp table planned_owners as
        select owner_key, site, owner_id,
            dense_rank() over (order by bytes // ?, number // ?) - 1 as batch
        from (
            select *, sum(size) over in_order as bytes, row_number() over in_order - 1 as number
            from (
                select stale.owner_key, any_value(held.site) as site, any_value(held.owner_id) as owner_id,
                    min(held.rowid) as place, coalesce(sum(strlen(held.payload)), 0) as size
                from (
                    select distinct owner_key from stale_owners where source = ? and owner_key not in (
                        select source || ':' || site || ':' || owner_id
                        from {_raw_payloads(connection)} where retired_at is not null)
                ) as stale
                left join {_raw_payloads(connection)} as held
                    on held.source = ? and held.source || ':' || held.site || ':' || held.owner_id = stale.owner_key
                group by stale.owner_key
            )
            window in_order as (order by place nulls last, owner_key rows unbounded preceding)
        )""",
        [bytes_at_once, owners_at_once, source, source],
    )
    return number(connection, "select coalesce(max(batch) + 1, 0) from planned_owners")


def _fresh_owners(connection: duckdb.DuckDBPyConnection, source: str, number_of_batch: int) -> None:
    """Make the views that staging files read, for the owners of a batch.

    Their rows are looked up by the narrow columns first: payloads are wide, and most are not of this batch.
    """
    raw = _raw_payloads(connection)
    connection.execute(
        "create or replace temp table fresh_owners as "
        "select owner_key, site, owner_id from planned_owners where batch = ?",
        [number_of_batch],
    )
    connection.execute(
        f"""create or replace temp table places as
        select held.rowid as place, fresh.owner_key
        from {raw} as held
        join fresh_owners as fresh on fresh.site = held.site and fresh.owner_id = held.owner_id
        where held.source = ?""",
        [source],
    )
    first, last = (number(connection, f"select coalesce({end}(place), 0) from places") for end in ("min", "max"))
    connection.execute(
        f"""create or replace temp table payloads_of_owners as
        select places.owner_key, held.source, held.site, held.kind, held.record_id, held.owner_id,
               held.payload, held.updated_at, held.run_id
        from {raw} as held
        join places on places.place = held.rowid
        where held.rowid between {first} and {last}"""
    )
    connection.execute("create or replace temp view payloads as select * exclude (run_id) from temp.payloads_of_owners")
    _reference_view(connection, source)
    connection.execute(
        f"""create or replace temp view removed_records as
        select site, kind, record_id from "{_catalog(connection)}".main.removed_records
        where source = {quoted(source)}"""
    )


def _reference_view(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    connection.execute(
        f"""create or replace temp view reference_payloads as select source, site, kind, record_id, payload
        from {_raw_payloads(connection)} where source = {quoted(source)} and owner_id = ''"""
    )


def _restage(connection: duckdb.DuckDBPyConnection, source: str, name: str, select: str) -> None:
    target = f'"{_catalog(connection)}".main.{name}'
    required = [
        row[0]
        for row in connection.execute(
            "select column_name from duckdb_columns() where table_name = ? and not is_nullable and not internal "
            "order by column_index",
            [name],
        ).fetchall()
    ]
    if not required:
        raise ToilError(f"the staging of {source} fills {name}, which is no staged relation")
    _stage_part(connection, select)
    missing = " or ".join(f"{column} is null" for column in required)
    connection.execute(f"delete from {target} where owner_key in (select owner_key from fresh_owners)")
    connection.execute(f"insert into {target} by name select * from staged_part where not ({missing})")
    if number(connection, f"select count(*) from staged_part where {missing}"):
        _keep_rejected(connection, source, name, required, missing)
    connection.execute("drop table staged_part")


def _stage_part(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    """The rows of a section, in which a time that no tracker can have known counts as one that cannot be read."""
    described = connection.execute(f"describe ({select}\n)").fetchall()
    known = f"between timestamp '{EARLIEST}' and timestamp '{LATEST}'"
    times = [f'case when "{name}" {known} then "{name}" end as "{name}"' for name, kind, *_ in described
             if kind == "TIMESTAMP"]  # fmt: skip
    replaced = f"replace ({', '.join(times)})" if times else ""
    connection.execute(f"create or replace temp table staged_part as select * {replaced} from ({select}\n)")


def _keep_rejected(
    connection: duckdb.DuckDBPyConnection, source: str, name: str, required: list[str], missing: str
) -> None:
    reason = " ".join(f"when {column} is null then '{column} is missing or cannot be read'" for column in required)
    connection.execute(
        f"""insert or replace into rejections
        with bad as (
            select distinct coalesce(owner_key, '') as owner_key, case {reason} end as reason,
                   left(cast(to_json(part) as varchar), 500) as excerpt
            from staged_part as part
            where {missing}
        ),
        owners as (
            select owner_key, max(run_id) as run_id, max(site) as site from temp.payloads_of_owners group by owner_key
        )
        select md5(? || bad.owner_key || bad.excerpt), coalesce(owners.run_id, ''), ?, coalesce(owners.site, ''),
               bad.owner_key, bad.owner_key, bad.reason, bad.excerpt, null
        from bad
        left join owners using (owner_key)""",
        [name, source],
    )


def _raw_payloads(connection: duckdb.DuckDBPyConnection) -> str:
    """The table's whole name: `payloads` alone is the view of a batch."""
    return f'"{_catalog(connection)}".main.payloads'


def _catalog(connection: duckdb.DuckDBPyConnection) -> str:
    row = first_row(connection, "select current_database()")
    if row is None:
        raise ToilError("the raw store has no database")
    return str(row[0])
