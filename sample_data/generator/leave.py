"""The team's leave, as each office keeps it: Tokyo a table, Berlin a shared calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sample_data.generator.days import is_business_day
from sample_data.generator.files import write_csv
from sample_data.generator.people import Person
from sample_data.generator.world import World

TABLE, CALENDAR = "leave_tokyo.csv", "leave_berlin.ics"


def write_leave(world: World, folder: Path) -> dict[str, int]:
    """Both files; returns their rows and events by name. They hold the vacations that the world was played with."""
    absences = [(person, first, last) for person in world.people for first, last in _absences(world, person)]
    tokyo = [(p.name, f"{a:%Y/%m/%d}", f"{b:%Y/%m/%d}", "1") for p, a, b in absences if p.site == "tokyo"]
    berlin = [_event(p, a, b) for p, a, b in absences if p.site == "berlin"]
    write_csv(folder / TABLE, ("person", "first_day", "last_day", "share"), tokyo)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.com//SRE Berlin//EN"]
    lines = [*head, *(line for event in berlin for line in event), "END:VCALENDAR"]
    (folder / CALENDAR).write_bytes("".join(f"{line}\r\n" for line in lines).encode("utf-8"))
    return {TABLE: len(tokyo), CALENDAR: len(berlin)}


def _absences(world: World, person: Person) -> Iterator[tuple[date, date]]:
    """The person's vacations as first and last day; days off that fall on weekends or holidays were never asked for."""
    days = sorted(world.away[person.key])
    starts = [day for day in days if day - timedelta(days=1) not in world.away[person.key]]
    for first in starts:
        last = first
        while last + timedelta(days=1) in world.away[person.key]:
            last += timedelta(days=1)
        if any(is_business_day(first + timedelta(days=n), person.country) for n in range((last - first).days + 1)):
            yield first, last


def _event(person: Person, first: date, last: date) -> list[str]:
    """A whole-day event: in iCal its end is the day after."""
    return [
        "BEGIN:VEVENT",
        f"UID:{first:%Y%m%d}-{person.key}@example.com",
        "DTSTAMP:20260501T080000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{person.name}: {'Urlaub' if last > first else 'frei'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
