"""A small real build: hand-made staged rows in a raw store, through the SQL of the house, to a database to query."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.memory import in_memory
from toil import budgets, effort, inputs, links
from toil.relations import PythonRelation, Relation, reads_of, sql_relations
from toil.settings import Settings
from toil.store.builder import build_relations
from toil.store.raw import RawStore

AS_OF = "2026-11-20 12:00:00"
ANN, BOB = "jira:s:ann", "jira:s:bob"
IN, OUT = ("todo", "in_progress"), ("in_progress", "done")
LEARNT: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "recurrence_members": (
        ("item_id",),
        {"item_id": "varchar", "recurrence_id": "varchar", "similarity": "double"},
    ),
    "recurrences": (
        ("recurrence_id",),
        {"recurrence_id": "varchar", "name": "varchar", "team": "varchar", "cadence": "varchar"},
    ),
    "recurring_work": (
        ("work_id",),
        {"work_id": "varchar", "recurrence_id": "varchar", "similarity": "double", "key_id": "varchar"},
    ),
    "classifications": (
        ("work_id",),
        {"work_id": "varchar", "category": "varchar", "toil_probability": "double", "confidence": "double",
         "decided_by": "varchar", "evidence": "varchar"},
    ),
    "categories": (
        ("category",),
        {"category": "varchar", "parent": "varchar", "toil_probability": "double", "default_minutes": "double"},
    ),
}  # fmt: skip
TAXONOMY = [
    {"category": "REQ", "parent": None, "toil_probability": 0.7, "default_minutes": 60},
    {"category": "INT.noise", "parent": "INT", "toil_probability": 1.0, "default_minutes": 5},
    {"category": "UNK", "parent": None, "toil_probability": 0.5, "default_minutes": 30},
]

GIVEN = (*inputs.RELATIONS, *links.RELATIONS, *effort.RELATIONS, *budgets.RELATIONS)


@dataclass
class World:
    """Staged rows by table, frames that learning would write, settings, and what people said (kind, subject, body)."""

    folder: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    learnt: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    as_of: str = AS_OF

    def add(self, table: str, **row: Any) -> None:
        """One row of a staged or raw table; owner_key follows the item or person."""
        if table.startswith("staged_"):
            row.setdefault("owner_key", row.get("item_id") or row.get("person_id") or "")
        self.rows.setdefault(table, []).append(row)

    def item(self, item_id: str, **row: Any) -> str:
        """An item, by default a finished issue of the site `jira:s` that a person opened; its id."""
        source, site, number = item_id.split(":")
        key = f"OPS-{number}" if source == "jira" else f"#{number}"
        row = {"source": source, "site": site, "item_key": key, "status": "done",
               "title": item_id, "created_at": "2026-11-09 00:00", "project": "OPS", "is_machine_made": False,
               **row}  # fmt: skip
        self.add("staged_items", item_id=item_id, **row)
        return item_id

    def person(self, person_id: str, **row: Any) -> str:
        """A person, by default in UTC; the id."""
        self.add("staged_people", person_id=person_id, **{"time_zone": "UTC", "is_human": True, **row})
        return person_id

    def moves(self, item_id: str, *moves: tuple[str, str, str, str]) -> None:
        """Changes of an item: (when, 'status' or 'assignee', from, to), in order."""
        for ordinal, (when, what, before, after) in enumerate(moves):
            self.add("staged_changes", item_id=item_id, changed_at=when, ordinal=ordinal, field=what,
                     from_value=before or None, to_value=after or None)  # fmt: skip

    def statuses(self, site: str = "s", source: str = "jira") -> None:
        """Four statuses, of one id and name for each of ours."""
        for status in ("todo", "in_progress", "done", "cancelled"):
            self.add("staged_statuses", source=source, site=site, status_id=status, name=status, status=status,
                     owner_key=f"{source}:{site}:")  # fmt: skip

    def classify(
        self, work_id: str, category: str, probability: float | None = None, *, confidence: float = 1.0
    ) -> None:
        """What the classifier would say of a piece of work."""
        self.learnt.setdefault("classifications", []).append(
            {"work_id": work_id, "category": category, "toil_probability": probability, "confidence": confidence}
        )

    def build(self, *, relations: Sequence[Relation] | None = None) -> Built:
        """The build of these rows; each relation is made, checks included, when a query first reads it."""
        with RawStore.open(self.folder) as store:
            for table, rows in self.rows.items():
                _insert(store.connection, table, rows)
        file = self.folder / "built.duckdb"
        file.unlink(missing_ok=True)
        given = {
            "build_info": pd.DataFrame(
                [{"build_id": "b", "as_of": datetime.fromisoformat(self.as_of), "toil_version": "0",
                  "taxonomy_version": "0"}]
            ),
            "journal_events": pd.DataFrame(
                [(number, datetime.fromisoformat(self.as_of), body.get("by", "ann"), kind, subject, json.dumps(body))
                 for number, (kind, subject, body) in enumerate(self.said, start=1)],
                columns=["event_id", "written_at", "author", "kind", "subject", "body"],
            ),
        }  # fmt: skip
        written = [relation for relation in sql_relations() if relation.name not in LEARNT]
        chosen = relations or [*GIVEN, *self.learnt_relations(), *written]
        return Built(file, self.folder, chosen, given, Settings.model_validate(self.settings))

    def learnt_relations(self) -> list[PythonRelation]:
        """Relations that stand in the place of learning, with the rows written by hand; teams have one taxonomy."""
        columns = LEARNT["categories"][1]
        of_teams = PythonRelation(
            "team_categories", "Written by hand.", ("team", "category"), columns={"team": "varchar", **columns},
            reads=frozenset({"teams", "categories"}),
            compute=lambda frames, _: frames["teams"][["team"]].merge(frames["categories"], how="cross"),
        )  # fmt: skip
        return [
            of_teams,
            *(
                PythonRelation(name, "Written by hand.", grain, columns=columns, compute=self._compute(name, columns))
                for name, (grain, columns) in LEARNT.items()
            ),
        ]

    def _compute(self, name: str, columns: Mapping[str, str]) -> Callable[..., pd.DataFrame]:
        rows = self.learnt.get(name, TAXONOMY if name == "categories" else [])
        return lambda frames, settings: pd.DataFrame(rows, columns=list(columns))


class Built:
    """A published store that makes a relation when a query first names it, with all that it reads: tests stay quick."""

    def __init__(
        self, file: Path, raw: Path, relations: Sequence[Relation], given: Mapping[str, pd.DataFrame],
        settings: Settings,
    ) -> None:  # fmt: skip
        self._file, self._raw, self._given, self._settings = file, raw, given, settings
        self._left = {relation.name: relation for relation in relations}
        self._connection: duckdb.DuckDBPyConnection | None = None

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        """The query's result."""
        missing = needed([name for name in re.findall(r"\w+", sql) if name in self._left], list(self._left.values()))
        if missing or self._connection is None:
            self.close()
            build_relations(self._file, self._raw, missing, self._given, self._settings, lambda *_: None)
            for relation in missing:
                del self._left[relation.name]
            self._connection = duckdb.connect(str(self._file), read_only=True)
        return self._connection.execute(sql)

    def close(self) -> None:
        """Give the file up; the next query opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Built:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def needed(targets: Sequence[str], relations: Sequence[Relation]) -> list[Relation]:
    """The targets and everything that they read, so that other rooms' relations stay out of these tests."""
    by_name = {relation.name: relation for relation in relations}
    chosen: dict[str, Relation] = {}
    waiting = list(targets)
    with in_memory() as connection:
        while waiting:
            name = waiting.pop()
            if name in chosen or name not in by_name:
                continue
            chosen[name] = by_name[name]
            waiting += reads_of(connection, by_name[name])
    return list(chosen.values())


def rows(connection: Built | duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query, dates and times as text so that expectations read as they stand."""
    return [tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in connection.execute(sql).fetchall()]


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        marks = ", ".join("?" for _ in row)
        values = [json.dumps(v) if isinstance(v, dict) else v for v in row.values()]
        connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", values)
