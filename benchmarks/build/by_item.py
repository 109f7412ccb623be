"""`python -m benchmarks.build.by_item STORE`: what making the rows of changed items alone would cost, in Markdown.

Of a built store, 1 % of the keys of a table count as changed. By item: a digest of each key's rows in the tables that
have that key, compared with one of before; the relation over the changed keys alone; and all rows merged in the order
of their key, which is how tables are stored. Seconds are those of the processor.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from toil.relations import SqlRelation, sql_relations, tables_read
from toil.store.published import current_build
from toil.store.query import connect
from toil.store.raw import RAW_FILE

KEYS = {"item_names": "item_id", "engagement_spans": "item_id", "items": "item_id", "work": "work_id",
        "activity_credits": "work_id", "status_intervals": "item_id", "explained_effort": "work_id",
        "effort_evidence": "work_id", "measured_effort": "work_id"}  # fmt: skip


def took(do: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    began = time.process_time()
    do()
    return time.process_time() - began


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [str(row[0]) for row in connection.execute(f"describe from {table}").fetchall()]


def by_item(connection: duckdb.DuckDBPyConnection, relation: SqlRelation, key: str, places: dict[str, str]) -> str:
    """One row of the table: whole, by item, merging, and which tables it reads without that key."""

    def run(sql: str) -> float:
        return took(lambda: connection.execute(sql).fetchall())

    name, order = relation.name, ", ".join(f'"{column}"' for column in relation.grain)
    reads = sorted(tables_read(connection, relation.sql) & places.keys())
    keyed = [table for table in reads if key in columns_of(connection, places[table])]
    for table in reads:
        connection.execute(f'create or replace temp view "{table}" as from {places[table]}')
    whole = run(f"create table made as select * from ({relation.sql}\n) order by {order}")
    parts = 0.0
    for table in keyed:
        columns = ", ".join(f'"{column}"' for column in columns_of(connection, places[table]))
        parts += run(f'create or replace table digests as select hash("{key}") as key, sum(hash({columns})) as digest '
                     f"from {places[table]} group by all")  # fmt: skip
        parts += run("select count(*) from digests as now full join digests as before on now.key = before.key "
                     "where now.digest is distinct from before.digest")  # fmt: skip
    connection.execute(f'create or replace temp table changed as select distinct "{key}" as key '
                       f'from {places[name]} where hash("{key}") % 100 = 7')  # fmt: skip
    for table in keyed:
        connection.execute(f'create or replace temp view "{table}" as select own.* from {places[table]} as own '
                           f'semi join changed on changed.key = own."{key}"')  # fmt: skip
    parts += run(f"create table changed_rows as {relation.sql}")
    merging = run(f'create table merged as select * from (select old.* from {places[name]} as old anti join changed '
                  f'on changed.key = old."{key}" union all by name from changed_rows) order by {order}')  # fmt: skip
    for table in ("made", "changed_rows", "merged"):
        connection.execute(f"drop table {table}")
    for table in reads:
        connection.execute(f'drop view temp."{table}"')
    without = ", ".join(table for table in reads if table not in keyed) or "–"
    return f"| {name} | {whole:.2f} | {parts + merging:.2f} | {merging:.2f} | {without} |"


def main(folder: Path) -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as passing, connect(Path(passing) / "aside", memory_limit="3GB") as connection:
        connection.execute(f"attach '{current_build(folder)}' as built (read_only)")
        connection.execute(f"attach '{folder / RAW_FILE}' as raw (read_only)")
        tables = "select table_name, database_name from duckdb_tables() where database_name in ('built', 'raw')"
        places = {name: f'{database}.main."{name}"' for name, database in connection.execute(tables).fetchall()}
        print("| table | as a whole | by item | of which merging | reads as a whole |\n|---|---|---|---|---|")
        relations = {relation.name: relation for relation in sql_relations()}
        for name, key in KEYS.items():
            print(by_item(connection, relations[name], key, places), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
