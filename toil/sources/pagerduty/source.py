"""The PagerDuty source: what it needs, whether it can connect, and the order in which its streams are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toil.sources.base import Page, Secret, SourceConfig, Window
from toil.sources.http import FOR_CHECKS, FOR_RUNS, Patience
from toil.sources.pagerduty import analytics, changes, incidents
from toil.sources.pagerduty.client import Client, rows_of
from toil.sources.pagerduty.lists import Listing, pages_of
from toil.sources.pagerduty.options import API_HOST, API_KEY, Options, read_options, require_key
from toil.sources.pagerduty.records import ACCOUNT, SERVICE, USER, account
from toil.sources.pagerduty.replay import replay_file
from toil.sources.pagerduty.run import Run, find_site
from toil.sources.pagerduty.windows import apart, spans


@dataclass(frozen=True)
class PagerDutySource:
    """Reads one PagerDuty account; see `toil.sources.base.Source`. Tests give their own `sleep`."""

    name: str = "pagerduty"
    secrets: tuple[Secret, ...] = (API_KEY, API_HOST)
    sleep: Callable[[float], None] = time.sleep

    def configured(self, config: SourceConfig) -> bool:
        """Whether an API key is set."""
        return bool(config.secrets.get(API_KEY.name, "").strip())

    def check(self, config: SourceConfig) -> str:
        """Who the key belongs to and on which account; a user's key knows its user, an account's key does not."""
        client = self._client(read_options(config), patience=FOR_CHECKS)
        answer = client.get("/users/me", accept={400, 403, 404})
        user = answer.body.get("user")
        if answer.status == 200 and isinstance(user, dict):
            return f"{user.get('name') or user.get('id')} ({user.get('email') or 'no e-mail'}) at {find_site(client)}"
        client.get("/abilities")
        return f"an account's API key at {find_site(client)}"

    def count(self, config: SourceConfig, window: Window) -> dict[str, int]:
        """How many incidents and log entries the service counts in the window, without reading them."""
        run = self._run(config, window)
        return {
            incidents.CREATED: sum(
                incidents.count_created(run, span)
                for span in apart(spans(run.since(incidents.CREATED), run.client.now, days=incidents.SPAN_DAYS))
            ),
            changes.LOG_ENTRIES: sum(
                changes.count_entries(run, span)
                for span in apart(spans(run.since(changes.LOG_ENTRIES), run.client.now, days=changes.SPAN_DAYS))
            ),
        }

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """Users and services, incidents created and open, log entries with what they touch, edited effort."""
        run = self._run(config, window)
        yield run.page(ACCOUNT, [account(run.site)])
        yield from _reference(run, "users", USER)
        yield from _reference(run, "services", SERVICE)
        yield from incidents.created(run)
        yield from incidents.open_now(run)
        yield from changes.log_entries(run)
        yield from analytics.edited_effort(run)

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """Pages from a saved file: incidents, log entries, analytics rows, users, services, whole responses."""
        return replay_file(path, read_options(config))

    def _client(self, options: Options, *, patience: Patience = FOR_RUNS) -> Client:
        require_key(options)
        return Client(options, sleep=self.sleep, patience=patience)

    def _run(self, config: SourceConfig, window: Window) -> Run:
        client = self._client(read_options(config))
        run = Run(client, window, find_site(client))
        return replace(run, full_since=incidents.oldest_created(run)) if window.full else run


def _reference(run: Run, name: str, kind: str) -> Iterator[Page]:
    """What belongs to no incident, read anew in every run."""
    for answer in pages_of(run.client, Listing(f"/{name}", name, {})):
        yield run.page_of(name, kind, rows_of(answer, name), where=answer.where)
