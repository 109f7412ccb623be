"""The figures of `automation_candidates` beyond those that a small store states itself."""

from __future__ import annotations

from typing import Any

DETAILS: dict[str, Any] = {
    "build_low_hours": 12.0, "build_high_hours": 48.0, "expected_build_hours": 26.0, "net_present_hours": 300.0,
    "low_net_hours_per_year": 40.0, "high_net_hours_per_year": 400.0, "residual_hours_per_year": 8.0,
    "failure_hours_per_year": 4.0, "pushed_hours_per_year": 0.0, "upkeep_hours_per_year": 3.9, "coverage": 0.85,
    "reason": "cheapest", "slo_case": None, "noise_share": 0.0, "toil_probability": 0.9, "quadrant": "automate_now",
    "often_per_week": 2.0, "long_hours": 0.5, "quadrant_basis": "team", "people_per_occurrence": 1.2,
    "measured_count": 40, "estimated_by": "default", "cost_per_year": 0.0, "upkeep_share": 0.15,
    "low_payback_weeks": 1.0, "high_payback_weeks": 5.0,
}  # fmt: skip
