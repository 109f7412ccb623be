"""The things of the world: a piece of work, its parts and slices of hands-on time, its issue and its incidents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sample_data.generator.kinds import Kind
from sample_data.generator.people import Person


@dataclass(frozen=True)
class Slice:
    """Uninterrupted hands-on time of one person on one piece of work."""

    person: Person
    started_at: datetime
    seconds: int
    paged: bool = False

    @property
    def ended_at(self) -> datetime:
        """When the slice ends."""
        return self.started_at + timedelta(seconds=self.seconds)


@dataclass
class Part:
    """Effort still to be done: by whom, how much, how long after the part before, and why there is a break."""

    person: Person
    seconds: int
    delay: timedelta = timedelta(0)
    after: str = ""  # waiting, handoff


@dataclass
class Event:
    """One line of an incident's log. `users` are those notified or assigned; `agent` None is the service."""

    kind: str
    at: datetime
    agent: Person | None = None
    users: tuple[Person, ...] = ()
    channel: str = "auto"
    text: str = ""
    until: datetime | None = None


@dataclass
class Incident:
    """A PagerDuty incident, played through."""

    work: Work
    title: str
    service: str
    urgency: str
    created_at: datetime
    id: str = ""
    number: int = 0
    key: str = ""
    events: list[Event] = field(default_factory=list)
    resolved_at: datetime | None = None
    auto_resolved: bool = False
    merged_into: Incident | None = None
    snoozed_seconds: int = 0
    edited_effort: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass
class Issue:
    """A Jira issue of a piece of work, before it is written down."""

    work: Work
    title: str
    project: str
    issue_type: str
    created_at: datetime
    creator: Person
    language: str
    labels: tuple[str, ...] = ()
    id: int = 0
    key: str = ""
    logs_work: bool = False
    epic: Issue | None = None
    cancelled: bool = False


@dataclass
class Work:
    """One piece of work, however many items tell of it; `slices` is the truth that everything is judged by."""

    category: str
    toil_probability: float
    title: str
    language: str
    created_at: datetime
    requester: Person
    kind: Kind | None = None
    service: str = ""
    planned: bool = False
    key: str = ""
    parts: list[Part] = field(default_factory=list)
    slices: list[Slice] = field(default_factory=list)
    issue: Issue | None = None
    incidents: list[Incident] = field(default_factory=list)
    waits: list[datetime] = field(default_factory=list)
    finished_at: datetime | None = None
    cancelled: bool = False
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """All hands-on time."""
        return sum(piece.seconds for piece in self.slices)


def lognormal(rng: Random, median: float, sigma: float, low: float, high: float) -> float:
    """A log-normal draw between bounds; effort of human work is spread that way."""
    return min(high, max(low, median * rng.lognormvariate(0.0, sigma)))


def dice(seed: int, purpose: str) -> Random:
    """Dice of their own for a purpose, so that a change in one place does not shuffle all others."""
    return Random(f"{seed}/{purpose}")  # noqa: S311 – an invented world, not a secret
