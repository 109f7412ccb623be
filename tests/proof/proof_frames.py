"""Weeks, cases and frames that the tests of the proof share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from tests.memory import in_memory
from toil.proof import RELATIONS
from toil.proof.regression import Weeks
from toil.proof.verdict import Case
from toil.recurrence.words import key_id, title_key
from toil.settings import Settings

FIRST = pd.Timestamp("2026-05-04")
SHIPPED = 20
TITLE = "Grant access to Grafana"
ID = key_id(title_key(TITLE))


def weeks_of(before: Sequence[float], after: Sequence[float], gap: int = 5) -> Weeks:
    """Full weeks; `gap` weeks (selection and transition) lie between the last before and the first after."""
    numbers = [*range(-len(before) - gap + 1, -gap + 1), *range(1, len(after) + 1)]
    return Weeks([*before, *after], [float(n) for n in numbers], [1.0] * len(numbers), len(before))


def case_of(
    before: Sequence[float], after: Sequence[float], *siblings: tuple[Sequence[float], Sequence[float]]
) -> Case:
    """A case with siblings given as their weeks before and after."""
    return Case(weeks_of(before, after), [weeks_of(*one) for one in siblings])


def shipped(**body: Any) -> dict[str, Any]:
    """An automation that shipped on the Wednesday of week 20."""
    day = str((FIRST + pd.Timedelta(weeks=SHIPPED, days=2)).date())
    return {"shipped_on": day, "promised_hours_per_week": 3.0} | body


def frames(
    counts: Sequence[int],
    *bodies: dict[str, Any],
    hours: float | None = 0.5,
    others: dict[str, Sequence[int]] | None = None,
) -> dict[str, pd.DataFrame]:
    """One recurrence with these weekly counts (Mondays from FIRST), others beside it, and automations a0, a1 …"""
    starts = [FIRST + pd.Timedelta(weeks=n) for n in range(len(counts))]
    labels = [start.strftime("%G-W%V") for start in starts]
    rows = [
        (f"{one}-{week}-{n}", one, "team", labels[week], starts[week] + pd.Timedelta(hours=5 * n), hours, True)
        for one, numbers in {ID: counts, **(others or {})}.items()
        for week, count in enumerate(numbers)
        for n in range(count)
    ]
    events = [
        (n, FIRST + pd.Timedelta(weeks=SHIPPED), "automation", f"a{n}", json.dumps(body))
        for n, body in enumerate(bodies)
    ]
    recurrences = [ID, *(others or {})]
    columns = ["work_id", "recurrence_id", "team", "week", "created_at", "hours", "is_workday"]
    return {
        "journal_events": pd.DataFrame(events, columns=["event_id", "written_at", "kind", "subject", "body"]),
        "recurrence_keys": pd.DataFrame({"key_id": [ID, "r-old"], "recurrence_id": [ID, ID]}),
        "recurrences": pd.DataFrame({"recurrence_id": recurrences, "team": "team"}),
        "proof_occurrences": pd.DataFrame(rows, columns=columns).astype({"hours": float, "is_workday": bool}),
        "proof_weeks": pd.DataFrame({"team": "team", "week": labels, "week_starts_on": starts, "worked_share": 1.0,
                                     "week_starts_at": starts,
                                     "week_ends_at": [start + pd.Timedelta(weeks=1) for start in starts]}),
        "build_info": pd.DataFrame({"as_of": [FIRST + pd.Timedelta(weeks=len(counts), hours=3)]}),
    }  # fmt: skip


def relation(name: str, given: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A relation of the room as it is stored; its grain, what is not null and its checks hold."""
    of = next(one for one in RELATIONS if one.name == name)
    assert of.compute is not None
    assert of.reads <= set(given)
    frame = of.compute(given, Settings())
    with in_memory() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in of.columns.items())
        connection.execute(f"create temp table {name} as select {columns} from frame")
        found = connection.execute(f"select * from {name} order by all").df()
        for check in of.checks:
            assert connection.execute(check).fetchone() == (0,)
    assert not found[[*of.grain, *of.not_null]].isna().any().any()
    assert not found.duplicated(list(of.grain)).any()
    return found


def outcomes(given: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """`automation_outcomes` by automation."""
    return relation("automation_outcomes", given).set_index("automation_id")
