"""The published store: `toil.duckdb`, a link to the newest build; read by pages, exports and analysts."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import StoreMissing, ToilError, UsageError
from toil.store.query import connect, first_row
from toil.store.scope import of_teams

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

PUBLISHED_FILE = "toil.duckdb"
BUILDS_FOLDER = "builds"
_ANOTHER_TOIL = "run `toil build`, where another version of toil made this store"


class Published:
    """One build, open for reading; every query has a cursor of its own, so threads may share it.

    The connection is held open on the build's own file (docs: DuckDB gives a second `connect()` to one path the
    same database even after the file was replaced); a newer build is another `Published`.
    """

    def __init__(self, file: Path) -> None:
        import duckdb

        self.file = file
        self._columns_lock = threading.Lock()
        self._columns: dict[str, list[str]] | None = None
        self._teams: tuple[str, ...] | None = None
        try:
            self._connection = connect(file, read_only=True)
            row = first_row(self._connection.cursor(), "select build_id from build_info")
        except duckdb.Error as error:
            raise _unreadable(file, error) from None
        self.build_id = str(row[0]) if row else ""

    def for_teams(self, teams: Sequence[str]) -> Published:
        """The same build as readers of these teams may read it: `read`, `totals` and `count` know of no other's work.

        They raise ToilError for a relation that is about the whole house; see `scope.of_teams`.
        """
        limited = copy.copy(self)
        limited._teams = tuple(teams)
        return limited

    def relations(self) -> dict[str, list[str]]:
        """The columns of every relation, by the relation's name."""
        with self._columns_lock:
            if self._columns is None:
                rows = self._connection.cursor().execute(
                    "select table_name, list(column_name order by column_index) from duckdb_columns() "
                    "where not internal group by table_name order by table_name"
                )
                self._columns = dict(rows.fetchall())
        return self._columns

    def read(self, relation: str, *, needed: Sequence[str] = (), **equals: Any) -> pd.DataFrame:
        """The rows of a relation whose columns equal the given values (a list: any of them), in stored order.

        `needed` are columns that a build of an older version may lack. Raises UsageError where there is no such
        relation or column, ToilError where the file turns out to be damaged.
        """
        return self._frame(*self._query(relation, equals, needed))

    def arrow(self, relation: str, **equals: Any) -> pa.Table:
        """As `read`, but an Arrow table, which keeps lists, times and nulls as they are."""
        import duckdb

        sql, values = self._query(relation, equals)
        try:
            return self._connection.cursor().sql(sql, params=values).to_arrow_table()
        except duckdb.Error as error:
            raise _unreadable(self.file, error) from None

    def totals(
        self, relation: str, *, by: Sequence[str], of: Sequence[str], named: Sequence[str] = (),
        most: int | None = None, **equals: Any,
    ) -> pd.DataFrame:  # fmt: skip
        """The sums of the columns `of` by the columns `by`, largest first, over the rows that `read` gives.

        `named` are columns that have one value for each of `by`, such as a title by its id; `most` is how many rows at
        the most. Raises as `read` does.
        """
        sql, values = self._query(relation, equals, needed=[*by, *of, *named])
        keys = ", ".join(f'"{name}"' for name in by)
        sums = ", ".join([keys, *(f'any_value("{name}") as "{name}"' for name in named),
                          *(f'sum("{name}") as "{name}"' for name in of)])  # fmt: skip
        return self._frame(f"select {sums} from ({sql}) group by {keys}{_largest_first(of, by, most)}", values)

    def largest(
        self, relation: str, *, of: Sequence[str], by: Sequence[str], most: int | None = None, **equals: Any
    ) -> pd.DataFrame:
        """At most so many of the rows that `read` gives: those largest in the columns `of`, then by the columns `by`.

        Raises as `read` does.
        """
        sql, values = self._query(relation, equals, needed=[*of, *by])
        return self._frame(f"{sql}{_largest_first(of, by, most)}", values)

    def count(self, relation: str, column: str, **equals: Any) -> int:
        """How many values a column has among the rows that `read` gives. Raises as `read` does."""
        sql, values = self._query(relation, equals, needed=[column])
        return int(self._frame(f'select count(distinct "{column}") as number from ({sql})', values)["number"].iloc[0])

    def _frame(self, sql: str, values: list[list[Any]]) -> pd.DataFrame:
        import duckdb

        try:
            return self._connection.cursor().execute(sql, values).df()
        except duckdb.Error as error:
            raise _unreadable(self.file, error) from None

    def _query(
        self, relation: str, equals: Mapping[str, Any], needed: Sequence[str] = ()
    ) -> tuple[str, list[list[Any]]]:
        columns = self.relations()
        if relation not in columns:
            raise UsageError(f"there is no relation {relation!r}", where=str(self.file), do=_ANOTHER_TOIL)
        if unknown := sorted({*equals, *needed} - set(columns[relation])):
            raise UsageError(f"{relation} has no column {', '.join(unknown)}", where=str(self.file),
                             do=_ANOTHER_TOIL)  # fmt: skip
        tests = [f'"{name}" in (select unnest(?))' for name in equals]
        values = [list(value) if isinstance(value, (list, tuple, set)) else [value] for value in equals.values()]
        if self._teams is not None:
            readable, of_whom = of_teams(relation, columns[relation], self._teams)
            tests.append(readable)
            values += of_whom
        where = f" where {' and '.join(tests)}" if tests else ""
        return f'select * from "{relation}"{where}', values

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A read-only cursor for a query of one's own."""
        return self._connection.cursor()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def _largest_first(of: Sequence[str], by: Sequence[str], most: int | None) -> str:
    order = ", ".join([*(f'"{name}" desc nulls last' for name in of), *(f'"{name}"' for name in by)])
    return f" order by {order}" + ("" if most is None else f" limit {int(most)}")


