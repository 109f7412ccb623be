"""The services that `toil` reads in these tests: how it is told where they are, and what is read back afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import KEY, FakePagerDuty
from tests.sources.jira.world import issue, stamp, worklog
from toil.store.query import connect


def use_jira(monkeypatch: pytest.MonkeyPatch, jira: FakeJira) -> None:
    """The environment that reaches the fake Jira Cloud."""
    monkeypatch.setenv("JIRA_URL", jira.url)
    monkeypatch.setenv("JIRA_EMAIL", "tanaka@example.com")
    monkeypatch.setenv("JIRA_API_TOKEN", "api-secret")


def use_pagerduty(monkeypatch: pytest.MonkeyPatch, account: FakePagerDuty) -> None:
    """The environment that reaches the fake PagerDuty."""
    monkeypatch.setenv("PAGERDUTY_API_HOST", account.url)
    monkeypatch.setenv("PAGERDUTY_API_KEY", KEY)


def worked(number: int, project: str = "OPS") -> dict[str, Any]:
    """A finished issue with one hour declared, on Monday 2 November 2026 from `number` hours UTC on."""
    log = {**worklog(number, str(number), 3600), "started": stamp(1440 + 60 * number)}
    return issue(number, 1500 + number, worklogs=[log], project=project, resolutiondate=stamp(1500 + number))


def always_count(more: str = "") -> None:
    """Settings under which each run takes a census, in the folder where `toil` runs."""
    Path("toil.toml").write_text(f"[extract]\ncensus_hours = 0\n{more}", "utf-8")


def built(sql: str, file: str = ".toil/toil.duckdb") -> list[tuple[Any, ...]]:
    """The rows of a query to the published store, or to another of its folder."""
    connection: duckdb.DuckDBPyConnection
    with connect(Path(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()
