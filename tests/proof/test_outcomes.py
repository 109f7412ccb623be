"""What became of registered automations, from the journal and the weeks of the recurrence's team."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pandas as pd
import pytest

from toil.proof import RELATIONS
from toil.recurrence.words import key_id, title_key
from toil.settings import Settings

RELATION = RELATIONS[0]
FIRST = pd.Timestamp("2026-05-04")
SHIPPED = 20
TITLE = "Grant access to Grafana"
ID = key_id(title_key(TITLE))


def frames(counts: list[int], *bodies: dict[str, Any], hours: float = 0.5) -> dict[str, pd.DataFrame]:
    """One recurrence with these weekly counts (Mondays from FIRST), and automations called a0, a1 …"""
    starts = [FIRST + pd.Timedelta(weeks=n) for n in range(len(counts))]
    works = [
        (f"w{week}-{n}", starts[week] + pd.Timedelta(hours=5 * n))
        for week, count in enumerate(counts)
        for n in range(count)
    ]
    ids, created = [work_id for work_id, _ in works], [at for _, at in works]
    events = [
        (n, FIRST + pd.Timedelta(weeks=SHIPPED), "automation", f"a{n}", json.dumps(body))
        for n, body in enumerate(bodies)
    ]
    return {
        "journal_events": pd.DataFrame(events, columns=["event_id", "written_at", "kind", "subject", "body"]),
        "recurrence_keys": pd.DataFrame({"key_id": [ID, "r-old"], "recurrence_id": [ID, ID]}),
        "recurrences": pd.DataFrame({"recurrence_id": [ID], "team": ["team"]}),
        "recurring_work": pd.DataFrame({"work_id": ids, "recurrence_id": ID}),
        "work": pd.DataFrame({"work_id": ids, "created_at": created}),
        "effort": pd.DataFrame({"work_id": ids, "engaged_seconds": hours * 3600}),
        "team_weeks": pd.DataFrame({"team": "team", "week_starts_at": starts, "is_complete": True,
                                    "week_ends_at": [start + pd.Timedelta(weeks=1) for start in starts]}),
    }  # fmt: skip


def outcomes(given: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The relation as it is stored, by automation."""
    assert RELATION.compute is not None
    assert RELATION.reads == set(given)
    frame = RELATION.compute(given, Settings())
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in RELATION.columns.items())
        found = connection.execute(f"select {columns} from frame order by automation_id").df()
    assert not found[[*RELATION.grain, *RELATION.not_null]].isna().any().any()
    return found.set_index("automation_id")


def shipped(**body: Any) -> dict[str, Any]:
    """An automation that shipped on the Wednesday of week 20."""
    return {
        "shipped_on": str((FIRST + pd.Timedelta(weeks=SHIPPED, days=2)).date()),
        "promised_hours_per_week": 3.0,
    } | body


FELL = [10, 9, 11, 10] * 4 + [25, 25, 25, 25] + [14] + [4, 5, 3, 4, 4, 5, 3, 4]


def test_a_fall_is_proven_against_the_weeks_before_it_was_picked() -> None:
    """The four worst weeks, for which it was picked, and the week of shipping belong to neither side."""
    row = outcomes(frames(FELL, shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "proven"
    assert row["baseline_weeks"] == 16
    assert row["after_weeks"] == 8
    assert row["hours_before_per_week"] == pytest.approx(5.0)
    assert row["low"] < row["measured_hours_per_week"] < row["high"]
    assert row["measured_hours_per_week"] == pytest.approx(3.0, abs=0.2)


def test_regression_to_the_mean_is_no_effect() -> None:
    """Work that was picked in its worst weeks and fell back to where it had been saved nothing."""
    back = [10, 9, 11, 10] * 4 + [25, 25, 25, 25] + [14] + [10, 11, 9, 10, 10, 11, 9, 10]
    row = outcomes(frames(back, shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "no_effect"
    assert row["low"] < 0 < row["high"]


@pytest.mark.parametrize(
    "body",
    [{"recurrence_id": ID}, {"recurrence_id": "r-old"}, {"recurrence_title": "GRANT access to  'Grafana' Grafana"}],
)
def test_a_recurrence_is_found_by_any_of_its_names(body: dict[str, str]) -> None:
    """By its id, by an id it had before a merge, or by a title that means the same."""
    assert outcomes(frames(FELL, shipped(**body))).at["a0", "recurrence_id"] == ID


def test_an_automation_of_unknown_work_waits() -> None:
    """Where the recurrence cannot be found the outcome says so and does not vanish."""
    row = outcomes(frames(FELL, shipped(recurrence_title="Feed the zebra"))).loc["a0"]
    assert row["verdict"] == "too_early"
    assert pd.isna(row["recurrence_id"])
    assert "name it again" in row["evidence"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-45", 7, [], {}, True, "nan"])
def test_a_shipping_date_that_cannot_be_leaves_the_others(day: Any) -> None:
    """An odd date in the journal takes away its own outcome only."""
    found = outcomes(frames([9] * 40, shipped(shipped_on=day), shipped()))
    assert "a1" in found.index


def test_without_a_shipping_date_there_is_no_outcome() -> None:
    """An automation that has not shipped, or whose date cannot be read, is no outcome yet."""
    assert outcomes(frames(FELL, shipped(shipped_on="soon"), {"recurrence_id": ID})).empty
    assert outcomes(frames(FELL)).empty


def test_it_is_too_early_right_after_shipping() -> None:
    """With one week after shipping there is no verdict, and the weeks still to wait are told."""
    row = outcomes(frames(FELL[:22], shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "too_early"
    assert row["weeks_to_verdict"] >= 3
