"""Every relation that is built of a store which has been through bad nights, against those of one that was read afresh.

Two things are made alike before, since a fresh reading cannot know them: items that are gone (their tombstones are held
against the services elsewhere) are taken out of the store that knew them, and the fresh one takes over the log of runs,
which says as of when figures are. Both are built with the journal that the nights left.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.build import build
from toil.relations import all_relations
from toil.settings import Settings, load_settings
from toil.spark.compare import differences
from toil.store.journal_sqlite import JOURNAL_FILE
from toil.store.published import Published
from toil.store.query import connect
from toil.store.raw import RAW_FILE
from toil.store.reuse import UNSEEN

_LOG = ("runs", "run_tallies", "censuses", "removed_records", "tombstones")
_NAMED_BY_A_RUN = {"rejected_at"}


def differing_relations(survivor: Path, fresh: Path, aside: Path, settings: Path) -> dict[str, list[str]]:
    """What differs, by relation; nothing where all are equal. `survivor` and `fresh` are folders of stores.

    Raises SystemExit where the survivor holds an item that the services do not have, and does not know it to be gone.
    """
    held, true = aside / "held", aside / "true"
    for folder, source in ((held, survivor), (true, fresh)):
        folder.mkdir(parents=True)
        shutil.copy2(source / RAW_FILE, folder)
        shutil.copy2(survivor / JOURNAL_FILE, folder)
    _made_alike(held / RAW_FILE, true / RAW_FILE)
    builds = [Published(build(_settings(settings, folder)).path) for folder in (held, true)]
    found = {relation.name: _differences(relation.name, relation.grain, *builds) for relation in all_relations()}
    return {name: what for name, what in found.items() if what}


def _settings(file: Path, folder: Path) -> Settings:
    return load_settings(file, environ={"TOIL_STORE": str(folder)})


def _made_alike(held: Path, true: Path) -> None:
    with connect(true) as connection:
        connection.execute(f"attach '{held}' as held")
        connection.execute("create temp table gone as select owner_key, item_id from held.staged_items "
                           "where item_id not in (select item_id from staged_items)")  # fmt: skip
        unknown = connection.execute(
            "select item_id from gone anti join held.tombstones as told on told.item_id = gone.item_id "
            "and told.class <> 'present'"
        ).fetchall()
        if unknown:
            raise SystemExit(f"held, and not known to be gone: {unknown}")
        staged = connection.execute(
            "select table_name from duckdb_columns() where database_name = 'held' and column_name = 'owner_key'"
        ).fetchall()
        for (table,) in staged:
            connection.execute(f"delete from held.{table} where owner_key in (select owner_key from gone)")
        connection.execute("delete from held.payloads where source || ':' || site || ':' || owner_id in "
                           "(select owner_key from gone)")  # fmt: skip
        connection.execute("delete from held.tombstones where item_id in (select item_id from gone)")
        for table in _LOG:
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} by name from held.{table}")


def _differences(name: str, grain: tuple[str, ...], ours: Published, theirs: Published) -> list[str]:
    columns = [column for column in ours.relations()[name] if column != UNSEEN and column not in _NAMED_BY_A_RUN]
    chosen = f'select {", ".join(columns)} from "{name}" order by all'
    rows, others = (build.cursor().execute(chosen).fetchall() for build in (ours, theirs))
    return differences(columns, grain, rows, others)
