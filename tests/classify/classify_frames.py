"""Frames for the classifying room, made by hand, and the way through its relations with a real DuckDB between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from recurrence_frames import NOTHING_KNOWN, grouped

from tests.memory import in_memory
from toil.classify import RELATIONS as CLASSIFY
from toil.relations import PythonRelation
from toil.settings import Settings

START = pd.Timestamp("2026-06-01")
SCHEMA = """
    work_id varchar, title varchar, item_type varchar, labels varchar[], service varchar, project varchar, team varchar,
    is_machine_made boolean, is_planned boolean, is_project_work boolean, recurs boolean, is_deleted boolean,
    created_at timestamp, resolved_at timestamp, urgency varchar, requester_team varchar, cadence varchar
"""


def work_frame(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """`work` as DuckDB hands it over: nullable flags and lists are what the build sees.

    `recurs`, which the rules read, is beside; the build takes it from `recurring_work`.
    """
    with in_memory() as connection:
        connection.execute(f"create temp table work ({SCHEMA})")
        for number, row in enumerate(rows):
            values = {"work_id": f"w{number:04}", "created_at": START + pd.Timedelta(hours=number), "team": "team",
                      "is_deleted": False, "is_project_work": False, "recurs": False} | row  # fmt: skip
            names, marks = ", ".join(values), ", ".join("?" for _ in values)
            connection.execute(f"insert into work ({names}) values ({marks})", list(values.values()))
        return connection.execute("select * from work order by work_id").df()


def events_frame(*events: tuple[str, str, str]) -> pd.DataFrame:
    """`journal_events` of (kind, subject, body), in this order."""
    rows = [(n, START, "somebody", kind, subject, body) for n, (kind, subject, body) in enumerate(events, 1)]
    return pd.DataFrame(rows, columns=["event_id", "written_at", "author", "kind", "subject", "body"])


NO_CIRCUMSTANCES = pd.DataFrame({name: pd.Series([], dtype=str) for name in ("work_id", "requester_team", "cadence")})


def built(
    work: pd.DataFrame,
    *events: tuple[str, str, str],
    settings: Settings | None = None,
    untouched: Sequence[str] = (),
    circumstances: pd.DataFrame = NO_CIRCUMSTANCES,
) -> dict[str, pd.DataFrame]:
    """All relations of the two learning rooms, except traits; each is cast by DuckDB as the build does.

    An hour of effort stands on each piece of work; `untouched` are the work_ids on which nobody acted.
    """
    newest = START if work.empty else work["created_at"].max()
    given = {"build_info": pd.DataFrame({"as_of": [newest + pd.Timedelta(days=1)]})}
    frames = {
        **grouped(work, events_frame(*events), NOTHING_KNOWN | given),
        "untouched_work": pd.DataFrame({"work_id": list(untouched)}, dtype=str),
        "work_circumstances": circumstances,
        "effort": work[["work_id"]].assign(engaged_seconds=3600),
        "teams": pd.DataFrame({"team": sorted({*work["team"], "team"})}),
    }
    for relation in CLASSIFY:
        if relation.name != "traits":
            frames[relation.name] = stored(relation, frames, settings or Settings())
    return frames


def stored(relation: PythonRelation, frames: dict[str, pd.DataFrame], settings: Settings) -> pd.DataFrame:
    """One relation computed from what it says it reads, with its types; no earlier build had learned anything."""
    assert relation.compute is not None
    nothing: dict[str, pd.DataFrame] = dict.fromkeys(relation.remembers, pd.DataFrame())
    frame = relation.compute(nothing | {name: frames[name] for name in relation.reads}, settings)
    with in_memory() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in relation.columns.items())
        return connection.execute(f"select {columns} from frame").df()
