"""The tables of toil.toml about teams: what belongs to one, how much time it has, and its own toil budget."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from toil.settings_access import TeamRoleSettings
from toil.settings_time import CLOCK_OR_EMPTY, Section, Weekday, check_window, known_zone


class TeamSettings(Section):
    """A team, what belongs to it, and how much time it has."""

    zone: str = Field("UTC", description="Time zone of the team's weeks, e.g. Asia/Tokyo.")
    country: str = Field("", description="Country of the public holidays, e.g. JP; empty: by the zone.")
    weekly_hours: float = Field(40.0, gt=0, le=168, description="Contract hours of one person in a week.")
    opens: str = Field("", pattern=CLOCK_OR_EMPTY, description="Start of the working day; empty: as in [calendar].")
    closes: str = Field("", pattern=CLOCK_OR_EMPTY, description="End of the working day; both or neither.")
    working_days: tuple[Weekday, ...] = Field((), description="mon … sun; empty: as in [calendar].")
    working_hours: float | None = Field(None, ge=0.25, le=24, description="Hours worked between start and end.")
    people: int | None = Field(None, ge=1, description="How many people; empty: those who were seen at work.")
    budget_share: float | None = Field(None, ge=0, le=1, description="The team's own toil budget; empty: [budget].")
    budget_weeks: int | None = Field(None, ge=1, le=104, description="Its own window in weeks; empty: as in [budget].")
    budget_policy: str = Field("", description="What it does when the budget is spent; empty: as in [budget].")
    on_call_shifts: int | None = Field(None, ge=0, le=20, description="Its shifts on call at a time; empty: [budget].")
    projects: tuple[str, ...] = Field((), description="Project keys whose items are this team's.")
    services: tuple[str, ...] = Field((), description="Service names whose items are this team's.")
    source_teams: tuple[str, ...] = Field((), description="Team names in the source (PagerDuty teams).")
    sites: tuple[str, ...] = Field((), description="Sites all of whose items are this team's.")
    members: tuple[str, ...] = Field((), description="People of the team: e-mail, display name or person_id.")
    taxonomy: Path | None = Field(None, description="TOML that changes the taxonomy for this team only.")
    roles: TeamRoleSettings | None = Field(
        None, description="viewer, editor, admin as in [app.roles], for this team alone; [app.roles]' admins stay."
    )

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    @model_validator(mode="after")
    def _both_ends(self) -> Self:
        check_window(self.opens, self.closes)
        return self
