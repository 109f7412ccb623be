"""The build: every relation made aside in its order, checked, and handed over to be published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toil.errors import ToilError
from toil.relations import PythonRelation, Relation, SqlRelation, in_build_order, reads_of
from toil.store.elsewhere import Elsewhere
from toil.store.query import connect, disk_trouble, first_row, quoted
from toil.store.raw import RAW_FILE
from toil.store.reuse import JOURNAL, Damaged, Earlier, heard

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from toil.settings import Settings

# Two builds of the same input are equal. Sums of doubles depend on the order in which threads meet, in the last
# digits; so every stored double is rounded, and every relation is stored in the order of its key. A mean of rounded
# figures often ends in a half (1.6760415): rounded finely first, it is one whatever its last digits are.
DIGITS = 6
_FINELY = 9


def build_relations(
    aside: Path,
    raw_folder: Path,
    relations: Sequence[Relation],
    given: Mapping[str, pd.DataFrame],
    settings: Settings,
    progress: Callable[[str, int, int], None],
    *,
    earlier: Path | None = None,
    said: str = "",
    elsewhere: Elsewhere | None = None,
) -> dict[str, int]:
    """Make every relation in the new file `aside`; the rows of each. Raises ToilError where a promise is broken.

    What would be made of the same as in the `earlier` build is taken over from it (`toil.store.reuse`); `said` is a
    digest of what functions see beside their frames. `elsewhere` makes the relations that it names.

    `given` holds the frames of relations that have neither SQL nor a function: they come from the journal
    and from the runs; and what earlier builds left (`remembers`). `progress` is told the relation's name, its position
    and how many there are.
    """
    import duckdb

    build = _Build(aside, raw_folder, relations, given, settings, progress, said, elsewhere)
    alike, holds = build.is_like(earlier) if earlier else (False, {})
    if alike and _copied(earlier, aside):
        with suppress(Damaged, duckdb.Error):
            return build.made(earlier, is_copy=True, holds=holds)
        aside.unlink()
        earlier = None
    return build.made(earlier, is_copy=False, holds=holds)


@dataclass(frozen=True)
class _Build:
    """All that a build is made of but the earlier one; see `build_relations`."""

    aside: Path
    raw_folder: Path
    relations: Sequence[Relation]
    given: Mapping[str, pd.DataFrame]
    settings: Settings
    progress: Callable[[str, int, int], None]
    said: str
    elsewhere: Elsewhere | None

    def is_like(self, earlier: Path) -> tuple[bool, dict[str, str]]:
        """Whether the raw store is as the earlier build read it, and digests of its tables."""
        with self._opened(Path(":memory:")) as (connection, reads):
            before = Earlier(connection, earlier, self.said)
            return before.is_like(self.relations, reads, self._engines), before.holds

    def made(self, earlier: Path | None, *, is_copy: bool, holds: dict[str, str]) -> dict[str, int]:
        """Make every relation, or take it over; the rows of each. `is_copy`: the new file began as the earlier one."""
        with self._opened(self.aside) as (connection, reads):
            before = Earlier(connection, earlier, self.said, is_copy=is_copy, holds=holds)
            given = {**self.given, **before.learned(self.relations)}
            before.make_room(self.relations)
            rows: dict[str, int] = {}
            ordered = in_build_order(self.relations, reads)
            for position, relation in enumerate(ordered, start=1):
                self.progress(relation.name, position, len(ordered))
                engine = self._engines.get(relation.name, "")
                made_of = before.made_of(relation, reads[relation.name], engine)
                if mark := before.take(relation, made_of):
                    rows[relation.name] = mark.rows
                    continue
                before.give_way(relation)
                _make(connection, relation, given, self.settings, self.elsewhere if engine else None)
                rows[relation.name] = _checked(connection, relation)
                before.keep(relation, made_of, rows[relation.name])
            before.close()
            connection.execute("detach raw")
            connection.execute("checkpoint")
        return rows

    @cached_property
    def _engines(self) -> dict[str, str]:
        """Of the relations that are made elsewhere, by which engine."""
        return dict.fromkeys(self.elsewhere.names, self.elsewhere.engine) if self.elsewhere else {}

    @contextmanager
    def _opened(self, file: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, frozenset[str]]]]:
        """The file with the raw store beside it, and what each relation reads."""
        with _opened(file, self.raw_folder, self.settings.store.memory_limit) as connection:
            _attach_raw(connection, self.raw_folder / RAW_FILE)
            yield connection, {relation.name: reads_of(connection, relation) for relation in self.relations}


def _copied(earlier: Path | None, aside: Path) -> bool:
    """Let the new file begin as a copy of the earlier build, whose tables then need not be written again."""
    try:
        shutil.copyfile(str(earlier), aside)
    except OSError:  # a build that begins with nothing says better what is wrong with the disk
        aside.unlink(missing_ok=True)
        return False
    return True


@contextmanager
def _opened(aside: Path, raw_folder: Path, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The new file; what a full disk or a damaged raw store does to the build is told as such."""
    import duckdb

    connection = connect(aside, memory_limit=memory_limit)
    try:
        yield connection
    except (duckdb.Error, ToilError) as error:
        raise disk_trouble(error, raw_folder / RAW_FILE) or error from None
    finally:
        with suppress(duckdb.Error):  # the checkpoint at the end fails once more on a full disk
            connection.close()


