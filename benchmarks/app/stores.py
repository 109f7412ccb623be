"""Large published stores: a really built one, whose relations are then copied in SQL, each copy a team of its own.

Every id, key and team of a copy bears the copy's number, so that joins between relations hold within each copy and
figures of a team are those of the original. Services, categories, calendars and settings are shared, as in life.
Each relation is stored in the order of its key and held to its key and non-null columns, as a build does.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.build.__main__ import settings_of
from benchmarks.build.replicate import copied
from pipelines.build import build
from pipelines.demo import load_sample
from toil.relations import all_relations
from toil.store.builder import judged
from toil.store.published import current_build, publish
from toil.store.query import connect, first_row

IDS = frozenset({
    "apart_item_id", "apart_linked_item_id", "assignee_id", "automation_id", "current_id", "declaration_id",
    "display_name", "email", "identity_id", "item_id", "item_key", "key", "key_id", "linked_item_id",
    "linked_item_key", "linked_work_id", "member", "other_id", "owner", "owner_key", "parent_id", "person",
    "person_id", "primary_item_id", "recurrence_id", "requester_id", "team", "work_id",
})  # fmt: skip
"""Columns that tell one copy's people, teams and work from another's."""

WORK_IDS = frozenset({
    "apart_item_id", "apart_linked_item_id", "declaration_id", "item_id", "item_key", "linked_item_id",
    "linked_item_key", "linked_work_id", "parent_id", "primary_item_id", "work_id",
})  # fmt: skip
"""Columns that tell one piece of work from another: of a team with so many times its work, by the same people."""


def made(folder: Path, copies: int, teams: int, times: int = 1) -> None:
    """A store of `teams` teams, each with so many copies of the sample's team of nine in it.

    The copies of one team are built by the real build; the teams are copies of the published relations, and so is
    the work of each that stands so many `times`: its recurring works then have as many times the members, and figures
    of a week stay those of the sample.
    """
    settings = settings_of(folder)
    load_sample(settings)
    if copies > 1:
        copied(folder, 1, copies - 1)
    build(settings)
    if times > 1:
        multiplied(folder, times, WORK_IDS)
    if teams > 1:
        multiplied(folder, teams)


def multiplied(folder: Path, times: int, ids: frozenset[str] = IDS) -> None:
    """Publish a build in which every relation of the newest one whose key has one of the `ids` stands so many times."""
    original, aside = current_build(folder), folder / ".multiplied.duckdb"
    aside.unlink(missing_ok=True)
    with connect(aside) as connection:
        connection.execute(f"attach '{original}' as original (read_only)")
        kept = {str(name) for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'original'").fetchall()}  # fmt: skip
        relations = [relation for relation in all_relations() if relation.name in kept]
        for relation in relations:
            _multiply(connection, relation.name, relation.grain, times, ids)
        for relation in relations:
            broken = [one for one in judged(connection, relation)[1] if not one.startswith("check fails")]
            if broken:
                raise SystemExit(f"{relation.name}: {'; '.join(broken)}")
        build_id = f"{times}x{first_row(connection, 'select build_id from build_info')[0]}"  # type: ignore[index]
        connection.execute("update build_info set build_id = ?", [build_id])
        connection.execute("detach original")
        connection.execute("checkpoint")
    publish(aside, folder, build_id, keep=1)


def items_of(folder: Path) -> tuple[int, int, float]:
    """How many items and recurring works a store holds, and the size of its published file in MB."""
    file = current_build(folder)
    with duckdb.connect(str(file), read_only=True) as connection:
        items, works = (int(connection.execute(f"select count(*) from {name}").fetchall()[0][0])
                        for name in ("work_items", "recurrences"))  # fmt: skip
    return items, works, file.stat().st_size / 1e6


def _multiply(
    connection: duckdb.DuckDBPyConnection, name: str, grain: tuple[str, ...], times: int, ids: frozenset[str]
) -> None:
    columns = [str(row[0]) for row in connection.execute(f'describe original."{name}"').fetchall()]
    if not ids.intersection(grain):
        connection.execute(f'create table "{name}" as select * from original."{name}"')
        return
    values = ", ".join(
        f'if(copy = 0, "{column}", "{column}" || \'-t\' || copy) as "{column}"' if column in ids else f'"{column}"'
        for column in columns
    )
    order = ", ".join(f'"{column}"' for column in grain)
    connection.execute(
        f'create table "{name}" as select {values} from original."{name}", range({times}) as copies(copy) '
        f"order by {order}"
    )
