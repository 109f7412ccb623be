"""What a relation is: a named table of the published store, made by a SQL file or by a pure Python function."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from toil.errors import ToilError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from toil.settings import Settings

    Frames = Mapping[str, pd.DataFrame]
    Compute = Callable[[Frames, Settings], pd.DataFrame]

ROOMS = (
    "toil.inputs",
    "toil.links",
    "toil.recurrence",
    "toil.classify",
    "toil.effort",
    "toil.candidates",
    "toil.proof",
    "toil.budgets",
)
SQL_FOLDERS = ("model", "metrics")

_HEADER = re.compile(r"^--\s*(grain|not null|check|public):\s*(.+)$")


@dataclass(frozen=True)
class Relation:
    """What every relation promises: its meaning, its key, its non-null columns and its checks."""

    name: str
    meaning: str
    grain: tuple[str, ...]
    not_null: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    public: bool = False
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SqlRelation(Relation):
    """A relation made by one `select` in a file of its own."""

    sql: str = ""
    folder: str = ""


@dataclass(frozen=True)
class PythonRelation(Relation):
    """A relation made by a pure function of other relations; `columns` maps names to DuckDB types.

    `narrow` names, of relations that are read, the columns that are; a wide frame of a million rows takes a gigabyte.
    `hears` names the kinds of events of the journal that are read, so that others change nothing; none: all.
    `remembers` names frames that the build hands in beside them: what earlier builds left, which is not stored again.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    narrow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hears: frozenset[str] = frozenset()
    remembers: frozenset[str] = frozenset()
    compute: Compute | None = None


def parse_sql_relation(name: str, text: str, folder: str = "") -> SqlRelation:
    """The relation that a SQL file describes; raises ToilError where its header is incomplete."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("-- ") or _HEADER.match(lines[0]):
        raise ToilError(f"{name}.sql does not open with one line of meaning", do="start it with `-- What a row is.`")
    values: dict[str, list[str]] = {}
    for line in lines[1:]:
        if not line.startswith("--"):
            break
        if match := _HEADER.match(line):
            values.setdefault(match[1], []).append(match[2].strip())
    if "grain" not in values:
        raise ToilError(f"{name}.sql does not state its grain", do="add a line `-- grain: column, column`")
    grain = values["grain"][0]
    return SqlRelation(
        name=name,
        meaning=lines[0].removeprefix("-- ").strip(),
        grain=() if grain == "(one row)" else _split(grain),
        not_null=_split(", ".join(values.get("not null", []))),
        checks=tuple(values.get("check", [])),
        public=values.get("public", ["no"])[0] == "yes",
        sql=text,
        folder=folder,
    )


def sql_relations(folder: Traversable | None = None) -> list[SqlRelation]:
    """Every relation in `toil/sql`, by file name."""
    base = folder or files("toil.sql")
    found = []
    for name in SQL_FOLDERS:
        for file in sorted(base.joinpath(name).iterdir(), key=lambda f: f.name):
            if file.name.endswith(".sql"):
                found.append(parse_sql_relation(file.name.removesuffix(".sql"), file.read_text("utf-8"), name))
    return found


def python_relations() -> list[PythonRelation]:
    """Every relation that a room declares in its `RELATIONS`."""
    return [relation for room in ROOMS for relation in getattr(import_module(room), "RELATIONS", ())]


def all_relations() -> list[Relation]:
    """Every relation of the published store, unordered; raises ToilError where two share a name."""
    found: list[Relation] = [*python_relations(), *sql_relations()]
    names = [relation.name for relation in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ToilError(f"two relations share a name: {', '.join(twice)}")
    return found


_TABLES_READ: dict[str, frozenset[str]] = {}  # parsing a hundred relations takes half a second; a text stays the same


def tables_read(connection: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    """The names of the tables that a `select` reads, without binding it (its CTEs are among them)."""
    if sql not in _TABLES_READ:
        _TABLES_READ[sql] = _parsed_tables(connection, sql)
    return _TABLES_READ[sql]


def reads_of(connection: duckdb.DuckDBPyConnection, relation: Relation) -> frozenset[str]:
    """The names of what a relation needs: what makes it, and what its checks compare it with."""
    try:
        compared = [tables_read(connection, check) for check in relation.checks]
        made_of = tables_read(connection, relation.sql) if isinstance(relation, SqlRelation) else relation.reads
    except ToilError as error:
        place = f"{relation.folder}/{relation.name}.sql" if isinstance(relation, SqlRelation) else relation.name
        raise ToilError(error.what, where=place) from None
    return made_of.union(*compared) - {relation.name}


def _parsed_tables(connection: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    ((serialized,),) = connection.execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(serialized)
    if tree.get("error"):
        raise ToilError(f"SQL cannot be parsed: {tree.get('error_message', 'unknown cause')}")
    return frozenset(_table_names(tree))


def in_build_order(relations: Iterable[Relation], reads: Mapping[str, frozenset[str]]) -> list[Relation]:
    """The relations so that each follows those it reads; raises ToilError on a circle."""
    by_name = {relation.name: relation for relation in relations}
    graph = {name: sorted(reads[name] & by_name.keys() - {name}) for name in sorted(by_name)}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ToilError(f"relations read each other in a circle: {' → '.join(error.args[1])}") from error


def _table_names(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE":
            yield node["table_name"]
        for value in node.values():
            yield from _table_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _table_names(value)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
