"""Puts hands-on work into people's days: requests first, projects in what is left, never two things at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sample_data.generator.days import Attendance, Horizon, local_day
from sample_data.generator.people import Person
from sample_data.generator.work import Part, Slice, Work, dice, lognormal

Busy = dict[str, list[tuple[datetime, datetime]]]
Titles = Iterator[tuple[str, str, str]]
DAY_CAP_SECONDS = 7.4 * 3600
GIANTS = 6


class Schedule:
    """Plays the working days of everybody; `projects` is the project work that people found time to begin."""

    def __init__(
        self, people: Sequence[Person], attendance: Attendance, horizon: Horizon, busy: Busy, titles: Titles, seed: int
    ) -> None:
        self._people = people
        self._attendance = attendance
        self._horizon = horizon
        self._busy = busy
        self._rng = dice(seed, "schedule")
        self._titles = titles
        self._queues: dict[str, list[tuple[datetime, int, Work]]] = defaultdict(list)
        self._project: dict[str, Work] = {}
        self._arrivals = 0
        self.projects: list[Work] = []

    def play(self, works: Sequence[Work]) -> None:
        """Assigns the works as they come, and works through every day of the horizon."""
        waiting = sorted(works, key=lambda work: (work.created_at, work.title))
        for day in self._horizon.days():
            while waiting and local_day(waiting[0].created_at, "Asia/Tokyo") <= day:
                self._assign(waiting.pop(0))
            for person in self._people:
                if self._attendance.works(person, day):
                    self._work_day(person, day)

    def add(self, work: Work, part: Part, since: datetime) -> None:
        """Queues a part of a piece of work for a person, not before `since` and the part's own delay."""
        self._arrivals += 1
        self._queues[part.person.key].append((since + part.delay, self._arrivals, work))

    def _assign(self, work: Work) -> None:
        """Gives new work to whoever of the site has least waiting, and decides how it will go."""
        if work.parts:
            self.add(work, work.parts[0], work.created_at)
            return
        kind = work.kind
        person = self._least_loaded(kind.site if kind else _site_of(work), work)
        median, sigma = (kind.median_minutes, kind.sigma) if kind else (55.0, 0.8)
        seconds = int(60 * lognormal(self._rng, median, sigma, 4, 400))
        work.parts = self._parts(work, person, seconds)
        if work.kind and work.kind.requested and self._rng.random() < 0.025:
            work.parts, work.cancelled = [], True
            return
        self.add(work, work.parts[0], work.created_at)

    def _parts(self, work: Work, person: Person, seconds: int) -> list[Part]:
        """Mostly in one go; sometimes the requester has to answer in between, or a colleague takes over."""
        scheduled = bool(work.kind and work.kind.cadence != "random")
        hours = 0.3 if scheduled else lognormal(self._rng, 1.6, 1.0, 0.05, 60)
        first = Part(person, seconds, timedelta(hours=hours))
        draw = self._rng.random()
        if seconds < 900 or draw > 0.12:
            return [first]
        half = int(seconds * self._rng.uniform(0.3, 0.7))
        first.seconds = half
        if draw < 0.08:
            return [first, Part(person, seconds - half, timedelta(hours=self._rng.randrange(3, 72)), "waiting")]
        other = self._rng.choice([p for p in self._people if p.site == person.site and p is not person])
        return [first, Part(other, seconds - half, timedelta(hours=self._rng.randrange(1, 30)), "handoff")]

    def _least_loaded(self, site: str, work: Work) -> Person:
        day = local_day(work.created_at, "Asia/Tokyo")
        pool = [person for person in self._people if site in ("any", person.site)]
        soon = [day + timedelta(days=n) for n in range(4)]
        present = [p for p in pool if sum(self._attendance.works(p, d) for d in soon) >= 2] or pool
        return min(present, key=lambda person: len(self._queues[person.key]) + 2.5 * self._rng.random())

    def _work_day(self, person: Person, day: date) -> None:
        """One day of one person: the cursor runs through the free stretches until the day's strength is spent."""
        start, end = self._attendance.window(person, day, self._rng)
        strength = min(DAY_CAP_SECONDS, max(3 * 3600.0, self._rng.gauss(5.7 * 3600, 0.9 * 3600)))
        for begins, ends in self._free(person, start, end):
            cursor = begins
            while (room := (ends - cursor).total_seconds()) >= 300 and strength > 600:
                piece = self._next_slice(person, cursor, min(room, strength))
                if piece is None:
                    break
                strength -= piece.seconds
                cursor = piece.ended_at + timedelta(seconds=int(self._rng.expovariate(1 / 420)) + 20)

    def _free(self, person: Person, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of a working day without lunch and pages, in order."""
        lunch = start.astimezone(ZoneInfo(person.zone)).replace(hour=12, minute=15, second=0, microsecond=0)
        noon = lunch.astimezone(start.tzinfo) + timedelta(minutes=self._rng.randrange(0, 30))
        taken = [(noon, noon + timedelta(minutes=55)), *self._busy.get(person.key, [])]
        cursor = start
        for begins, ends in sorted(taken):
            if ends <= cursor or begins >= end:
                continue
            if begins > cursor:
                yield cursor, begins - timedelta(seconds=30)
            cursor = max(cursor, ends + timedelta(seconds=60))
        if cursor < end:
            yield cursor, end

    def _next_slice(self, person: Person, cursor: datetime, room: float) -> Slice | None:
        """The next thing in the queue that has arrived, else the person's project."""
        queue = self._queues[person.key]
        queue.sort(key=lambda entry: entry[:2])
        if queue and queue[0][0] <= cursor:
            return self._serve(person, queue, cursor, room)
        return self._project_slice(person, cursor, room)

    def _serve(self, person: Person, queue: list[tuple[datetime, int, Work]], cursor: datetime, room: float) -> Slice:
        _, _, work = queue.pop(0)
        part = work.parts[0]
        piece = Slice(person, cursor, int(min(part.seconds, room, 7200)))
        self._record(work, piece)
        part.seconds -= piece.seconds
        if part.seconds >= 120:
            part.delay = timedelta(0)
            self.add(work, part, piece.ended_at)
            return piece
        work.parts.pop(0)
        if work.parts:
            self.add(work, work.parts[0], piece.ended_at)
            if work.parts[0].after == "waiting":
                work.waits.append(piece.ended_at)
        else:
            work.finished_at = piece.ended_at
        return piece

    def _project_slice(self, person: Person, cursor: datetime, room: float) -> Slice | None:
        if room < 900:
            return None
        work = self._project.get(person.key) or self._begin_project(person, cursor)
        part = work.parts[0]
        piece = Slice(person, cursor, int(min(part.seconds, room, self._rng.randrange(2400, 6600))))
        self._record(work, piece)
        part.seconds -= piece.seconds
        if part.seconds < 300:
            work.parts.clear()
            work.finished_at = piece.ended_at
            del self._project[person.key]
        return piece

    def _begin_project(self, person: Person, cursor: datetime) -> Work:
        language, category, title = next(self._titles)
        created = max(cursor - timedelta(hours=self._rng.randrange(1, 400)), self._horizon.starts_at)
        giant = len(self.projects) in range(9, 9 + GIANTS)
        hours = self._rng.uniform(44, 64) if giant else lognormal(self._rng, 6.4, 0.65, 1.2, 30)
        work = Work(category, 0.0, title, language, min(created, cursor - timedelta(minutes=3)), person, planned=True)
        work.parts = [Part(person, int(hours * 3600))]
        self.projects.append(work)
        self._project[person.key] = work
        return work

    @staticmethod
    def _record(work: Work, piece: Slice) -> None:
        work.slices.append(piece)


def _site_of(work: Work) -> str:
    return "tokyo" if work.language == "ja" else "berlin"