def judged(connection: duckdb.DuckDBPyConnection, relation: Relation) -> tuple[int, list[str]]:
    """The rows of a relation, and what it does not keep of its header; all asked at once, for planning costs more.

    A table is stored in the order of its key (`_store`), so that a key that stands twice stands in rows that follow
    each other: seen in passing, while a group of each key would take the memory of all keys.
    """
    named = ", ".join(relation.grain) or "one row"
    repeats = " and ".join(f'"{column}" is not distinct from lag("{column}") over ()' for column in relation.grain)
    counts = {
        f"{{}} rows repeat a key (grain: {named})": (
            f"(select count(*) from (select lag(true, 1, false) over () and {repeats} as repeats"
            f' from "{relation.name}") where repeats)'
            if repeats
            else "abs(count(*) - 1)"
        )
    }
    for column in dict.fromkeys((*relation.grain, *relation.not_null)):
        counts[f"{{}} rows have no {column}"] = f'count(*) - count("{column}")'
    for check in relation.checks:
        counts["check fails: " + check.replace("{", "{{").replace("}", "}}")] = f"({check})"
    asked = f'select count(*), {", ".join(counts.values())} from "{relation.name}"'
    rows, *found = first_row(connection, asked) or (0,)
    return int(rows), [words.format(count) for words, count in zip(counts, found, strict=True) if count]


def _attach_raw(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Show the raw store's tables, but not its payloads, under their own names as views of this connection."""
    connection.execute(f"attach {quoted(file)} as raw (read_only)")
    names = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'raw' order by table_name"
    ).fetchall()
    for (name,) in names:
        if name != "payloads":
            connection.execute(f'create temp view "{name}" as select * from raw.main."{name}"')


def _make(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    given: Mapping[str, pd.DataFrame],
    settings: Settings,
    elsewhere: Elsewhere | None,
) -> None:
    import duckdb

    try:
        if isinstance(relation, SqlRelation):
            select = elsewhere.select(connection, relation) if elsewhere else relation.sql
            described = connection.execute(f"describe ({select}\n)").fetchall()
            _store(connection, relation, select, {row[0]: row[1] for row in described})
        elif isinstance(relation, PythonRelation):
            frame = (
                given[relation.name] if relation.compute is None else _computed(connection, relation, given, settings)
            )
            store_frame(connection, relation, frame)
    except duckdb.Error as error:
        raise ToilError(f"the relation {relation.name} cannot be made: {error}") from error


class _Frames(dict[str, "pd.DataFrame"]):
    """What a function reads, each read when it is asked for: what goes on with what was learned needs little of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: PythonRelation) -> None:
        super().__init__()
        self._connection, self._relation = connection, relation

    def __missing__(self, name: str) -> pd.DataFrame:
        relation = self._relation
        if name not in relation.reads:
            raise KeyError(name)
        columns = ", ".join(f'"{column}"' for column in relation.narrow.get(name, ())) or "*"
        frame = _plain(self._connection.execute(f'select {columns} from "{name}"{heard(relation, name)}').df())
        if name == JOURNAL and relation.hears:
            frame.attrs["hears"] = relation.hears
        return self.setdefault(name, frame)


def _computed(
    connection: duckdb.DuckDBPyConnection,
    relation: PythonRelation,
    given: Mapping[str, pd.DataFrame],
    settings: Settings,
) -> pd.DataFrame:
    if relation.compute is None:
        raise ToilError(f"the relation {relation.name} has no function")
    frames = _Frames(connection, relation)
    frames.update({name: given[name] for name in relation.remembers})
    return relation.compute(frames, settings)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Nullable integers as numbers with NaN, nullable booleans as objects with None.

    DuckDB 2.0 hands both over as pandas' extension types, whose NA is neither true nor false in any comparison.
    """
    for name, kind in frame.dtypes.items():
        if str(kind) == "boolean":
            values = frame[name]
            frame[name] = values.astype(object).where(values.notna(), None) if values.hasnans else values.astype(bool)
        elif str(kind).startswith(("Int", "UInt")):
            frame[name] = frame[name].astype("float64" if frame[name].hasnans else "int64")
    return frame


def store_frame(connection: duckdb.DuckDBPyConnection, relation: PythonRelation, frame: pd.DataFrame) -> None:
    """Make a table of a frame; types are stated, never inferred: an all-null column would change its type by the build.

    Raises ToilError where a column of the relation is missing.
    """
    missing = [column for column in relation.columns if column not in frame.columns]
    if missing:
        raise ToilError(f"the function of {relation.name} leaves out: {', '.join(missing)}")
    connection.register("frame", frame)
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in relation.columns.items())
    try:
        _store(connection, relation, f"select {columns} from frame", relation.columns)
    finally:
        connection.unregister("frame")


def _store(connection: duckdb.DuckDBPyConnection, relation: Relation, select: str, types: Mapping[str, str]) -> None:
    """Make the table of a statement, whose columns have these types, in the order of its key."""
    columns = ", ".join(
        f'round(round("{name}", {_FINELY}), {DIGITS}) as "{name}"'
        if kind.upper() in ("DOUBLE", "FLOAT")
        else f'"{name}"'
        for name, kind in types.items()
    )
    order = ", ".join(f'"{column}"' for column in relation.grain) or "all"
    connection.execute(f'create table "{relation.name}" as select {columns} from ({select}\n) order by {order}')


def _checked(connection: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    rows, broken = judged(connection, relation)
    if broken:
        raise ToilError(f"the relation {relation.name} breaks its promise: {'; '.join(broken)}",
                        do="the last good build stays in place; please report this with the message")  # fmt: skip
    return rows
