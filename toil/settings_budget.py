"""The tables of toil.toml about budgets: toil's share of a team's time, and a service's bad minutes."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from toil.settings_time import Section


class BudgetSettings(Section):
    """The toil budget where a team states none, the weeks it is looked at over, and what follows when it is spent."""

    share: float = Field(0.5, ge=0, le=1, description="Largest share of capacity that toil may take.")
    window_weeks: int = Field(13, ge=1, le=104, description="Complete weeks that the budget is for: a quarter.")
    fast_weeks: int = Field(1, ge=1, le=104, description="Weeks of the fast burn rate.")
    slow_weeks: int = Field(4, ge=1, le=104, description="Weeks of the slow one; both above 1: burning too fast.")
    on_call_shifts: int = Field(2, ge=0, le=20, description="Shifts on call at a time: primary, secondary; 0: none.")
    policy: str = Field("", description="What the team does when it is spent; empty: the usual three steps.")


class GrowthSettings(Section):
    """What toil may grow with."""

    drivers: Path | None = Field(
        None, description="CSV name,week,value and perhaps team: users, deploys … a week or day."
    )


class ServiceSettings(Section):
    """A service's objective, for its error budget."""

    objective: float = Field(0.999, gt=0, le=0.999999, description="Share of good minutes that is promised.")
    window_days: int = Field(28, ge=1, description="Length of the rolling window in days.")
    bad_urgencies: tuple[str, ...] = Field(("high",), description="Incidents of these urgencies make bad minutes,")
    bad_priorities: tuple[str, ...] = Field((), description="and those of these priorities, as the source names them.")
    sli: Path | None = Field(None, description="CSV starts_at,minutes,good,total instead of incidents.")
    satisfaction: str = Field("", pattern="^(|low|high)$", description="How content its users are; empty: not asked.")
