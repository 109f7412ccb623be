"""One run against one account: where each stream begins, which incidents were read, and pages in its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from toil.sources.base import Page, Record, Rejection, Window
from toil.sources.clock import is_ahead, timely
from toil.sources.pagerduty.client import Client
from toil.sources.pagerduty.records import site_of, sorted_out
from toil.sources.pagerduty.windows import Span, to_moment, to_text


@dataclass
class Run:
    """What the feeds of one run share.

    `read` are the ids of the incidents read in this run; `full_since` is when the account's oldest incident was
    created, where everything is asked for.
    """

    client: Client
    window: Window
    site: str
    full_since: datetime | None = None
    read: set[str] = field(default_factory=set)

    def stream(self, name: str) -> str:
        """The name of a stream's cursor, which holds the site."""
        return f"{self.site}/{name}"

    def cursor(self, name: str) -> datetime | None:
        """How far a stream was read before; None where that lies ahead of the service's time."""
        moment = to_moment(self.window.cursors.get(self.stream(name)))
        return None if moment is not None and is_ahead(moment, self.client.now) else moment

    def since(self, name: str) -> datetime:
        """Where a stream begins: the time asked for, or the cursor less the lookback, or the first load."""
        if self.window.full:
            return self.full_since or self.first_load
        if self.window.since is not None:
            return self.window.since
        cursor = self.cursor(name)
        if cursor is None:
            return self.first_load
        return cursor - timedelta(hours=self.client.options.lookback_hours)

    @property
    def first_load(self) -> datetime:
        """Where a stream begins that has never been read."""
        return self.client.now - timedelta(days=self.client.options.first_load_days)

    def reached(self, name: str, moment: datetime) -> str | None:
        """The cursor once a stream is read up to a moment; None where it must stay as it is.

        A cursor never goes back; and a run that began after the old cursor (`--since`) leaves it where it
        was, because what lies between has not been read.
        """
        old = self.cursor(name)
        if old is not None and (moment <= old or self.since(name) > old):
            return None
        return to_text(moment)

    def page(
        self,
        name: str,
        records: Iterable[Record] = (),
        *,
        rejections: Iterable[Rejection] = (),
        cursor: str | None = None,
        truncated: int = 0,
    ) -> Page:
        """A page of a stream, with what the client has to tell and the service's time."""
        told = (*rejections, *self.client.take_notes())
        as_of = self.client.latest
        return Page(self.site, self.stream(name), timely(records, as_of), told, cursor, as_of, truncated)

    def page_of(self, name: str, kind: str, rows: Iterable[Any], *, where: str) -> Page:
        """A page of a stream from rows of one kind."""
        records, rejections = sorted_out(kind, rows, where=where)
        return self.page(name, records, rejections=rejections)


def short_of(run: Run, path: str, what: str, span: Span, total: int, rows: int) -> Rejection:
    """What is told where a list gave fewer rows of a span than the service had counted."""
    where = f"GET {run.client.options.host}{path} {to_text(span.since)} to {to_text(span.until)}"
    return Rejection(where, f"the service counts {total} {what} and gave {rows}")


def find_site(client: Client) -> str:
    """The account's host from the address of a user or a service, else the setting, else the API's host."""
    if client.options.site:
        return client.options.site
    for path, key in (("/users", "users"), ("/services", "services")):
        rows = client.get(path, {"limit": 1}, accept={403}).body.get(key)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and (site := site_of(row)):
                return site
    return urlsplit(client.options.host).hostname or client.options.host
