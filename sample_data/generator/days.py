"""When people work: the weeks of the sample, public holidays, vacations, working windows, and who is on call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zlib import crc32
from zoneinfo import ZoneInfo

from sample_data.generator.people import Person

LAST_DAY = date(2026, 11, 22)
HOLIDAYS = {
    country: frozenset(date.fromisoformat(day) for day in days.split())
    for country, days in {
        "JP": "2025-11-24 2025-12-31 2026-01-01 2026-01-02 2026-01-12 2026-02-11 2026-02-23 2026-03-20 2026-04-29"
        " 2026-05-04 2026-05-05 2026-05-06 2026-07-20 2026-08-11 2026-09-21 2026-09-22 2026-09-23 2026-10-12"
        " 2026-11-03",
        "DE": "2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03",
    }.items()
}
OBON = (date(2026, 8, 12), date(2026, 8, 13), date(2026, 8, 14))


@dataclass(frozen=True)
class Horizon:
    """The full ISO weeks that the sample covers; its last day is fixed, so that more weeks begin earlier."""

    weeks: int

    @property
    def first_day(self) -> date:
        """The Monday of the first week."""
        return LAST_DAY - timedelta(days=7 * self.weeks - 1)

    @property
    def starts_at(self) -> datetime:
        """Midnight in Tokyo before the first day, in UTC."""
        return local(self.first_day, time(0), "Asia/Tokyo")

    @property
    def ends_at(self) -> datetime:
        """Midnight in Tokyo after the last day, in UTC: nothing in the sample is later, except planted dirt."""
        return local(LAST_DAY + timedelta(days=1), time(0), "Asia/Tokyo")

    def days(self) -> Iterator[date]:
        """Every day, first to last."""
        return (self.first_day + timedelta(days=n) for n in range(7 * self.weeks))

    def week_of(self, day: date) -> int:
        """How many weeks lie between the first day and this one."""
        return (day - self.first_day).days // 7


def local(day: date, at: time, zone: str) -> datetime:
    """A wall-clock time in a zone, as UTC."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The date that a moment has in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def is_business_day(day: date, country: str) -> bool:
    """Whether offices are open: Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in HOLIDAYS[country]


class Attendance:
    """Who is at work on which day: business days without vacations, which are drawn once per person."""

    def __init__(self, people: Sequence[Person], horizon: Horizon, rng: Random) -> None:
        self.away = {person.key: frozenset(_vacation(person, horizon, rng)) for person in people}

    def works(self, person: Person, day: date) -> bool:
        """Whether the person is at work on their local day."""
        return is_business_day(day, person.country) and day not in self.away[person.key]

    def window(self, person: Person, day: date, rng: Random) -> tuple[datetime, datetime]:
        """The person's working hours on a day, about 9:20 to 18:20 local, as UTC."""
        start = local(day, time(9, 10), person.zone) + timedelta(minutes=rng.randrange(0, 30))
        return start, local(day, time(18, 5), person.zone) + timedelta(minutes=rng.randrange(0, 35))

    def next_start(self, person: Person, moment: datetime) -> datetime:
        """The moment itself inside working hours, else 9:30 of the person's next working day."""
        day = local_day(moment, person.zone)
        opens, closes = local(day, time(9, 30), person.zone), local(day, time(17, 45), person.zone)
        if self.works(person, day) and moment < closes:
            return max(moment, opens)
        day += timedelta(days=1)
        while not self.works(person, day):
            day += timedelta(days=1)
        return local(day, time(9, 30), person.zone)


def _vacation(person: Person, horizon: Horizon, rng: Random) -> Iterator[date]:
    """One long leave (two weeks from Berlin, one from Tokyo), Obon for most in Tokyo, and a single day a quarter."""
    length = 14 if person.site == "berlin" else 7
    start = date(2026, 7, 6) + timedelta(days=7 * rng.randrange(0, 13))
    yield from (start + timedelta(days=n) for n in range(length))
    if person.site == "tokyo" and rng.random() < 0.7:
        yield from OBON
    for _ in range(max(1, horizon.weeks // 13)):
        yield horizon.first_day + timedelta(days=rng.randrange(0, 7 * horizon.weeks))


class Rota:
    """Follow-the-sun on call: Tokyo from 9 to 21 JST, Berlin the other half; weekly turns, vacations skipped.

    Each team has a rota of its own, or one person would be paged for all of them; what comes up says whose it is.
    """

    def __init__(self, people: Sequence[Person], attendance: Attendance, teams: int = 1) -> None:
        self._sites = {site: [p for p in people if p.site == site] for site in ("tokyo", "berlin")}
        self._attendance = attendance
        self._teams = teams

    def at(self, moment: datetime, subject: str) -> tuple[Person, Person]:
        """Who is paged first at a moment, and who after them, in the team that the subject falls to."""
        tokyo = moment.astimezone(ZoneInfo("Asia/Tokyo"))
        first, second = ("tokyo", "berlin") if 9 <= tokyo.hour < 21 else ("berlin", "tokyo")
        team = crc32(subject.encode()) % self._teams
        return self._turn(first, tokyo.date(), team), self._turn(second, tokyo.date(), team)

    def _turn(self, site: str, day: date, team: int) -> Person:
        everybody = self._sites[site]
        size = len(everybody) // self._teams
        people = everybody[team * size : (team + 1) * size]
        week = day.toordinal() // 7
        for offset in range(len(people)):
            person = people[(week + offset) % len(people)]
            if not is_business_day(day, person.country) or self._attendance.works(person, day):
                return person
        return people[week % len(people)]
