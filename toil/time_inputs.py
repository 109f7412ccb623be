"""The relations about time that a build begins with: zones, working hours, calendars, hour classes, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from toil.relations import PythonRelation

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings


def zones(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every zone in which a team or a person lives, with its country; a team's country wins over the zone's."""
    import pandas as pd

    from toil.calendars import country_of_zone

    countries = {settings.calendar.zone: settings.calendar.country}
    for zone, country in zip(frames["teams"]["zone"], frames["teams"]["country"], strict=True):
        countries[zone] = country or countries.get(zone, "")
    known = available_timezones()
    for zone in (*frames["zones_seen"]["zone"], *(own.zone for own in settings.calendar.people)):
        if zone in known:
            countries.setdefault(zone, "")
    rows = [(zone, country or country_of_zone(zone)) for zone, country in sorted(countries.items())]
    return pd.DataFrame(rows, columns=["zone", "country"])


def own_hours(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The people whose working time is not their team's, as toil.toml says; what it leaves out is null."""
    import pandas as pd

    rows = [
        (position, own.person, own.zone or None, own.country or None, own.opens or None, own.closes or None,
         " ".join(own.working_days) or None, own.working_hours, own.weekly_hours)
        for position, own in enumerate(settings.calendar.people, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_OWN_HOURS))


def calendar_day_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every day of every calendar over the span of the data, with its working window in UTC."""
    from toil.calendars import calendar_days

    span = frames["data_span"].iloc[0]
    return calendar_days(frames["calendars"], first_day=span["first_day"], last_day=span["last_day"])


def hour_class_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The hour classes of toil.toml as a table to join."""
    from toil.hours import hour_classes

    return hour_classes(settings.calendar.hours)


def leave_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the leave files say, whose it is, and why the rest cannot be used."""
    from toil.leave import leave

    span = frames["data_span"].iloc[0]
    return leave(settings, frames["person_names"], first_day=span["first_day"], last_day=span["last_day"])


_TIME = "timestamp"
_OWN_HOURS = {"position": "integer", "person": "varchar", "zone": "varchar", "country": "varchar", "opens": "varchar",
              "closes": "varchar", "working_days": "varchar", "working_hours": "double",
              "weekly_hours": "double"}  # fmt: skip
TIME_RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        "zones", "A time zone in which a team or a person lives, and whose public holidays count there.", ("zone",),
        not_null=("country",), columns={"zone": "varchar", "country": "varchar"},
        reads=frozenset({"teams", "zones_seen"}), compute=zones,
    ),
    PythonRelation(
        "own_hours", "A person of toil.toml whose working time is not the team's.", ("position",),
        not_null=("person",), columns=_OWN_HOURS, compute=own_hours,
    ),
    PythonRelation(
        "calendar_days", "A day of a calendar and its working window in UTC.", ("calendar_id", "day"),
        not_null=("working_seconds", "is_working"),
        columns={"calendar_id": "varchar", "day": "date", "opens_at": _TIME, "closes_at": _TIME,
                 "working_seconds": "bigint", "is_working": "boolean", "is_holiday": "boolean"},
        reads=frozenset({"calendars", "data_span"}), compute=calendar_day_rows,
    ),
    PythonRelation(
        "hour_classes", "Minutes of a weekday's local clock, on a day off or not, and the class of those hours.",
        ("weekday", "is_day_off", "from_minute"), not_null=("to_minute", "hour_class"),
        columns={"weekday": "integer", "is_day_off": "boolean", "from_minute": "integer", "to_minute": "integer",
                 "hour_class": "varchar"},
        compute=hour_class_rows,
    ),
    PythonRelation(
        "leave", "Days or hours off of one person, as a leave file tells; `reason` says why the rest cannot be used.",
        ("position",), not_null=("file", "place", "reason"),
        columns={"position": "integer", "file": "varchar", "place": "varchar", "person_id": "varchar",
                 "first_day": "date", "last_day": "date", "share": "double", "half": "varchar", "starts_at": _TIME,
                 "ends_at": _TIME, "is_local": "boolean", "reason": "varchar", "excerpt": "varchar"},
        reads=frozenset({"data_span", "person_names"}), compute=leave_rows,
    ),
)  # fmt: skip
