"""One shipped automation of the small store: 20 weeks of access requests, of which the last 9 follow its shipping."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

COUNTS = (10, 9, 11, 10, 12, 9, 10, 11, 14, 15, 13, 14, 6, 4, 5, 3, 4, 5, 4, 3, 5)
SHIPPED = 12  # the index of its week


def one_automation(as_of: pd.Timestamp) -> dict[str, list[dict[str, Any]]]:
    """The relations that the Impact page reads, by name."""
    monday = (as_of - pd.Timedelta(days=as_of.weekday())).normalize()
    starts = [monday - pd.Timedelta(weeks=len(COUNTS) - place) for place in range(len(COUNTS))]
    return {
        "automation_outcomes": [_outcome(starts[SHIPPED] + pd.Timedelta(days=2), starts[SHIPPED + 1])],
        "automation_totals": [{
            "automations": 1, "proven": 1, "too_early": 0, "no_effect": 0, "backfired": 0, "regressed": 0,
            "hours_returned": 26.0, "hours_returned_low": 11.0, "hours_returned_high": 40.0, "hours_proven": 26.0,
            "hours_invested": 16.0, "without_investment": 0, "missed_count": 32, "missed_hours": 16.0,
        }],
        "automation_weeks": [_week(place, start) for place, start in enumerate(starts)],
        "automation_gaps": gaps("a1", as_of),
        "automation_misses": [{"automation_id": "a1", "work_id": "w1", "recurrence_id": "r1", "item_key": "OPS-7",
                               "title": "Grant repository access", "url": "https://jira.example.com/browse/OPS-7",
                               "created_at": as_of - pd.Timedelta(days=9), "hours": 0.5}],
        "proof_weeks": [{"team": "sre", "week": f"{start:%G-W%V}", "week_starts_on": start, "week_starts_at": start,
                         "week_ends_at": start + pd.Timedelta(weeks=1), "worked_share": 1.0} for start in starts],
        "proof_occurrences": [
            {"work_id": f"{start:%Y%m%d}-{n}", "recurrence_id": "r1", "team": "sre", "week": f"{start:%G-W%V}",
             "created_at": start + pd.Timedelta(hours=n), "hours": 0.5, "is_workday": True}
            for start, number in zip(starts, COUNTS, strict=True) for n in range(number)
        ],
    }  # fmt: skip


def gaps(automation_id: str, as_of: pd.Timestamp) -> list[dict[str, Any]]:
    """Nine gaps of ten days, and one of sixty that is not over."""
    ends = [as_of - pd.Timedelta(days=60 + 10 * n) for n in range(9, -1, -1)]
    rows = [{"automation_id": automation_id, "number": n, "began_at": one, "ended_at": other, "days": 10.0,
             "phase": "before", "is_open": False, "mean": 10.0, "low": 4.0, "high": 21.0, "signal": ""}
            for n, (one, other) in enumerate(pairwise(ends), start=1)]  # fmt: skip
    last = {"number": 10, "began_at": ends[-1], "ended_at": as_of, "days": 60.0, "phase": "across", "is_open": True}
    return [*rows, rows[-1] | last | {"signal": "longer"}]


def _outcome(shipped: pd.Timestamp, change: pd.Timestamp) -> dict[str, Any]:
    return {"automation_id": "a1", "recurrence_id": "r1", "shipped_at": shipped.normalize(), "name": "Access portal",
            "team": "sre", "promised_hours_per_week": 3.0, "measured_hours_per_week": 2.9, "low": 1.2, "high": 4.4,
            "verdict": "proven", "weeks_to_verdict": 0, "metric": "count", "method": "siblings",
            "hours_before_per_week": 5.1, "hours_expected_per_week": 5.0, "hours_after_per_week": 2.1,
            "rate_ratio": 0.42, "rate_ratio_low": 0.28, "rate_ratio_high": 0.63, "confidence": 0.92,
            "baseline_weeks": 8, "baseline_per_week": 10.2, "after_weeks": 8, "after_per_week": 4.2,
            "expected_per_week": 10.0, "looked_after_weeks": 8, "decided_after_weeks": 5, "planned_weeks": 8,
            "sibling_count": 4, "is_stated_before": True, "trouble": "", "change_week": f"{change:%G-W%V}",
            "is_change_near": True, "missed_count": 32, "missed_hours": 16.0, "regressed_week": None,
            "hours_returned": 26.0, "hours_returned_low": 11.0, "hours_returned_high": 40.0, "hours_invested": 16.0,
            "evidence": "10.2 a week in 8 weeks before, 4.2 in 8 weeks after."}  # fmt: skip


def _week(place: int, start: pd.Timestamp) -> dict[str, Any]:
    phase = (
        "baseline" if place < 8 else "selection" if place < SHIPPED else "transition" if place == SHIPPED else "after"
    )
    after = phase == "after"
    return {"automation_id": "a1", "week": f"{start:%G-W%V}", "week_starts_at": start, "phase": phase,
            "value": float(COUNTS[place]), "occurrences": COUNTS[place], "hours": COUNTS[place] / 2, "mean": 10.2,
            "low": 6.0, "high": 14.4, "signal": "outside" if after or COUNTS[place] > 14 else "",
            "after_mean": 4.1 if after else None, "after_low": 1.0 if after else None,
            "after_high": 7.2 if after else None}  # fmt: skip
