"""The ranked list: what is on it, in which order, and what people's estimates change."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import pytest

from toil.candidates import RELATIONS
from toil.settings import CandidateSettings, Settings

AS_OF = pd.Timestamp("2026-11-02")
RELATION = RELATIONS[0]


def frames(*kinds: dict[str, Any], events: tuple[tuple[str, str, str], ...] = ()) -> dict[str, pd.DataFrame]:
    """What the room reads: each kind is a recurrence of twelve weeks with `count` finished pieces of `hours`."""
    kinds = tuple(
        {"count": 24, "hours": 1.0, "category": "REQ.access", "p": 0.9, "machine": None} | kind for kind in kinds
    )
    work = [
        {"work_id": f"{kind['id']}{n}", "recurrence_id": kind["id"], "similarity": 1.0, "category": kind["category"],
         "toil_probability": kind["p"], "is_machine_made": kind["machine"], "resolved_at": AS_OF,
         "hours": kind["hours"]}
        for kind in kinds for n in range(kind["count"])
    ]  # fmt: skip
    table = pd.DataFrame(work)
    effort = table[table["hours"] > 0]
    ids = [kind["id"] for kind in kinds]
    return {
        "build_info": pd.DataFrame({"as_of": [AS_OF]}),
        "recurrences": pd.DataFrame({
            "recurrence_id": ids, "name": ids, "first_seen_at": AS_OF - pd.Timedelta(weeks=30), "team": "team",
            "per_week": [kind["count"] / 12 * kind.get("now", 1) for kind in kinds], "dispersion": 1.5}),
        "recurring_work": table[["work_id", "recurrence_id", "similarity"]],
        "recurrence_keys": pd.DataFrame({"key_id": ids, "recurrence_id": ids}),
        "work": table[["work_id", "is_machine_made", "resolved_at"]],
        "classifications": table[["work_id", "category", "toil_probability"]],
        "categories": pd.DataFrame({"category": ["REQ.access"], "remedy": [["self_service", "automate"]]}),
        "effort": pd.DataFrame({"work_id": effort["work_id"], "engaged_seconds": effort["hours"] * 3600}),
        "journal_events": pd.DataFrame(
            [(n, AS_OF, kind, subject, body) for n, (kind, subject, body) in enumerate(events, 1)],
            columns=["event_id", "written_at", "kind", "subject", "body"]),
    }  # fmt: skip


def candidates(given: dict[str, pd.DataFrame], settings: Settings | None = None) -> pd.DataFrame:
    """The relation as it is stored: cast by DuckDB, its non-null columns checked, in the order of rank."""
    assert RELATION.compute is not None
    assert RELATION.reads == set(given)
    frame = RELATION.compute(given, settings or Settings())
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in RELATION.columns.items())
        found = connection.execute(f"select {columns} from frame order by rank").df()
    assert not found[[*RELATION.grain, *RELATION.not_null]].isna().any().any()
    return found.set_index("recurrence_id")


def test_more_work_ranks_higher() -> None:
    """Of recurrences alike in all else, the more frequent and the longer ones come first."""
    found = candidates(frames({"id": "r-a"}, {"id": "r-b", "count": 60}, {"id": "r-c", "hours": 0.2}))
    assert found["rank"].to_dict() == {"r-b": 1, "r-a": 2, "r-c": 3}
    assert found.at["r-a", "hours_per_year"] == pytest.approx(2 * 365.25 / 7)
    assert (found["low_hours_per_year"] <= found["hours_per_year"]).all()


def test_what_is_no_toil_or_no_longer_comes_is_no_candidate() -> None:
    """Engineering is not to be automated away, and what stopped has nothing left to save."""
    found = candidates(
        frames({"id": "r-a"}, {"id": "r-eng", "p": 0.0}, {"id": "r-old", "now": 0}, {"id": "r-half", "p": 0.5})
    )
    assert set(found.index) == {"r-a", "r-half"}


def test_an_estimate_replaces_the_default() -> None:
    """The latest building hours that a person estimated count, and the evidence says whose they are."""
    estimates = (("estimate", "r-a", '{"build_hours": 500}'), ("estimate", "r-a", '{"build_hours": 8}'),
                 ("estimate", "r-a", '{"build_hours": "many"}'))  # fmt: skip
    row = candidates(frames({"id": "r-a"}, events=estimates)).loc["r-a"]
    assert (row["build_hours"], row["estimated_by"]) == (8, "person")
    assert "a person's estimate" in row["evidence"]
    assert row["payback_weeks"] < candidates(frames({"id": "r-a"})).loc["r-a"]["payback_weeks"]


def test_alerts_that_need_nobody_are_tuned_away() -> None:
    """Machine-made work on which nobody spends time is noise: the alert is tuned, and nothing is ever paid back."""
    row = candidates(frames({"id": "r-a", "machine": True, "hours": 0.0})).loc["r-a"]
    assert row["remedy"] == "tune_alert"
    assert row["hours_per_year"] == 0
    assert pd.isna(row["payback_weeks"])


def test_an_hours_cost_gives_money() -> None:
    """With the price of an hour stated, a year of the work has a cost; without, it is 0."""
    priced = Settings(candidates=CandidateSettings(hourly_cost=50))
    row = candidates(frames({"id": "r-a"}), priced).loc["r-a"]
    assert row["cost_per_year"] == pytest.approx(50 * row["hours_per_year"])


def test_without_recurrences_there_are_no_candidates() -> None:
    """An empty store gives an empty list."""
    empty = {
        name: frame.iloc[:0] if name not in ("build_info", "categories") else frame
        for name, frame in frames({"id": "r-a"}).items()
    }
    assert candidates(empty).empty
