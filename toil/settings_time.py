"""The tables of toil.toml about time: working hours, contracts, hour classes, leave."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
CLOCK_OR_EMPTY = r"^(|([01]\d|2[0-3]):[0-5]\d)$"


class Section(BaseModel):
    """A table of toil.toml; a key that nobody reads is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonSettings(Section):
    """A person whose working time is not the team's; what is left out is the team's."""

    person: str = Field(description="E-mail, display name or person_id, or the name in [people] file.")
    zone: str = Field("", description="Where they live; empty: what the sources say, else the team's.")
    country: str = Field("", description="Whose public holidays they have; empty: by team and zone.")
    weekly_hours: float | None = Field(None, gt=0, le=168, description="Contract hours; empty: the team's.")
    opens: str = Field("", pattern=CLOCK_OR_EMPTY, description="Start of their working day; empty: the team's.")
    closes: str = Field("", pattern=CLOCK_OR_EMPTY, description="End of their working day; both or neither.")
    working_days: tuple[Weekday, ...] = Field((), description="mon … sun; empty: the team's.")
    working_hours: float | None = Field(None, ge=0.25, le=24, description="Hours worked between start and end.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        return known_zone(zone) if zone else zone

    @model_validator(mode="after")
    def _both_ends(self) -> Self:
        check_window(self.opens, self.closes)
        return self


class HourSettings(Section):
    """Hours of a person's day in which an interruption costs more: sleep wins over off, off over business."""

    sleep_from: str = Field("22:00", pattern=_CLOCK, description="Sleep, every day, from here, local time,")
    sleep_to: str = Field("08:00", pattern=_CLOCK, description="to here; the same as sleep_from: no sleep.")
    business_from: str = Field("08:00", pattern=_CLOCK, description="Business hours on business days from here")
    business_to: str = Field("18:00", pattern=_CLOCK, description="to here; all that is neither is off.")
    business_days: tuple[Weekday, ...] = Field(
        ("mon", "tue", "wed", "thu", "fri"), description="Days with business hours, bar public holidays and leave."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.business_from >= self.business_to:
            raise ValueError(
                f"business hours from {self.business_from} to {self.business_to} do not end after they begin"
            )
        return self


class CalendarSettings(Section):
    """Working time where a person or team has none of its own, and who is on leave."""

    zone: str = Field("UTC", description="Zone of people whose zone is unknown.")
    country: str = Field("", description="Holidays for that zone; empty: by the zone.")
    opens: str = Field("09:00", pattern=_CLOCK, description="Start of the working day, local time.")
    closes: str = Field("18:00", pattern=_CLOCK, description="End of the working day, local time.")
    working_days: tuple[Weekday, ...] = Field((), description="mon … sun; empty: the country's.")
    working_hours: float = Field(8.0, ge=0.25, le=24, description="Hours worked between start and end.")
    leave: tuple[Path, ...] = Field((), description="CSV (person,first_day,last_day[,share]) and iCal files.")
    hours: HourSettings = Field(default_factory=HourSettings)
    people: tuple[PersonSettings, ...] = Field((), description="People with working time of their own.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_window(self.opens, self.closes)
        return self


def known_zone(zone: str) -> str:
    """The zone itself; raises ValueError naming near matches where the tz database has no such zone."""
    zones = _zones()
    if zone in zones:
        return zone
    near = ", ".join(difflib.get_close_matches(zone, zones, n=3, cutoff=0.5)) or "Asia/Tokyo, Europe/Berlin, UTC"
    raise ValueError(f"no time zone is called {zone!r}; did you mean one of: {near}")


@cache
def _zones() -> frozenset[str]:
    """Every zone of the tz database; asking for them reads hundreds of files."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def check_window(opens: str, closes: str) -> None:
    """Raises ValueError where a working day is stated by half, or does not open before it closes the same day."""
    if bool(opens) != bool(closes):
        raise ValueError("opens and closes are stated both or neither")
    if opens and opens >= closes:
        raise ValueError(f"the working day opens at {opens} and closes at {closes}: it must close later the same day")
