"""Plays the half year through: demand, pages, working days; then names everything with ids and keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sample_data.generator.days import Attendance, Horizon, Rota
from sample_data.generator.demand import recurring, single
from sample_data.generator.issues import open_issues
from sample_data.generator.paging import Pager
from sample_data.generator.people import Person, members
from sample_data.generator.schedule import Schedule
from sample_data.generator.wording import project_titles
from sample_data.generator.work import Incident, Issue, Part, Slice, Work, dice, lognormal

EVIDENCE = ("external_reference",) * 7 + ("description",) * 4 + ("comment",) * 3 + ("note",) * 3 + ("label",) * 3


@dataclass
class World:
    """Everything that happened; the files are written from it and from nothing else."""

    horizon: Horizon
    people: tuple[Person, ...]
    works: list[Work]
    issues: list[Issue]
    incidents: list[Incident]
    seed: int
    away: Mapping[str, frozenset[date]]


def play(*, weeks: int, scale: int, seed: int) -> World:
    """The world for a seed; the same arguments give the same world."""
    horizon, people = Horizon(weeks), members(scale)
    attendance = Attendance(people, horizon, dice(seed, "attendance"))
    pager = Pager(Rota(people, attendance, scale), attendance, seed)
    works = recurring(horizon, people, seed, scale) + single(horizon, people, seed, scale)
    pages = sorted((work for work in works if _pages(work)), key=lambda work: (work.created_at, work.title))
    incidents = _play_pages(pages, pager, horizon, dice(seed, "pages"))
    titles = project_titles(dice(seed, "projects"))
    schedule = Schedule(people, attendance, horizon, pager.busy, titles, seed)
    schedule.play([work for work in works if not _pages(work) or work.parts])
    works += schedule.projects
    _leave_open(incidents)
    _stop_the_clock(works, incidents, horizon.ends_at)
    issues = open_issues(works, people, horizon, titles, seed)
    works += [issue.work for issue in issues if issue.issue_type == "Epic"]
    works.sort(key=lambda work: (work.created_at, work.title))
    for number, work in enumerate(works, start=1):
        work.key = f"W{number:05d}"
    _name_incidents(incidents, dice(seed, "ids"))
    return World(horizon, people, works, issues, incidents, seed, attendance.away)


def _pages(work: Work) -> bool:
    """Whether the work begins with a page."""
    return bool(work.kind and work.kind.page) or work.category == "INC.novel"


def _play_pages(works: list[Work], pager: Pager, horizon: Horizon, rng: Random) -> list[Incident]:
    """Incidents of all paging works, with a few merged siblings and re-triggers, and follow-up of the linked ones."""
    incidents = []
    for work in works:
        page = work.kind.page if work.kind else None
        urgency = page.urgency if page else "high"
        incident = Incident(work, work.title, work.service, urgency, work.created_at)
        pager.play(incident)
        work.incidents.append(incident)
        linked = rng.random() < (page.linked if page else 0.9) and not incident.auto_resolved
        if linked:
            incident.evidence = _evidence(rng)
            _follow_up(work, rng)
        _repeat(incident, linked, pager, rng)
        incidents += work.incidents
    incidents.sort(key=lambda incident: (incident.created_at, incident.title))
    return [incident for incident in incidents if incident.created_at < horizon.ends_at]


def _evidence(rng: Random) -> tuple[str, ...]:
    """How the pair can be recognised: one way, now and then two."""
    first, second = rng.choice(EVIDENCE), rng.choice(EVIDENCE)
    return (first, second) if second != first and rng.random() < 0.12 else (first,)


def _follow_up(work: Work, rng: Random) -> None:
    """What is left to do in office hours after the page; for half of the pairs nothing is."""
    person = work.slices[-1].person
    seconds = int(60 * lognormal(rng, 22, 0.6, 5, 150)) if rng.random() < 0.5 else 0
    if seconds:
        gone = work.slices[-1].ended_at - work.created_at
        work.parts.append(Part(person, seconds, gone + timedelta(minutes=rng.randrange(20, 300))))


def _repeat(incident: Incident, linked: bool, pager: Pager, rng: Random) -> None:
    """A sibling merged into the incident, or the same alert again an hour later on the same issue."""
    acks = [event.at for event in incident.events if event.kind == "acknowledge"]
    work, draw = incident.work, rng.random()
    if acks and draw < 0.045 and (acks[0] - incident.created_at) > timedelta(seconds=100):
        at = incident.created_at + timedelta(seconds=rng.randrange(20, 90))
        sibling = Incident(work, incident.title, incident.service, incident.urgency, at)
        pager.merge(sibling, incident, acks[0] + timedelta(seconds=rng.randrange(30, 100)))
        work.incidents.append(sibling)
    elif linked and draw > 0.93 and incident.resolved_at:
        at = incident.resolved_at + timedelta(minutes=rng.randrange(8, 90))
        again = Incident(work, incident.title, incident.service, incident.urgency, at, evidence=("note",))
        pager.play(again)
        work.incidents.append(again)


def _leave_open(incidents: list[Incident]) -> None:
    """The last two incidents that somebody took up are not over when the sample ends."""
    taken = [i for i in incidents if i.resolved_at and not (i.auto_resolved or i.merged_into or i.evidence)]
    for incident in [one for one in taken if len(one.work.incidents) == 1][-2:]:
        incident.events = [event for event in incident.events if event.kind not in ("resolve", "annotate")]
        incident.resolved_at, incident.edited_effort = None, None


def _stop_the_clock(works: list[Work], incidents: list[Incident], ends_at: datetime) -> None:
    """Forgets whatever would happen after the last day: it is not known yet."""
    for incident in incidents:
        incident.events = [event for event in incident.events if event.at < ends_at]
        if incident.resolved_at and incident.resolved_at >= ends_at:
            incident.resolved_at, incident.edited_effort = None, None
    for work in works:
        work.incidents = [incident for incident in work.incidents if incident.created_at < ends_at]
        kept = [piece for piece in work.slices if piece.started_at < ends_at]
        work.slices = sorted((_cut(piece, ends_at) for piece in kept), key=lambda piece: piece.started_at)


def _cut(piece: Slice, ends_at: datetime) -> Slice:
    seconds = min(piece.seconds, int((ends_at - piece.started_at).total_seconds()))
    return Slice(piece.person, piece.started_at, seconds, piece.paged)


def _name_incidents(incidents: list[Incident], rng: Random) -> None:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for number, incident in enumerate(incidents, start=1041):
        incident.number = number
        incident.id = "Q" + "".join(rng.choice(alphabet) for _ in range(13))
        incident.key = f"{rng.randrange(16**32):032x}"
