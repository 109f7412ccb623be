"""Budgets of the small store: a team that has used 1,200 of its 1,000 hours."""

from __future__ import annotations

from typing import Any


def budget_row(team: str, week: str, **changed: Any) -> dict[str, Any]:
    """A row of `toil_budget`: 48 % of a budget of 40 % over 13 weeks, on a floor of a quarter."""
    return {"team": team, "week": week, "weeks": 13, "fast_weeks": 1, "slow_weeks": 4, "on_call_shifts": 2,
            "people": 8, "target_share": 0.4, "capacity_hours": 2500.0, "toil_hours": 1200.0, "low_hours": 1100.0,
            "high_hours": 1300.0, "recorded_hours": 1875.0, "toil_share": 0.48, "low_share": 0.44, "high_share": 0.52,
            "coverage": 0.75, "budget_hours": 1000.0, "remaining_hours": -200.0, "remaining_low_hours": -300.0,
            "remaining_high_hours": -100.0, "remaining_share": -0.2, "burn_fast": 1.35, "burn_slow": 1.25,
            "floor_share": 0.25, "effective_share": 0.15, "is_below_floor": False, "state": "spent",
            **changed}  # fmt: skip