def _unreadable(file: Path, error: Exception) -> ToilError:
    """What a reader of a damaged build is told; damage further in shows only once those rows are read."""
    return ToilError(f"the published store cannot be read: {str(error).splitlines()[0]}", where=str(file),
                     do="run `toil build`; it makes the store anew")  # fmt: skip


def current_build(folder: Path) -> Path:
    """The file of the newest build; raises StoreMissing where nothing was built yet."""
    link = folder / PUBLISHED_FILE
    if not link.exists():
        raise StoreMissing("nothing has been built yet", where=str(link),
                           do="run `toil demo` to look around, or `toil run` with your own sources")  # fmt: skip
    return link.resolve()


@contextmanager
def open_published(folder: Path) -> Iterator[Published]:
    """The newest build of this folder, closed at the end; raises StoreMissing or ToilError."""
    published = Published(current_build(folder))
    try:
        yield published
    finally:
        published.close()


def publish(aside: Path, folder: Path, build_id: str, *, keep: int) -> Path:
    """Make a finished build the newest one in one atomic step, and remove all but the `keep` newest."""
    builds = folder / BUILDS_FOLDER
    builds.mkdir(parents=True, exist_ok=True)
    final = builds / f"toil-{build_id}.duckdb"
    aside.replace(final)
    os.utime(final)
    fresh_link = folder / f".{PUBLISHED_FILE}.{os.getpid()}"
    fresh_link.unlink(missing_ok=True)
    fresh_link.symlink_to(final.relative_to(folder))
    fresh_link.replace(folder / PUBLISHED_FILE)
    _remove_old(builds, final, keep)
    return final


def _remove_old(builds: Path, current: Path, keep: int) -> None:
    others = sorted(
        (file for file in builds.glob("toil-*.duckdb") if file != current),
        key=lambda file: file.stat().st_mtime_ns,
        reverse=True,
    )
    for file in others[keep - 1 :]:
        file.unlink(missing_ok=True)
