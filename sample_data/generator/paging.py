"""Plays incidents through: who was notified when, who acknowledged, worked, snoozed, handed over, and when it ended."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sample_data.generator.days import Attendance, Rota
from sample_data.generator.people import Person
from sample_data.generator.work import Event, Incident, Slice, Work, dice, lognormal

ESCALATES_AFTER = timedelta(minutes=15)
ACK_TIMEOUT = timedelta(minutes=30)


class Pager:
    """Plays incidents in the order they trigger; `busy` keeps what each person was already paged for."""

    def __init__(self, rota: Rota, attendance: Attendance, seed: int) -> None:
        self._rota = rota
        self._attendance = attendance
        self._rng = dice(seed, "paging")
        self.busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    def play(self, incident: Incident) -> None:
        """Fills in the incident's events and end, and the hands-on slices of its work."""
        first, second = self._rota.at(incident.created_at, incident.work.title + str(incident.work.created_at))
        events = incident.events
        events.append(Event("trigger", incident.created_at, channel="api"))
        events.append(Event("assign", incident.created_at, users=(first,)))
        page = incident.work.kind.page if incident.work.kind else None
        if page and self._rng.random() < page.unacked:
            self._heals_itself(incident, first)
        else:
            self._is_worked_on(incident, first, second)
        events.sort(key=lambda event: event.at)

    def merge(self, incident: Incident, target: Incident, at: datetime) -> None:
        """Ends an incident by merging it into another; nobody works on it any more."""
        first, _ = self._rota.at(incident.created_at, incident.work.title + str(incident.work.created_at))
        incident.events += [
            Event("trigger", incident.created_at, channel="api"),
            Event("assign", incident.created_at, users=(first,)),
        ]
        self._notify(incident, first, incident.created_at, until=at)
        actor = next(event.agent for event in target.events if event.kind == "acknowledge")
        incident.events.append(Event("resolve", at, agent=actor, channel="website", text="merge"))
        incident.resolved_at, incident.merged_into = at, target

    def _heals_itself(self, incident: Incident, first: Person) -> None:
        end = incident.created_at + timedelta(seconds=int(lognormal(self._rng, 280, 0.6, 60, 1500)))
        self._notify(incident, first, incident.created_at, until=end)
        incident.events.append(Event("resolve", end, channel="api"))
        incident.resolved_at, incident.auto_resolved = end, True

    def _is_worked_on(self, incident: Incident, first: Person, second: Person) -> None:
        person, acked_at = self._first_ack(incident, first, second)
        incident.events.append(
            Event("acknowledge", acked_at, agent=person, channel=self._rng.choice(("mobile", "website")))
        )
        kind = incident.work.kind
        median, sigma = (kind.median_minutes, kind.sigma) if kind else (75.0, 0.7)
        seconds = int(60 * lognormal(self._rng, median, sigma, 2, 200))
        end = self._work_pattern(incident, person, second if person is first else first, acked_at, seconds)
        end += timedelta(seconds=int(lognormal(self._rng, 150, 0.9, 10, 2400)))
        self._annotate(incident, end)
        incident.events.append(Event("resolve", end, agent=self._last_ack(incident), channel="website"))
        incident.resolved_at = end
        if self._rng.random() < 0.13:
            incident.edited_effort = max(300, round(incident.work.seconds / 300) * 300)

    def _first_ack(self, incident: Incident, first: Person, second: Person) -> tuple[Person, datetime]:
        """Who acknowledges first, and when; a page left alone for a quarter of an hour escalates."""
        triggered = incident.created_at
        if incident.urgency == "low":
            acked = self._attendance.next_start(first, triggered) + timedelta(minutes=self._rng.randrange(2, 100))
            incident.events.append(Event("notify", triggered + timedelta(seconds=4), users=(first,), channel="email"))
            return first, acked
        night = not 7 <= triggered.astimezone(ZoneInfo(first.zone)).hour < 23
        delay = timedelta(seconds=int(lognormal(self._rng, 420 if night else 170, 0.75, 20, 3600)))
        if delay < ESCALATES_AFTER:
            self._notify(incident, first, triggered, until=triggered + delay)
            return first, triggered + delay
        moved = triggered + ESCALATES_AFTER
        self._notify(incident, first, triggered, until=moved)
        incident.events.append(Event("escalate", moved, users=(second,), channel="timeout"))
        acked = moved + timedelta(seconds=int(lognormal(self._rng, 200, 0.6, 30, 800)))
        self._notify(incident, second, moved, until=acked)
        return second, acked

    def _notify(self, incident: Incident, person: Person, since: datetime, until: datetime) -> None:
        """Notification rules: push and e-mail at once, a text after two minutes, a call after five."""
        steps = ((2, "push"), (3, "email"), (122, "sms"), (304, "phone"))
        if incident.urgency == "low":
            steps = ((3, "email"),)  # type: ignore[assignment]
        for seconds, channel in steps:
            at = since + timedelta(seconds=seconds)
            if at < until:
                incident.events.append(Event("notify", at, users=(person,), channel=channel))

    def _work_pattern(self, incident: Incident, person: Person, other: Person, at: datetime, seconds: int) -> datetime:
        """One of the ways incidents go: straight, snoozed, handed over, or worked on by two; returns the end."""
        draw = self._rng.random()
        many = 0.2 if incident.work.category in ("INC.opaque", "INC.novel") else 0.03
        if draw < many:
            return self._together(incident, person, other, at, seconds)
        if draw < many + 0.06 and seconds > 600:
            return self._handed_over(incident, person, other, at, seconds)
        if draw < many + 0.14:
            return self._snoozed(incident, person, at, seconds)
        return self._straight(incident, person, at, seconds)

    def _straight(self, incident: Incident, person: Person, at: datetime, seconds: int) -> datetime:
        end = self._hands_on(incident.work, person, at, seconds)
        if incident.service == "payment-gateway":
            self._ack_times_out(incident, person, at, end)
        return end

    def _ack_times_out(self, incident: Incident, person: Person, acked_at: datetime, end: datetime) -> None:
        """Where the service has an acknowledgement timeout, the incident triggers again and is acknowledged again."""
        lapses = acked_at + ACK_TIMEOUT
        while lapses < end:
            again = lapses + timedelta(seconds=self._rng.randrange(25, 110))
            incident.events.append(Event("unacknowledge", lapses, channel="timeout"))
            incident.events.append(Event("notify", lapses + timedelta(seconds=2), users=(person,), channel="push"))
            incident.events.append(Event("acknowledge", again, agent=person, channel="mobile"))
            lapses = again + ACK_TIMEOUT

    def _together(self, incident: Incident, person: Person, other: Person, at: datetime, seconds: int) -> datetime:
        joins = at + timedelta(minutes=self._rng.randrange(4, 15))
        incident.events.append(Event("acknowledge", joins, agent=other, channel="website"))
        mine = self._hands_on(incident.work, person, at, seconds)
        theirs = self._hands_on(incident.work, other, joins, int(seconds * self._rng.uniform(0.3, 0.8)))
        return max(mine, theirs)

    def _handed_over(self, incident: Incident, person: Person, other: Person, at: datetime, seconds: int) -> datetime:
        moved = self._hands_on(incident.work, person, at, seconds // 3) + timedelta(seconds=30)
        incident.events.append(Event("assign", moved, agent=person, users=(other,), channel="website"))
        acked = moved + timedelta(seconds=self._rng.randrange(60, 600))
        self._notify(incident, other, moved, until=acked)
        incident.events.append(Event("acknowledge", acked, agent=other, channel="website"))
        return self._hands_on(incident.work, other, acked, seconds - seconds // 3)

    def _snoozed(self, incident: Incident, person: Person, at: datetime, seconds: int) -> datetime:
        asleep = self._hands_on(incident.work, person, at, max(120, seconds // 3)) + timedelta(seconds=20)
        awake = asleep + timedelta(hours=self._rng.choice((1, 2, 4, 8)))
        incident.events.append(Event("snooze", asleep, agent=person, channel="website", until=awake))
        incident.events.append(Event("unacknowledge", awake, channel="timeout"))
        incident.events.append(Event("notify", awake + timedelta(seconds=2), users=(person,), channel="push"))
        again = awake + timedelta(seconds=self._rng.randrange(40, 900))
        incident.events.append(Event("acknowledge", again, agent=person, channel="mobile"))
        incident.snoozed_seconds += int((awake - asleep).total_seconds())
        return self._hands_on(incident.work, person, again, max(60, seconds - max(120, seconds // 3)))

    def _hands_on(self, work: Work, person: Person, at: datetime, seconds: int) -> datetime:
        """Adds a slice as soon as the person is not busy with another page; returns its end."""
        start = at + timedelta(seconds=20)
        for begins, ends in self.busy[person.key]:
            if begins < start + timedelta(seconds=seconds) and ends > start:
                start = ends + timedelta(seconds=15)
        piece = Slice(person, start, seconds, paged=True)
        work.slices.append(piece)
        insort(self.busy[person.key], (piece.started_at, piece.ended_at))
        return piece.ended_at

    def _annotate(self, incident: Incident, end: datetime) -> None:
        if self._rng.random() < 0.3:
            text = self._rng.choice(
                ("restarted, watching", "再起動で復旧、経過観察", "same as last week", "原因は調査中")
            )
            actor = self._last_ack(incident)
            incident.events.append(
                Event("annotate", end - timedelta(seconds=5), agent=actor, channel="note", text=text)
            )

    @staticmethod
    def _last_ack(incident: Incident) -> Person | None:
        acks = [event for event in incident.events if event.kind == "acknowledge"]
        return max(acks, key=lambda event: event.at).agent if acks else None
