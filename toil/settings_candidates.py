"""The table of toil.toml about candidates: what a remedy saves and costs beside its building."""

from __future__ import annotations

from pydantic import Field

from toil.settings_time import Section


class CandidateSettings(Section):
    """What automation is worth: docs/candidates.md has the formulas."""

    hourly_cost: float = Field(0.0, ge=0, description="Cost of an engineer's hour; 0: hours only.")
    horizon_weeks: int = Field(52, ge=1, description="Weeks in which an automation should pay back.")
    lifetime_years: int = Field(3, ge=1, le=20, description="Years whose benefit the net present value counts.")
    discount_rate: float = Field(0.08, ge=0, le=1, description="Interest a year of the net present value.")
    decay_share: float = Field(0.1, ge=0, le=1, description="Share of the benefit that goes away each year.")
    residual_minutes: float = Field(2.0, ge=0, le=480, description="A person's minutes at each automated run.")
    failure_share: float = Field(0.05, ge=0, le=1, description="Share of automated runs that fail.")
    failure_factor: float = Field(1.5, ge=0, le=20, description="A failed run costs this many times doing it by hand.")
    pushed_share: float = Field(
        0.25, ge=0, le=1, description="Share of what self-service or rejecting saves that others now do."
    )
    upkeep_share: float | None = Field(
        None, ge=0, le=5, description="Upkeep a year as a share of building; empty: by the remedy."
    )
