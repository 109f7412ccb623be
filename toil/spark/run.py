"""Relations computed by a Spark, each after it gave DuckDB's own answer on a part of the same data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from toil.errors import ToilError, UsageError
from toil.relations import SqlRelation, sql_relations, tables_read
from toil.spark.compare import differences
from toil.spark.translate import NotExact, to_spark
from toil.store.query import connect

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

PROBE_ROWS = 2_000
_EXACT = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # as DuckDB's TIMESTAMP, which knows no zone
    "spark.sql.ansi.enabled": "true",  # what overflows or cannot be cast is an error, and not a null
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
}


@dataclass(frozen=True)
class Input:
    """A table that Spark reads, and a part of it to try things out."""

    session: SparkSession
    frame: DataFrame

    @cached_property
    def part(self) -> pa.Table:
        """The first rows."""
        return self.frame.limit(PROBE_ROWS).toArrow()

    @cached_property
    def part_frame(self) -> DataFrame:
        """The same rows in Spark."""
        return self.session.createDataFrame(self.part)


def standings(relations: Iterable[SqlRelation] | None = None) -> dict[str, str]:
    """Every relation that is made by SQL, with the reason why Spark does not compute it; empty where it does."""
    found = {}
    for relation in sql_relations() if relations is None else relations:
        try:
            to_spark(relation.sql, relation.name)
            found[relation.name] = ""
        except NotExact as error:
            found[relation.name] = error.what.split(": ", 1)[1]
    return found


def pyspark() -> Any:
    """The package; raises ToilError where it is not installed."""
    try:
        import pyspark.sql
    except ImportError:
        raise ToilError("this needs PySpark", do="install it, and Java 17: pip install 'toil[spark]'") from None
    return pyspark


def start_spark(master: str = "", more: dict[str, str] | None = None) -> SparkSession:
    """A session of the Spark that this environment names (spark-submit, SPARK_REMOTE …), or of `master`.

    Raises ToilError where there is no PySpark or it does not start, such as without Java 17.
    """
    builder = pyspark().sql.SparkSession.builder.appName("toil").config("spark.ui.showConsoleProgress", "false")
    for key, value in {**_EXACT, **(more or {})}.items():
        builder = builder.config(key, value)
    try:
        session: SparkSession = (builder.master(master) if master else builder).getOrCreate()
    except Exception as error:  # PySpark has a class of its own for each way in which Java can be missing
        raise ToilError(f"Spark does not start: {str(error).splitlines()[0]}",
                        do="see that `java -version` says 17 or later, and Spark's address") from None  # fmt: skip
    for key, value in _EXACT.items():  # a session that was there already
        session.conf.set(key, value)
    return session


def compute(session: SparkSession, source: str, names: Iterable[str]) -> dict[str, DataFrame]:
    """Relations over the Parquet files of a build, in a folder or at any address that this Spark reads.

    Nothing is computed before each relation gave the same on a part of the data. Raises NotExact where one cannot
    be, or was not, the same as DuckDB's; UsageError where there is no such relation; ToilError where the build lacks a
    table.
    """
    known = {relation.name: relation for relation in sql_relations()}
    if unknown := sorted(set(names) - known.keys()):
        raise UsageError(f"SQL makes no relation {', '.join(unknown)}", do="`toil spark list` names them all")
    found, inputs = {}, dict[str, Input]()
    with connect_probe() as small:
        translated = {name: to_spark(known[name].sql, name) for name in names}
        for name, sql in translated.items():
            mine = inputs_of(small, known[name])
            inputs |= {table: Input(session, _read(session, source, table, name)) for table in mine - inputs.keys()}
            chosen = {table: inputs[table] for table in sorted(mine)}
            probe(session, small, known[name], sql, chosen)
            found[name] = select(session, sql, {table: one.frame for table, one in chosen.items()})
    return found


def connect_probe() -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory, to which parts of tables are given."""
    from pathlib import Path

    return connect(Path(":memory:"))


def inputs_of(connection: duckdb.DuckDBPyConnection, relation: SqlRelation) -> frozenset[str]:
    """The names of the tables that a relation reads."""
    import sqlglot

    ctes = {one.alias for one in sqlglot.parse_one(relation.sql, read="duckdb").find_all(sqlglot.exp.CTE)}
    return tables_read(connection, relation.sql) - ctes


def _read(session: SparkSession, source: str, table: str, name: str) -> DataFrame:
    try:
        return session.read.parquet(f"{source.rstrip('/')}/{table}.parquet")
    except Exception as error:
        if "PATH_NOT_FOUND" not in str(error):
            raise
        raise ToilError(f"the build has no table {table}, which {name} reads", where=source,
                        do="it is there only while a build is made, on one machine") from None  # fmt: skip


def probe(session: SparkSession, small: duckdb.DuckDBPyConnection, relation: SqlRelation, sql: str,
          inputs: Mapping[str, Input]) -> None:  # fmt: skip
    """Raises NotExact where the two engines do not answer the same on a part of each table."""
    for table, one in inputs.items():
        small.register(table, one.part)
    answer = small.execute(f"from ({relation.sql}\n)")
    columns, ours = [one[0] for one in answer.description], answer.fetchall()
    frame = select(session, sql, {table: one.part_frame for table, one in inputs.items()})
    theirs = [tuple(_plain(value) for value in row) for row in frame.collect()]
    for table in inputs:
        small.unregister(table)
    found = differences(columns, relation.grain, ours, theirs) if frame.columns == columns else ["the columns"]
    if found:
        raise NotExact(f"{relation.name}: this Spark answers another thing than DuckDB: {'; '.join(found[:3])}",
                       do="DuckDB computes it: `toil build`; and please report it")  # fmt: skip


def select(session: SparkSession, sql: str, inputs: Mapping[str, DataFrame]) -> DataFrame:
    """What a query answers over tables, by their names."""
    for table, frame in inputs.items():
        frame.createOrReplaceTempView(table)
    return session.sql(sql)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value
