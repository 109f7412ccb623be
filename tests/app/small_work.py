"""Pieces of work of the small store, item by item, with the evidence of their hours."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.classified_work import beside_work, scored

Rows = list[dict[str, Any]] | pd.DataFrame
ANOTHER_WEEK = "2026-W44"


def one_piece_of_work(as_of: pd.Timestamp, week: str, title: str) -> dict[str, Rows]:
    """w0 to w5 and their items: w0 is an incident and an issue; w6 has hours in another week only, w7 another team."""
    works = [f"w{place}" for place in range(8)]
    return {
        **beside_work(pd.DataFrame([_work(one, title) for one in works]), {"w0": "r1", "w1": "r1"}, {}),
        **scored(),
        "recurrence_keys": [{"key_id": one, "recurrence_id": one} for one in ("r1", "r2", "r3")],
        "work_items": [_item(one, one, as_of) for one in works] + [_item("i0", "w0", as_of)],
        "work_links": [{"item_id": "i0", "linked_item_id": "w0", "method": "note", "confidence": 0.9,
                        "evidence": "OPS-0"}],
        "classifications": [_classified(one) for one in works],
        "explained_effort": [_worked("w0", week), _measured("w0", week), _assumed("w0", ANOTHER_WEEK)],
        "explained_declarations": [_declared("d1", week, None), _declared("d2", week, "in_the_future")],
        "explained_spans": [_span("acknowledged", week, as_of, None), _span("active_status", week, as_of, "declared")],
    }  # fmt: skip


def _work(one: str, title: str) -> dict[str, Any]:
    return {"work_id": one, "item_key": f"OPS-{one[1:]}", "title": title, "team": "duo" if one == "w7" else "sre"}


def _item(item_id: str, work_id: str, as_of: pd.Timestamp) -> dict[str, Any]:
    url = "javascript:alert(1)" if item_id == "w0" else "https://jira.example.com/browse/OPS-0"
    return {"item_id": item_id, "work_id": work_id, "item_key": f"OPS-{item_id}", "url": url, "source": "jira",
            "title": None, "source_status": "Done", "status": "done", "created_at": as_of, "resolved_at": as_of,
            "is_deleted": False}  # fmt: skip


def _classified(work_id: str) -> dict[str, Any]:
    return {"work_id": work_id, "category": "REQ.access", "toil_probability": 0.9, "confidence": 0.8,
            "decided_by": "rule", "evidence": "In English.",
            "facts": '{"say": "words", "text": "grant", "rule": "REQ.access.words[0]", "once": 0.25}'}  # fmt: skip


def _day(work_id: str, week: str, source: str, **more: Any) -> dict[str, Any]:
    day = pd.Timestamp.fromisocalendar(int(week[:4]), int(week[-2:]), 2)
    return {"work_id": work_id, "week": week, "day": day, "person": "P01", "item_key": "OPS-0",
            "effort_source": source, "hours": 1.5, "low_hours": 1.0, "high_hours": 2.0, "uncapped_hours": 1.5,
            "is_capped": False, "declaration_count": None, "span_hours": None, "shared_hours": None, "factor": None,
            "learned_from": None, "pair_count": None, "typical_kind": None, "typical_name": None,
            "typical_count": None, "is_cancelled": False, "is_over_clock": False, **more}  # fmt: skip


def _worked(work_id: str, week: str) -> dict[str, Any]:
    return _day(work_id, week, "worklog", declaration_count=2)


def _measured(work_id: str, week: str) -> dict[str, Any]:
    return _day(work_id, week, "acknowledged", person="P02", span_hours=3.0, shared_hours=2.0, factor=0.75,
                learned_from="declarations", pair_count=42, is_capped=True, uncapped_hours=1.6)  # fmt: skip


def _assumed(work_id: str, week: str) -> dict[str, Any]:
    return _day(work_id, week, "imputed_category", person="?", typical_kind="category", typical_name="MNT.rotate",
                typical_count=17)  # fmt: skip


def _declared(identity: str, week: str, left_out: str | None) -> dict[str, Any]:
    day = pd.Timestamp.fromisocalendar(int(week[:4]), int(week[-2:]), 2)
    return {"work_id": "w0", "item_id": "w0", "declaration_id": identity, "item_key": "OPS-0", "day": day,
            "week": week, "person": "P01", "evidence": "worklog", "hours": 0.75, "left_out": left_out}  # fmt: skip


def _span(evidence: str, week: str, as_of: pd.Timestamp, left_out: str | None) -> dict[str, Any]:
    day = pd.Timestamp.fromisocalendar(int(week[:4]), int(week[-2:]), 2)
    return {"work_id": "w0", "item_id": "i0", "item_key": "OPS-0", "day": day, "week": week, "person": "P02",
            "evidence": evidence, "started_at": as_of, "ended_at": as_of, "hours": 3.0,
            "left_out": left_out}  # fmt: skip
