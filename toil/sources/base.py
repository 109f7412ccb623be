"""What a source is: it turns a service's answers, or a file, into pages of records. It never sees a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Record:
    """One payload as received.

    `owner_id` is the immutable id of the item that the payload tells of: an issue's id for the issue, its
    worklogs and its changelog; an incident's id for the incident and its log entries. It is empty for what
    belongs to no item (a status list, a user). `updated_at` is UTC; an older payload never replaces a newer.
    """

    kind: str
    record_id: str
    payload: Mapping[str, Any]
    owner_id: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Rejection:
    """Something that could not be taken: where it stood (file:line or URL path), why, and how it began.

    `loses_more` says that all that followed is lost with it: the source was only partly read.
    """

    where: str
    reason: str
    excerpt: str = ""
    loses_more: bool = False


@dataclass(frozen=True)
class Page:
    """What one request, or one batch of lines, brought; it is saved in one transaction with its cursor.

    `stream` names the cursor (it may hold the site). `cursor` is the watermark that is true once this page is
    saved; None keeps the stored one. `as_of` is the service's own time, or for a file its newest time.
    `truncated` counts lists that stay shorter than their total, `tallies` whatever else is worth counting, by
    name (`topped_up`, `crosschecked` …); both are added up over the run. `removed` are the (kind, record_id) of
    payloads that the service says it has deleted.
    """

    site: str
    stream: str
    records: tuple[Record, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    cursor: str | None = None
    as_of: datetime | None = None
    truncated: int = 0
    tallies: Mapping[str, int] = field(default_factory=dict)
    removed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Census:
    """Every item that the service shows in one scope (a project, a service), whole, at one time.

    `scope` is the scope's immutable id and `name` what people call it; `kind` is the records' kind that is counted
    (issue, incident). `owner_ids` are the ids of all items in it, or None where the service only counts; `total` is
    how many there are by its own word, and `is_exact` whether that word can be relied on. What was
    created before `since` was not counted.
    """

    site: str
    scope: str
    name: str
    kind: str
    total: int
    is_exact: bool = True
    owner_ids: frozenset[str] | None = None
    since: datetime | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class Fate:
    """What became of an item that a census no longer shows.

    `state` is present (it was found after all, maybe elsewhere), deleted, archived, trashed (with its project),
    access_lost, or unobserved (nobody can say).
    """

    owner_id: str
    state: str
    evidence: str = ""


@dataclass(frozen=True)
class Estimate:
    """What a run would cost: records by stream, requests, and seconds at the allowed pace."""

    records: Mapping[str, int]
    requests: int
    seconds: float


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at for `toil doctor`: `status` is ok, warning or error."""

    name: str
    status: str
    message: str
    do: str = ""


@dataclass(frozen=True)
class Secret:
    """A secret that a source needs: its own environment name first, then the usual aliases."""

    name: str
    aliases: tuple[str, ...] = ()


def text_id(value: Any) -> str:
    """An id as text that a store can hold, whether it came as text or as a number; empty where it is neither."""
    usable = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value).strip().encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd") if usable else ""


@dataclass(frozen=True)
class SourceConfig:
    """What the settings say to one source: its table in toil.toml, and its secrets by their own name."""

    options: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def nothing_held(site: str, owner_ids: Collection[str]) -> Mapping[str, datetime | None]:
    """The answer of an empty store."""
    return {}


@dataclass(frozen=True)
class Window:
    """What to ask for: everything since the stored cursors, since a time (UTC), or from the beginning.

    `held` tells of given owner ids of a site which are held, and the `updated_at` of the item's own payload, so
    that a source need not read again what has not changed, nor take in what belongs to nobody.
    """

    cursors: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    full: bool = False
    held: Callable[[str, Collection[str]], Mapping[str, datetime | None]] = nothing_held


class Source(Protocol):
    """One folder of `toil/sources`, whose `__init__.py` holds it as `SOURCE`; `staging.sql` stands beside it."""

    name: str
    secrets: tuple[Secret, ...]

    def configured(self, config: SourceConfig) -> bool:
        """Whether there is enough to connect."""

    def check(self, config: SourceConfig) -> str:
        """Connect once and say as whom and to what; raises CredentialsError or SourceUnavailable."""

    def inspect(self, config: SourceConfig) -> Iterator[Finding]:
        """Credentials and their scopes, clock, zone, and what may be seen of each project, for `toil doctor`."""

    def estimate(self, config: SourceConfig, window: Window) -> Estimate:
        """What `fetch` would bring and cost, asked of the service without reading it."""

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """Pages from the service, each complete in itself."""

    def census(self, config: SourceConfig, window: Window) -> Iterator[Census]:
        """Every scope with all of its items, or their number, for the proof of completeness."""

    def fates(self, config: SourceConfig, lost: Mapping[str, str]) -> Iterator[Fate]:
        """What became of items that a census no longer shows; `lost` gives the name of each one's scope."""

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """Pages from a saved file, of the same records that `fetch` brings."""
