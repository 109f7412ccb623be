"""The PagerDuty source: what it needs, whether it can connect, and the order in which its streams are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from toil.sources.base import Census, Estimate, Fate, Finding, Page, Secret, SourceConfig, Window
from toil.sources.http import FOR_CHECKS, FOR_RUNS, Patience
from toil.sources.pagerduty import analytics, changes, incidents, inspection, proof
from toil.sources.pagerduty.client import Client, rows_of
from toil.sources.pagerduty.lists import Listing, pages_of
from toil.sources.pagerduty.options import API_HOST, API_KEY, Options, read_options, require_key
from toil.sources.pagerduty.records import ACCOUNT, SERVICE, USER, account
from toil.sources.pagerduty.replay import replay_file
from toil.sources.pagerduty.rules import jira_rules
from toil.sources.pagerduty.run import Run, find_site
from toil.sources.pagerduty.windows import to_text


@dataclass(frozen=True)
class PagerDutySource:
    """Reads one PagerDuty account; see `toil.sources.base.Source`. Tests give their own `sleep` and `clock`."""

    name: str = "pagerduty"
    secrets: tuple[Secret, ...] = (API_KEY, API_HOST)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

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

    def inspect(self, config: SourceConfig) -> Iterator[Finding]:
        """Whose key, the region, the clock, analytics, external references, and the teams and services named."""
        return inspection.findings(self._client(read_options(config), patience=FOR_CHECKS))

    def estimate(self, config: SourceConfig, window: Window) -> Estimate:
        """Incidents and log entries that a run would read, by the service's own count, and what that costs."""
        return proof.estimate(self._run(config, window))

    def census(self, config: SourceConfig, window: Window) -> Iterator[Census]:
        """How many incidents each service in scope has, counted since the first load or, in full, since ever."""
        return proof.census(self._run(config, window))

    def fates(self, config: SourceConfig, lost: Mapping[str, str]) -> Iterator[Fate]:
        """What became of incidents: present, deleted (404), or out of the key's sight (403)."""
        return proof.fates(self._client(read_options(config)), lost)

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """Users, services and rules, incidents created and open, log entries with what they touch, edited effort."""
        run = self._run(config, window)
        yield run.page(ACCOUNT, [account(run.site)])
        yield from _reference(run, "users", USER)
        yield from _reference(run, "services", SERVICE)
        yield from jira_rules(run)
        yield from incidents.created(run)
        yield from incidents.open_now(run)
        yield from changes.log_entries(run)
        yield from analytics.edited_effort(run)

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """Pages from a saved file: incidents, log entries, analytics rows, users, services, whole responses."""
        return replay_file(path, read_options(config))

    def _client(self, options: Options, *, patience: Patience = FOR_RUNS) -> Client:
        require_key(options)
        return Client(options, sleep=self.sleep, clock=self.clock, patience=patience)

    def _run(self, config: SourceConfig, window: Window) -> Run:
        client = self._client(read_options(config))
        run = Run(client, window, find_site(client))
        return replace(run, full_since=incidents.oldest_created(run)) if window.full else run


def _reference(run: Run, name: str, kind: str) -> Iterator[Page]:
    """What belongs to no incident, read anew once a day."""
    last = run.cursor(name)
    if last and not run.window.full and timedelta(0) <= run.client.now - last < timedelta(days=1):
        return
    for answer in pages_of(run.client, Listing(f"/{name}", name, {})):
        yield run.page_of(name, kind, rows_of(answer, name), where=answer.where)
    yield run.page(name, cursor=to_text(run.client.now))
