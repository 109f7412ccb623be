"""Frames as the build hands them over, made by hand, and the way back through a real DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tests.memory import in_memory
from toil.recurrence import RELATIONS
from toil.relations import PythonRelation
from toil.settings import Settings

AS_OF = pd.Timestamp("2026-11-02")
SQL = Path(__file__).resolve().parents[2] / "toil" / "sql" / "model"
BY_NAME = {relation.name: relation for relation in RELATIONS}
ORDER = ("work_wordings", "grouping_fit", "wordings", "recurrence_ids", "recurring_work", "recurrence_members",
         "recurrence_keys", "recurrence_history", "measured_recurrences", "recurrences")  # fmt: skip


def work_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """`work` with these rows; what a row leaves out is unknown."""
    defaults = {"team": "team", "service": None, "is_planned": None, "is_deleted": False, "is_project_work": False}
    made = [
        {"work_id": f"w{number}", "created_at": AS_OF - pd.Timedelta(days=len(rows) - number), **defaults, **row}
        for number, row in enumerate(rows)
    ]
    return pd.DataFrame(made)


def titles(*texts: str | None) -> pd.DataFrame:
    """`work` with one piece of work for each title, a day apart."""
    return work_frame([{"title": text} for text in texts])


def events_frame(*events: tuple[str, str, str]) -> pd.DataFrame:
    """`journal_events` of (kind, subject, body), in this order."""
    rows = [(n, AS_OF, "somebody", kind, subject, body) for n, (kind, subject, body) in enumerate(events, 1)]
    return pd.DataFrame(rows, columns=["event_id", "written_at", "author", "kind", "subject", "body"])


def build_frames(work: pd.DataFrame, events: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """What the recurrence room reads, with each piece of work being one item."""
    return {
        "work": work,
        "work_components": pd.DataFrame({"item_id": "i" + work["work_id"], "work_id": work["work_id"]}),
        "teams": pd.DataFrame({"team": ["team"], "zone": ["Asia/Tokyo"]}),
        "journal_events": events_frame() if events is None else events,
        "build_info": pd.DataFrame({"as_of": [AS_OF]}),
    }


def stored(relation: PythonRelation, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame cast to the relation's types by DuckDB, its key and its non-null columns checked."""
    with in_memory() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in relation.columns.items())
        connection.execute(f"create temp table made as select {columns} from frame")
        key = ", ".join(relation.grain) or "1"
        doubled = connection.execute(f"select {key} from made group by all having count(*) > 1").fetchall()
        assert not doubled, f"{relation.name} has keys twice: {doubled[:3]}"
        for column in (*relation.grain, *relation.not_null):
            row = connection.execute(f'select count(*) from made where "{column}" is null').fetchone()
            assert row == (0,), f"{relation.name}.{column} is null"
        return connection.execute("select * from made").df()


NOTHING_KNOWN = {
    "known_fit": pd.DataFrame(columns=["fitted_at", "work_count", "recipe", "asked_event"]),
    "known_wordings": pd.DataFrame(columns=["key_id", "key", "leader", "recurrence_id", "title", "recipe"]),
    "known_ids": pd.DataFrame(columns=["recurrence_id", "key", "founded_at"]),
    "known_history": pd.DataFrame(columns=["happened_at", "event", "recurrence_id", "other_id", "work_count"]),
}


def grouped(
    work: pd.DataFrame,
    events: pd.DataFrame | None = None,
    known: Mapping[str, pd.DataFrame] = NOTHING_KNOWN,
    *,
    last: str = "recurrences",
) -> dict[str, pd.DataFrame]:
    """What the recurrence room says of this work, by relation, made in order up to `last` through a real DuckDB."""
    frames = build_frames(work, events) | dict(known)
    with in_memory() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        for name in ORDER[: ORDER.index(last) + 1]:
            if name in BY_NAME:
                compute = BY_NAME[name].compute
                assert compute is not None
                frames[name] = stored(BY_NAME[name], compute(frames, Settings()))
            else:
                query = (SQL / f"{name}.sql").read_text("utf-8")
                frames[name] = connection.execute(f"from ({query}) order by all").df()
            connection.register(name, frames[name])
    return frames


def known_from(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What a build that made these frames would leave to the next."""
    ids = frames["recurrence_ids"]
    living = ids.loc[ids["recurrence_id"] == ids["current_id"], ["decided", "recurrence_id"]]
    recipe = frames["grouping_fit"]["recipe"].iloc[0]
    told = frames["wordings"][["key_id", "key", "leader", "title", "decided"]].merge(living, on="decided", how="left")
    return {
        "known_fit": frames["grouping_fit"],
        "known_wordings": told.assign(recipe=recipe),
        "known_ids": frames["recurrence_ids"][["recurrence_id", "key", "founded_at"]],
        "known_history": frames["recurrence_history"],
    }
