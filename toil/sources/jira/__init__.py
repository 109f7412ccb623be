"""Jira, Cloud and Data Center: issues with their changes, comments and worklogs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toil.sources.base import Census, Estimate, Fate, Finding, Page, Secret, SourceConfig, Window
from toil.sources.http import FOR_CHECKS, FOR_RUNS, Patience
from toil.sources.jira.options import SECRETS, has_credentials, read_credentials, read_options

if TYPE_CHECKING:
    from toil.sources.jira.connection import Connection


@dataclass(frozen=True)
class JiraSource:
    """The source `jira`; clock and sleep are given by tests."""

    name: str = "jira"
    secrets: tuple[Secret, ...] = SECRETS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def configured(self, config: SourceConfig) -> bool:
        """Whether there is a URL and a complete way to log in."""
        return has_credentials(config)

    def check(self, config: SourceConfig) -> str:
        """Log in once and say as whom, like "Jira Cloud at example.atlassian.net as Tanaka"."""
        connection = self._connect(config, patience=FOR_CHECKS)
        edition = "Cloud" if connection.is_cloud else "Data Center"
        return f"Jira {edition} at {connection.site} as {connection.account}"

    def inspect(self, config: SourceConfig) -> Iterator[Finding]:
        """The clock, the user's zone, what may be seen of each project, and the worklog feeds."""
        from toil.sources.jira.inspection import findings

        yield from findings(self._connect(config, patience=FOR_CHECKS), read_options(config.options))

    def estimate(self, config: SourceConfig, window: Window) -> Estimate:
        """What `fetch` would bring and cost, by the server's count of issues."""
        from toil.sources.jira.estimate import estimate

        options = read_options(config.options)
        return estimate(self._connect(config), options, window)

    def census(self, config: SourceConfig, window: Window) -> Iterator[Census]:
        """Each project with the ids of all its issues."""
        from toil.sources.jira.census import censuses

        yield from censuses(self._connect(config), read_options(config.options))

    def fates(self, config: SourceConfig, lost: Mapping[str, str]) -> Iterator[Fate]:
        """Whether issues that no census shows were moved, deleted, archived, trashed or hidden."""
        from toil.sources.jira.census import fates

        yield from fates(self._connect(config), read_options(config.options), lost)

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """What belongs to no issue, changed and deleted worklogs, then issues in the order of their last update."""
        from toil.sources.jira.fetch import pages

        options = read_options(config.options)
        yield from pages(self._connect(config), options, window)

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """The same records from a file of saved answers."""
        from toil.sources.jira.replay import pages

        yield from pages(path, read_options(config.options))

    def connect(self, config: SourceConfig) -> Connection:
        """A logged-in connection, for what is sent to Jira; raises CredentialsError or SourceUnavailable."""
        return self._connect(config)

    def _connect(self, config: SourceConfig, *, patience: Patience = FOR_RUNS) -> Connection:
        from toil.sources.http import Courier
        from toil.sources.jira.connection import connect

        options, credentials = read_options(config.options), read_credentials(config)
        courier = Courier(
            patience=patience,
            requests_per_second=options.requests_per_second,
            redact=credentials.secrets,
            clock=self.clock,
            sleep=self.sleep,
        )
        return connect(credentials, courier=courier, timeout_seconds=options.timeout_seconds)


SOURCE = JiraSource()
