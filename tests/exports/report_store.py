"""A small published store with known figures, in a real DuckDB file: two teams, one of them too small to be shown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from tests.app.small_budget import budget_row, forecast_row, services
from tests.classified_work import beside_work, scored

WEEKS = tuple(f"2026-W{number:02}" for number in range(30, 42))
LAST = WEEKS[-2]  # the newest week is not over
TITLE = '<img src=x onerror=alert(1)> | =1+1 "quoted"'
JAPANESE = "証明書の更新（本番）🔥 𠮷野家"

_NAMES = pd.DataFrame(
    {"category": ["REQ.access", "INT.noise"], "name_en": ["Accounts", "Noise"], "name_ja": ["権限", "対応不要"]}
)


def make_store(folder: Path) -> Path:
    """Write `toil.duckdb` into the folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / "toil.duckdb")) as connection:
        for name, frame in _frames().items():
            connection.register("frame", frame)
            connection.execute(f'create table "{name}" as select * from frame')
            connection.unregister("frame")
    return folder


def _frames() -> dict[str, pd.DataFrame]:
    build = {
        "build_id": "b0123456789a",
        "as_of": pd.Timestamp("2026-10-09 06:00"),
        "toil_version": "0",
        "taxonomy_version": "1",
    }
    return _works() | {
        "build_info": pd.DataFrame([build]),
        "teams": pd.DataFrame({"team": ["sre", "tiny"], "position": [0, 1], "zone": ["Asia/Tokyo", "UTC"]}),
        "team_weeks": pd.DataFrame(
            [(team, week, week != WEEKS[-1]) for team in ("sre", "tiny") for week in WEEKS],
            columns=["team", "week", "is_complete"],
        ),
        "toil_by_week": pd.DataFrame([_week(team, place) for team in ("sre", "tiny") for place in range(len(WEEKS))]),
        "toil_budget": pd.DataFrame([_budget("sre", place) for place in range(len(WEEKS) - 1)]),
        "budget_forecast": pd.DataFrame([forecast_row("sre", LAST)]),
        "error_budgets": pd.DataFrame(services(build["as_of"], TITLE)["error_budgets"]),
        "toil_by_category": _by_category(),
        "weekly_topics": _topics(),
        "interruptions_by_week": pd.DataFrame(
            [("sre", LAST, "business", 12), ("sre", LAST, "off", 3), ("sre", LAST, "sleep", 2)],
            columns=["team", "week", "hour_class", "interruption_count"],
        ),
        "categories": _NAMES,
        "team_categories": _NAMES.assign(team="sre"),
        "automation_candidates": _candidates(),
        "data_health": pd.DataFrame(
            {"source": ["jira"], "site": ["example"], "items": [2500], "rejected": [7],
             "last_complete_at": [pd.Timestamp("2026-10-09 05:00")]}
        ),
    }  # fmt: skip


def _works() -> dict[str, pd.DataFrame]:
    """What was decided about two pieces of work, and the recurrences that they belong to."""
    return {
        "recurrences": pd.DataFrame(
            {"recurrence_id": ["r1", "r2"], "name": [TITLE, JAPANESE], "item_count": [9, 4], "per_week": [2.0, 0.5],
             "cadence": ["weekly", "unknown"], "previous_ids": [["r0"], []]}
        ),
        "recurrence_keys": pd.DataFrame({"key_id": ["r1", "r2"], "recurrence_id": ["r1", "r2"]}),
        **beside_work(pd.DataFrame({"work_id": ["w1", "w2"], "title": [TITLE, JAPANESE]}), {"w1": "r1"}, {}),
        **scored(),
        "decided_work": pd.DataFrame([("sre", "model", "INT.noise", 1), ("sre", "rule", "REQ.access", 1)],
                                     columns=["team", "decided_by", "category", "work_count"]),
        "labels": pd.DataFrame(
            [(3, "r1", "INT.noise", "applied", 1, pd.Timestamp("2026-10-01"), "r1", "as agreed", True)],
            columns=["event_id", "subject", "category", "state", "item_count", "written_at", "recurrence_id", "why",
                     "is_disputed"],
        ),
        "work_items": pd.DataFrame(
            {"item_id": ["jira:example:10001", "pagerduty:example:P1"], "work_id": ["w1", "w2"],
             "item_key": ["OPS-1", "P1"], "title": [TITLE, JAPANESE]}
        ),
        "classifications": pd.DataFrame(
            {"work_id": ["w1", "w2"], "category": ["REQ.access", "INT.noise"], "toil_probability": [0.9, 1.0],
             "confidence": [0.95, 0.8], "decided_by": ["rule", "model"],
             "evidence": ["the title holds account", "resolved by itself [12 times]"],
             "facts": ["", '{"say": "model", "category": "INT.noise", "sure": 0.8}']}
        ),
        "automation_outcomes": pd.DataFrame({"automation_id": ["a1"], "verdict": ["too_early"]}),
    }  # fmt: skip


