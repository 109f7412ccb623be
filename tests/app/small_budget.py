"""Budgets of the small store: a team that has used 1,200 of its 1,000 hours."""

from __future__ import annotations

from typing import Any

import pandas as pd


def budget_row(team: str, week: str, **changed: Any) -> dict[str, Any]:
    """A row of `toil_budget`: 48 % of a budget of 40 % over 13 weeks, on a floor of a quarter."""
    return {"team": team, "week": week, "weeks": 13, "fast_weeks": 1, "slow_weeks": 4, "on_call_shifts": 2,
            "people": 8, "target_share": 0.4, "capacity_hours": 2500.0, "toil_hours": 1200.0, "low_hours": 1100.0,
            "high_hours": 1300.0, "recorded_hours": 1875.0, "toil_share": 0.48, "low_share": 0.44, "high_share": 0.52,
            "coverage": 0.75, "budget_hours": 1000.0, "remaining_hours": -200.0, "remaining_low_hours": -300.0,
            "remaining_high_hours": -100.0, "remaining_share": -0.2, "burn_fast": 1.35, "burn_slow": 1.25,
            "floor_share": 0.25, "effective_share": 0.15, "is_below_floor": False, "state": "spent",
            **changed}  # fmt: skip


def services(as_of: pd.Timestamp, hostile: str) -> dict[str, list[dict[str, Any]]]:
    """Three services: one within its error budget, one that has used it up, and one without an objective."""
    frail = {"state": "spent", "bad_minutes": 80.0, "remaining_share": -0.98, "burn_rate": 1.98}
    nothing = dict.fromkeys(("objective", "known_share", "bad_minutes", "budget_minutes", "remaining_share",
                             "burn_rate", "burn_1h", "burn_6h", "burn_3d"))  # fmt: skip
    return {
        "error_budgets": [_service("shop"), _service(hostile, **frail),
                          _service("attic", **nothing, state="no_objective")],
        "error_budget_burns": [_alert(name, alert, hours) for name in ("shop", hostile)
                               for alert, hours in (("fast", 1.0), ("medium", 6.0), ("slow", 72.0))],
        "bad_spans": [{"service": name, "started_at": as_of - pd.Timedelta(hours=9), "bad_share": 1.0,
                       "ended_at": as_of - pd.Timedelta(hours=8), "item_count": 2} for name in ("shop", hostile)],
    }  # fmt: skip


def _service(name: str, **changed: Any) -> dict[str, Any]:
    return {"service": name, "objective": 0.999, "window_days": 28, "bad_from": "incidents", "item_count": 2,
            "known_share": 1.0, "bad_minutes": 10.0, "budget_minutes": 40.32, "remaining_share": 0.752,
            "burn_rate": 0.248, "burn_1h": 0.0, "burn_6h": 0.0, "burn_3d": 2.3, "hours": 12.0, "toil_hours": 9.0,
            "state": "within", **changed}  # fmt: skip


def _alert(name: str, alert: str, hours: float) -> dict[str, Any]:
    return {"service": name, "alert": alert, "long_hours": hours, "short_hours": hours / 12, "budget_part": 0.02,
            "threshold": 13.44, "long_burn": 0.0, "short_burn": 0.0, "is_burning": False}  # fmt: skip


def growing(team: str, week: str, categories: list[str], recurrences: list[str]) -> dict[str, list[dict[str, Any]]]:
    """A forecast that breaks next year, and growth of categories and recurrences with users and with the calendar."""
    subjects = [("category", one) for one in categories] + [("recurrence", one) for one in recurrences]
    rows = [_growth(team, kind, one, driver, place) for kind, one in subjects
            for place, driver in enumerate(("", "users"))]  # fmt: skip
    rows[1] |= {"slope": 1.1, "low": 0.8, "high": 1.4}
    rows[-1] |= dict.fromkeys(("slope", "low", "high", "near_linear")) | {"reason": "rare"}
    by_users = forecast_row(team, week) | {"driver": "users", "position": 1, "break_week": "2026-W50"}
    ahead = [{"team": team, "driver": driver, "week": f"{pd.Timestamp('2026-11-09') + pd.Timedelta(weeks=n):%G-W%V}",
              "ahead": n, "share": 0.36 + 0.002 * n, "low_share": 0.33, "high_share": 0.39 + 0.004 * n,
              "target_share": 0.4} for driver in ("", "users") for n in range(53)]  # fmt: skip
    return {"budget_forecast": [forecast_row(team, week), by_users], "forecast_weeks": ahead, "growth": rows}


def forecast_row(team: str, week: str) -> dict[str, Any]:
    """A row of `budget_forecast`: the budget breaks in W10 of 2027, at the latest more than a year ahead."""
    return {"team": team, "driver": "", "position": 0, "last_week": week, "weeks": 26, "target_share": 0.4,
            "share_now": 0.36, "low_share_now": 0.33, "high_share_now": 0.39, "weekly_growth": 0.006,
            "low_growth": 0.001, "high_growth": 0.011, "break_probability": 0.8, "break_week": "2027-W10",
            "earliest_week": "2026-W52", "latest_week": None, "state": "breaks"}  # fmt: skip


def _growth(team: str, kind: str, subject: str, driver: str, position: int) -> dict[str, Any]:
    return {"kind": kind, "team": team, "subject": subject, "driver": driver, "position": position, "weeks": 26,
            "total": 90.0, "slope": 0.1, "low": -0.2, "high": 0.4, "near_linear": 0.1 if driver else None,
            "dispersion": 1.2, "reason": ""}  # fmt: skip
