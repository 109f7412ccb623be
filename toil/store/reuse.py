"""Reuse: what a build need not make again, because its definition and all that it reads are as they were.

Each table of a published store bears a mark in its comment: `made_of`, a digest of the relation's definition and of
what it read, and `holds`, a digest of its rows. A relation that would be made of the same is taken over from the
earlier build; one that was made again and holds the same rows as before stops the change there.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from toil.relations import PythonRelation, Relation, SqlRelation
from toil.store.query import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    import duckdb
    import pandas as pd

JOURNAL = "journal_events"
LAST = "last_"
"""Before the name of a relation: its rows in the earlier build, as `remembers` names them."""
UNSEEN = "build_id"
"""The column that is in no digest: it names a build, and no relation is made of it (a test of the house)."""
_DEPENDED_ON = ("duckdb", "holidays", "numpy", "pandas", "scikit-learn", "scipy", "tzdata")
_IF_INSTALLED = ("sudachidict_small", "sudachipy")
"""Packages of an extra that read titles where they are installed."""
_SUFFIXES = (".py", ".sql", ".toml")


@dataclass(frozen=True)
class Mark:
    """What a table was made of, what it holds, how many rows, and by which code and settings it was made."""

    made_of: str
    holds: str
    rows: int
    made_by: str


class Damaged(Exception):
    """A table of the earlier build does not hold what its mark says."""


class Earlier:
    """The earlier build, attached to the connection of the one that is being made; nothing where there is none.

    Where `is_copy`, the new file began as a copy of the earlier build's, and its tables stay where they are. `said` is
    a digest of what functions see beside their frames: settings and the files that these name. `holds` are digests of
    tables of the raw store that were read before.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, file: Path | None, said: str, *, is_copy: bool = False,
        holds: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._connection, self._said, self._made_by = connection, said, _digest([code(), said])
        self._is_copy, self._holds = is_copy, {} if holds is None else dict(holds)
        self._marks = _marks(connection, None if is_copy else file) if file else {}

    def is_like(
        self, relations: Iterable[Relation], reads: Mapping[str, frozenset[str]], engines: Mapping[str, str]
    ) -> bool:
        """Whether all that is made of nothing but the raw store would be made of the same: then little is made anew.

        `engines` names, of relations that another engine makes, that engine.
        """
        made = {relation.name for relation in relations}
        first = [one for one in relations if isinstance(one, SqlRelation) and not reads[one.name] & made]
        return bool(first and self._marks) and all(
            one.name in self._marks
            and self._marks[one.name].made_of == self.made_of(one, reads[one.name], engines.get(one.name, ""))
            for one in first
        )

    @property
    def holds(self) -> dict[str, str]:
        """The digests of what was read until now, by name."""
        return dict(self._holds)

    def make_room(self, relations: Iterable[Relation]) -> None:
        """Remove from a copy what this build does not have."""
        for name in self._marks.keys() - {relation.name for relation in relations} if self._is_copy else ():
            self._connection.execute(f'drop table "{name}"')

    def give_way(self, relation: Relation) -> None:
        """Remove from a copy a table that is made anew."""
        if self._is_copy:
            self._connection.execute(f'drop table if exists "{relation.name}"')

    def made_of(self, relation: Relation, reads: frozenset[str], engine: str = "") -> str:
        """The digest of what a relation is made of, and by which other engine; empty where only making it can tell.

        `reads` are names of relations, of the raw store's tables, and of what a statement calls so within itself.
        """
        if isinstance(relation, PythonRelation) and (relation.remembers or not relation.reads):
            return ""
        definition = relation.sql if isinstance(relation, SqlRelation) else self._said
        read = {name: held for name in sorted(reads) if (held := self._held(name, heard(relation, name)))}
        return _digest([code(), relation.name, definition, read, engine])

    def take(self, relation: Relation, made_of: str) -> Mark | None:
        """Take the table over where it was made of the same; its mark, or None where it must be made."""
        import duckdb

        mark = self._marks.get(relation.name)
        if not made_of or mark is None or mark.made_of != made_of:
            return None
        if self._is_copy:
            self._verify(relation.name, mark)
            return mark
        try:
            self._connection.execute(f'create table "{relation.name}" as from earlier.main."{relation.name}"')
        except duckdb.Error:  # a damaged build is no reason to fail: the relation can be made
            return None
        self._write(relation.name, mark)
        return mark

    def keep(self, relation: Relation, made_of: str, rows: int) -> None:
        """Mark a table that was just made."""
        self._write(relation.name, Mark(made_of, _held_by(self._connection, relation.name), rows, self._made_by))

    def learned(self, relations: Iterable[Relation]) -> dict[str, pd.DataFrame]:
        """What the earlier build had learned, by the names under which relations remember it (`LAST`).

        Of a relation that other code or settings made, or that is damaged, no rows: it is learned anew.
        """
        learned = _learned(relations)
        return {f"{LAST}{name}": self._last(relation) for name, relation in learned.items()}

    def _last(self, relation: PythonRelation) -> pd.DataFrame:
        import duckdb
        import pandas as pd

        mark, place = self._marks.get(relation.name), "" if self._is_copy else "earlier.main."
        if mark is not None and mark.made_by == self._made_by:
            with suppress(duckdb.Error):
                return self._connection.execute(f'from {place}"{relation.name}"').df()
        return pd.DataFrame(columns=list(relation.columns))

    def _verify(self, name: str, mark: Mark) -> None:
        """Read a table that stays: what is damaged must not be handed on from build to build."""
        import duckdb

        try:
            held = _held_by(self._connection, name)
        except duckdb.Error as error:
            raise Damaged(name) from error
        if held != mark.holds:
            raise Damaged(name)
        self._holds[name] = held

    def close(self) -> None:
        """Let the earlier build go, so that the new one stands alone."""
        self._connection.execute("detach database if exists earlier")

    def _write(self, name: str, mark: Mark) -> None:
        self._holds[name] = mark.holds
        self._connection.execute(f"""comment on table "{name}" is '{json.dumps(asdict(mark))}'""")

    def _held(self, name: str, where: str) -> str:
        """What a relation holds, or a table of the raw store, which is read for this once; empty for other names."""
        if where:
            return _held_by(self._connection, name, where)
        if name not in self._holds:
            self._holds[name] = _held_by(self._connection, name) if name in self._views else ""
        return self._holds[name]

    @cached_property
    def _views(self) -> frozenset[str]:
        """The tables of the raw store: they are all shown before anything is made."""
        rows = self._connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        return frozenset(name for (name,) in rows)