def _week(team: str, place: int) -> dict[str, object]:
    toil = 100.0 + 12 * place
    return {
        "team": team, "week": WEEKS[place], "people": 9 if team == "sre" else 1,
        "toil_hours": toil, "low_hours": toil * 0.8, "high_hours": toil * 1.2,
        "recorded_hours": 260.0, "capacity_hours": 360.0, "toil_share": toil / 360, "coverage": 260 / 360,
        "budget_share": 0.5, "is_complete": place < len(WEEKS) - 1,
    }  # fmt: skip


def _budget(team: str, place: int) -> dict[str, object]:
    """The four weeks up to this one of `_week`: 100 h of toil, then 12 h more each week, in 360 h."""
    weeks = min(4, place + 1)
    toil = sum(100.0 + 12 * number for number in range(place + 1 - weeks, place + 1))
    return budget_row(
        team, WEEKS[place], weeks=weeks, target_share=0.5, capacity_hours=360.0 * weeks, toil_hours=toil,
        budget_hours=180.0 * weeks, toil_share=toil / 360 / weeks, remaining_hours=180.0 * weeks - toil,
        state="spent" if toil > 180 * weeks else "within",
    )  # fmt: skip


def _by_category() -> pd.DataFrame:
    rows = [("sre", LAST, "REQ.access", 12, 90.0, 80.0), ("sre", LAST, "INT.noise", 30, 60.0, 60.0)]
    return pd.DataFrame(rows, columns=["team", "week", "category", "item_count", "hours", "toil_hours"])


def _topics() -> pd.DataFrame:
    columns = [
        "team",
        "week",
        "recurrence_id",
        "name",
        "category",
        "item_count",
        "hours",
        "usual_hours",
        "change_hours",
    ]
    rows = [
        ("sre", LAST, "r1", TITLE, "REQ.access", 12, 20.0, 8.0, 12.0),
        ("sre", LAST, "r2", JAPANESE, "INT.noise", 30, 15.0, 18.5, -3.5),
    ]
    return pd.DataFrame(rows, columns=columns)


def _candidates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "recurrence_id": ["r2", "r1"], "rank": [2, 1], "name": [JAPANESE, TITLE],
            "category": ["INT.noise", "REQ.access"], "per_week": [6.0, 3.5], "hours_per_occurrence": [0.5, 1.5],
            "hours_per_year": [110.0, 240.0], "low_hours_per_year": [60.0, 180.0],
            "high_hours_per_year": [170.0, 320.0], "net_hours_per_year": [90.0, 200.0],
            "remedy": ["tune_alert", "self_service"],
            "build_hours": [8.0, 40.0], "payback_weeks": [3.8, 8.7], "payback_probability": [0.97, 0.9],
            "evidence": ["30 pages without an action", "12 times, 4 people"],
            "quadrant": ["leave", "automate_now"], "team": "sre", "expected_build_hours": [8.0, 40.0],
            "low_net_hours_per_year": [60.0, 150.0], "high_net_hours_per_year": [120.0, 250.0],
            "toil_probability": 0.9,
        }
    )  # fmt: skip
