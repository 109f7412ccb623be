"""Reading the newest build: one connection a build, a cursor a query, results cached by the build's id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from toil.store.published import Published, current_build

_Teams = tuple[str, ...] | None


@dataclass(frozen=True)
class Reader:
    """One build of a store; a rerun after a new build gets another Reader. `teams`: those it tells of; None: all."""

    file: str
    build_id: str
    as_of: pd.Timestamp
    teams: tuple[str, ...] | None = None

    def read(self, relation: str, *, needed: Sequence[str] = (), **equals: Any) -> pd.DataFrame:
        """The rows of a relation whose columns equal the given values (a list: any of them).

        Raises UsageError where there is no such relation or column, or none of those that are `needed` besides. The
        caller gets a copy of its own.
        """
        wanted = tuple((name, _hashable(value)) for name, value in sorted(equals.items()))
        return _rows(self.file, self.build_id, self.teams, relation, tuple(needed), wanted).copy()

    def totals(
        self, relation: str, *, by: Sequence[str], of: Sequence[str], named: Sequence[str] = (),
        most: int | None = None, **equals: Any,
    ) -> pd.DataFrame:  # fmt: skip
        """The sums of some columns for each value of others, largest first; see `Published.totals`."""
        wanted = tuple((name, _hashable(value)) for name, value in sorted(equals.items()))
        found = _totals(
            self.file, self.build_id, self.teams, relation, tuple(by), tuple(of), tuple(named), most, wanted
        )
        return found.copy()

    def largest(
        self, relation: str, *, of: Sequence[str], by: Sequence[str], most: int | None = None, **equals: Any
    ) -> pd.DataFrame:
        """The rows that are largest in some columns; see `Published.largest`."""
        wanted = tuple((name, _hashable(value)) for name, value in sorted(equals.items()))
        return _largest(self.file, self.build_id, self.teams, relation, tuple(of), tuple(by), most, wanted).copy()

    def values(self, relation: str, column: str, **equals: Any) -> set[str]:
        """The values of a column, each once, in the rows that `read` gives."""
        return set(self.totals(relation, by=[column], of=[], **equals)[column].dropna().astype(str))

    def count(self, relation: str, column: str, **equals: Any) -> int:
        """How many values a column has in the rows that `read` gives."""
        wanted = tuple((name, _hashable(value)) for name, value in sorted(equals.items()))
        return _count(self.file, self.build_id, self.teams, relation, column, wanted)

    def columns(self) -> dict[str, list[str]]:
        """The columns of every relation of the build."""
        return _published(self.file).relations()

    def sizes(self) -> dict[str, int]:
        """How many rows every relation of the build holds."""
        return _sizes(self.file, self.build_id)


def open_reader(folder: Path) -> Reader:
    """The newest build of a folder; raises StoreMissing where there is none, ToilError where it is unreadable."""
    return _reader(str(current_build(folder)))


@lru_cache(maxsize=8)
def teams_at_work(reader: Reader) -> tuple[str, ...]:
    """The teams that have weeks, in the order of the settings."""
    at_work = reader.values("toil_by_week", "team")
    return tuple(str(team) for team in reader.read("teams").sort_values("position")["team"] if team in at_work)


@lru_cache(maxsize=4)
def _reader(file: str) -> Reader:
    published = _published(file)
    info = published.read("build_info").iloc[0]
    return Reader(str(published.file), published.build_id, pd.Timestamp(info["as_of"]))


@lru_cache(maxsize=4)
def _published(file: str) -> Published:
    """A build's file never changes once it is published, so its connection may be kept, and all that is read of it."""
    return Published(Path(file))


def _readable(file: str, teams: _Teams) -> Published:
    published = _published(file)
    return published if teams is None else published.for_teams(teams)


# Frames are kept as they are, and copied for each caller. Streamlit would unpickle those of `cache_data` at each call,
# and both of its caches read a function's signature for each argument of each call: longer than to copy.
@lru_cache(maxsize=256)
def _rows(
    file: str, build_id: str, teams: _Teams, relation: str, needed: tuple[str, ...], equals: tuple[tuple[str, Any], ...]
) -> pd.DataFrame:
    return _readable(file, teams).read(relation, needed=needed, **dict(equals))


@lru_cache(maxsize=256)
def _totals(
    file: str, build_id: str, teams: _Teams, relation: str, by: tuple[str, ...], of: tuple[str, ...],
    named: tuple[str, ...], most: int | None, equals: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:  # fmt: skip
    return _readable(file, teams).totals(relation, by=by, of=of, named=named, most=most, **dict(equals))


@lru_cache(maxsize=256)
def _largest(
    file: str, build_id: str, teams: _Teams, relation: str, of: tuple[str, ...], by: tuple[str, ...],
    most: int | None, equals: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:  # fmt: skip
    return _readable(file, teams).largest(relation, of=of, by=by, most=most, **dict(equals))


@lru_cache(maxsize=256)
def _count(
    file: str, build_id: str, teams: _Teams, relation: str, column: str, equals: tuple[tuple[str, Any], ...]
) -> int:
    return _readable(file, teams).count(relation, column, **dict(equals))


@lru_cache(maxsize=4)
def _sizes(file: str, build_id: str) -> dict[str, int]:
    cursor = _published(file).cursor()
    rows = cursor.execute("select table_name, estimated_size from duckdb_tables() where not internal").fetchall()
    return {str(name): int(size) for name, size in rows}


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, (list, set)) else value
