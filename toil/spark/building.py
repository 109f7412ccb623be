"""A build whose relations a Spark makes, as far as it makes them exactly; tables go and come as Parquet files."""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toil.errors import ToilError
from toil.lake.parquet import write_table
from toil.relations import Relation, SqlRelation
from toil.spark.run import Input, connect_probe, inputs_of, probe, pyspark, select, standings, start_spark
from toil.spark.translate import NotExact, to_spark
from toil.store.query import quoted

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

    from toil.settings import Settings


class SparkBuild:
    """The relations of one build that Spark makes (`toil.store.elsewhere.Elsewhere`); it starts with the first one."""

    def __init__(self, names: frozenset[str], folder: Path, master: str) -> None:
        self.names, self.engine = names, f"spark {pyspark().__version__}"
        self._folder, self._master = folder, master
        self._session: SparkSession | None = None
        self._is_ours = False
        self._inputs: dict[str, Input] = {}

    def select(self, connection: duckdb.DuckDBPyConnection, relation: SqlRelation) -> str:
        """Let Spark make a relation, after it gave DuckDB's answer on a part of what it reads; see `Elsewhere`."""
        import duckdb

        sql, made = to_spark(relation.sql, relation.name), self._folder / "made" / relation.name
        columns = _columns(connection, f"({relation.sql}\n)")
        try:
            session = self._started()
            inputs = {table: self._input(connection, session, table) for table in inputs_of(connection, relation)}
            with connect_probe() as small:
                probe(session, small, relation, sql, inputs)
            select(session, sql, {table: one.frame for table, one in inputs.items()}).write.parquet(_address(made))
        except (ToilError, duckdb.Error):
            raise
        except Exception as error:  # PySpark's errors, Py4J's and those of a lost connection have no common class
            said = next(filter(None, str(error).splitlines()), type(error).__name__)
            what = f"Spark did not make {relation.name}: {said}"
            raise ToilError(what, where=self.engine, do="see its log, or compute here: [engine] compute") from None
        chosen = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in columns.items())
        return f"select {chosen} from read_parquet({quoted(made / '*.parquet')})"

    def close(self) -> None:
        """Let Spark go, unless it was there before."""
        if self._session is not None and self._is_ours:
            self._session.stop()

    def _started(self) -> SparkSession:
        if self._session is None:
            self._is_ours = pyspark().sql.SparkSession.getActiveSession() is None
            self._session = start_spark(self._master)
        return self._session

    def _input(self, connection: duckdb.DuckDBPyConnection, session: SparkSession, table: str) -> Input:
        if table not in self._inputs:
            file = self._folder / f"{table}.parquet"
            write_table(connection, table, _columns(connection, f'"{table}"'), file)
            self._inputs[table] = Input(session, session.read.parquet(_address(file)))
        return self._inputs[table]


def made_by_spark(settings: Settings, relations: Iterable[Relation]) -> tuple[frozenset[str], int]:
    """The relations that a build lets Spark make, and how many SQL makes; nothing of it is started.

    Raises ToilError without PySpark, and NotExact where Spark would not make all of SQL and nobody else may.
    """
    pyspark()
    found = standings([one for one in relations if isinstance(one, SqlRelation)])
    refused = [name for name, why in found.items() if why]
    if refused and settings.engine.compute_rest == "refuse":
        raise NotExact(f"Spark would not make {len(refused)} of {len(found)} relations exactly: {', '.join(refused)}",
                       where="[engine] compute",
                       do='`toil spark list` says why; compute_rest = "here" makes those here')  # fmt: skip
    return frozenset(found) - set(refused), len(found)


@contextmanager
def spark_build(settings: Settings, relations: Iterable[Relation]) -> Iterator[SparkBuild]:
    """A build's Spark, as `[engine]` says; raises as `made_by_spark` does."""
    names, _ = made_by_spark(settings, relations)
    folder = _folder(settings)
    build = SparkBuild(names, folder, settings.engine.spark_master)
    shutil.rmtree(folder, ignore_errors=True)  # of a build that was killed
    folder.mkdir(parents=True)
    try:
        yield build
    finally:
        build.close()
        shutil.rmtree(folder, ignore_errors=True)


def _folder(settings: Settings) -> Path:
    """One for each store: the store is locked, so that nobody else is in it."""
    store = settings.store.folder.resolve()
    name = hashlib.sha256(f"{platform.node()}:{store}".encode()).hexdigest()[:12]
    return Path(settings.engine.spark_folder or store).resolve() / f".toil-spark-{name}"


def _columns(connection: duckdb.DuckDBPyConnection, what: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe from {what}").fetchall()}


def _address(file: Path) -> str:
    """As Hadoop reads it: whatever default Spark has, this is no bucket; characters stand for themselves."""
    return f"file://{file}"