def memory(connection: duckdb.DuckDBPyConnection, relations: Iterable[Relation]) -> str:
    """A digest of what was learned for the build of this connection, whether now or in an earlier one."""
    marks = _marks(connection, None)
    return _digest([marks[name].holds for name in _learned(relations)])


def _learned(relations: Iterable[Relation]) -> dict[str, PythonRelation]:
    """The relations that a later build remembers, by name."""
    python = {one.name: one for one in relations if isinstance(one, PythonRelation)}
    names = {name for one in python.values() for name in one.remembers if name.startswith(LAST)}
    return {name: python[name] for name in sorted(name.removeprefix(LAST) for name in names)}


def heard(relation: Relation, name: str) -> str:
    """The condition by which a relation reads the journal only of the kinds that it hears; empty for other tables."""
    if name != JOURNAL or not isinstance(relation, PythonRelation) or not relation.hears:
        return ""
    return f" where kind in ({', '.join(repr(kind) for kind in sorted(relation.hears))})"


@lru_cache(maxsize=1)
def code() -> str:
    """A digest of what makes relations beside their inputs: our own files, and the packages that calculate."""
    own = [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in _files(files("toil"))]
    extra = {name: _version_if_installed(name) for name in _IF_INSTALLED}
    return _digest([sys.version, own, extra | {name: version(name) for name in _DEPENDED_ON}])


def _version_if_installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _files(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _files(one)
        elif one.name.endswith(_SUFFIXES):
            yield one


def _marks(connection: duckdb.DuckDBPyConnection, file: Path | None) -> dict[str, Mark]:
    """The marks of the earlier build, in a file of its own or (None) of which this one is a copy.

    None where it cannot be read, or was made by a version that left none.
    """
    import duckdb

    database = "current_database()"
    try:
        if file is not None:
            connection.execute(f"attach {quoted(file)} as earlier (read_only)")
            database = "'earlier'"
        rows = connection.execute(
            f"select table_name, comment from duckdb_tables() where database_name = {database} and comment is not null"
        ).fetchall()
        return {name: Mark(**json.loads(comment)) for name, comment in rows}
    except (duckdb.Error, ValueError, TypeError):
        return {}


def _held_by(connection: duckdb.DuckDBPyConnection, name: str, where: str = "") -> str:
    """A digest of columns and rows, whatever their order: 64 bits a row, summed (DuckDB's `hash`)."""
    described = [(row[0], row[1]) for row in connection.execute(f'describe "{name}"').fetchall()]
    columns = ", ".join(["0", *(f'"{column}"' for column, _ in described if column != UNSEEN)])
    summed = connection.execute(
        f'select count(*), sum(cast(hash({columns}) as hugeint)) from "{name}"{where}'
    ).fetchall()
    return _digest([described, [str(value) for value in summed[0]]])


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:32]
