"""What a source is: it turns a service's answers, or a file, into pages of records. It never sees a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    `truncated` counts embedded lists that came shorter than their total.
    """

    site: str
    stream: str
    records: tuple[Record, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    cursor: str | None = None
    as_of: datetime | None = None
    truncated: int = 0


@dataclass(frozen=True)
class Secret:
    """A secret that a source needs: its own environment name first, then the usual aliases."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceConfig:
    """What the settings say to one source: its table in toil.toml, and its secrets by their own name."""

    options: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Window:
    """What to ask for: everything since the stored cursors, since a time (UTC), or from the beginning."""

    cursors: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    full: bool = False


class Source(Protocol):
    """One folder of `toil/sources`, whose `__init__.py` holds it as `SOURCE`; `staging.sql` stands beside it."""

    name: str
    secrets: tuple[Secret, ...]

    def configured(self, config: SourceConfig) -> bool:
        """Whether there is enough to connect."""

    def check(self, config: SourceConfig) -> str:
        """Connect once and say as whom and to what; raises CredentialsError or SourceUnavailable."""

    def count(self, config: SourceConfig, window: Window) -> dict[str, int]:
        """How many records each stream would bring, asked of the service without reading them."""

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """Pages from the service, each complete in itself."""

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """Pages from a saved file, of the same records that `fetch` brings."""
