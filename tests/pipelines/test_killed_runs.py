"""A run killed with -9 at any request, or between any two writes, loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.jira_server import running as running_jira
from tests.fakes.pagerduty import KEY, FakePagerDuty
from tests.fakes.pagerduty_world import ago, analytics, entry, incident
from tests.sources.jira.world import comment, history, issue, worklog
from toil.store.query import connect
from toil.store.raw import RAW_FILE

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"runs", "run_tallies", "store_info", "stale_owners"}
"""What tells of the runs themselves and not of what they brought."""

REQUESTS = (4, 6, 3, 9, 5)
STATEMENTS = (96, 71, 58, 47, 39)


@dataclass
class Setup:
    """A fake service, how it is reached, and what stops each request."""

    source: str
    world: Any
    environment: dict[str, str]
    options: dict[str, Any]

    def victim(self, folder: Path, statement: int | None = None) -> subprocess.Popen[bytes]:
        """A run in a process of its own."""
        order = [sys.executable, "-m", "tests.pipelines.victim", str(folder), self.source, json.dumps(self.options)]
        order += [str(statement)] if statement else []
        return subprocess.Popen(order, cwd=ROOT, env={**os.environ, **self.environment}, stderr=subprocess.DEVNULL)


@contextmanager
def jira(*, cloud: bool) -> Iterator[Setup]:
    world = [
        issue(n, n * 300, histories=[history(n * 10 + k, n + k, 0, 2) for k in range(3)],
              worklogs=[worklog(n * 100 + k, str(n)) for k in range(25)], comments=[comment(n * 100)])
        for n in range(1, 31)
    ]  # fmt: skip
    with running_jira(FakeJira(cloud=cloud, issues=world)) as fake:
        login = {"JIRA_PERSONAL_TOKEN": "pat-secret"}
        if cloud:
            login = {"JIRA_EMAIL": "tanaka@example.com", "JIRA_API_TOKEN": "api-secret"}
        options = {"page_size": 6, "requests_per_second": 1000}
        yield Setup("jira", fake, {"JIRA_URL": fake.url, **login}, options)


@contextmanager
def pagerduty() -> Iterator[Setup]:
    numbers = range(1, 41)
    world = FakePagerDuty(
        incidents=[incident(f"P{n}", ago(days=n, hours=n % 24), status="resolved") for n in numbers],
        log_entries=[
            entry(f"L{n}-{kind}", kind, f"P{n}", ago(days=n, hours=n % 24, minutes=-minute), by="PANA")
            for n in numbers
            for minute, kind in enumerate(("trigger", "acknowledge", "resolve"))
        ],
        analytics=[analytics(f"P{n}", ago(days=n), user_defined_effort_seconds=n * 60) for n in numbers],
        row_limit=50,
    )
    with pagerduty_fake.running(world) as fake:
        options = {"page_rows": 10, "row_limit": 50, "requests_per_minute": 6000}
        environment = {"PAGERDUTY_API_KEY": KEY, "PAGERDUTY_API_HOST": fake.url}
        yield Setup("pagerduty", fake, environment, options)


SERVICES: dict[str, Callable[[], Any]] = {
    "cloud": lambda: jira(cloud=True),
    "datacenter": lambda: jira(cloud=False),
    "pagerduty": pagerduty,
}


def held(folder: Path) -> dict[str, list[Any]]:
    """Every row of the raw store, without the runs that brought them and the moments at which they did."""
    with connect(folder / RAW_FILE, memory_limit="500MB") as store:
        columns = store.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal "
            "and column_name not in ('run_id', 'rejected_at', 'observed_at', 'counted_at') group by all"
        ).fetchall()
        return {
            name: store.execute(f"select {', '.join(names)} from {name} order by all").fetchall()
            for name, names in sorted(columns)
            if name not in LEFT_OUT
        }


def undisturbed(setup: Setup, folder: Path) -> dict[str, list[Any]]:
    assert setup.victim(folder).wait() == 0
    return held(folder)


@contextmanager
def killed_at(
    setup: Setup, request: int, process: subprocess.Popen[bytes], answer: Callable[..., Any]
) -> Iterator[None]:
    """Have the process killed when its n-th request arrives, before it is answered."""
    arrived, lock = [0], Lock()

    def fault_for(*arguments: Any) -> Any:
        with lock:
            arrived[0] += 1
            if arrived[0] == request:
                os.kill(process.pid, signal.SIGKILL)
        return answer(*arguments)

    setup.world.fault_for = fault_for
    try:
        yield
    finally:
        setup.world.fault_for = answer


@pytest.mark.parametrize("service", SERVICES)
def test_killed_at_a_request(service: str, tmp_path: Path) -> None:
    """Killed again and again, each time at another request, the runs end with the rows of an undisturbed one."""
    with SERVICES[service]() as setup:
        answer = setup.world.fault_for
        for request in REQUESTS:
            process = setup.victim(tmp_path / "killed")
            with killed_at(setup, request, process, answer):
                assert process.wait() == -signal.SIGKILL
        assert undisturbed(setup, tmp_path / "killed") == undisturbed(setup, tmp_path / "whole")


@pytest.mark.parametrize("service", SERVICES)
def test_killed_between_two_writes(service: str, tmp_path: Path) -> None:
    """Killed again and again, each time before another statement, the runs end with the rows of an undisturbed one."""
    with SERVICES[service]() as setup:
        ended: list[int] = []
        for statement in STATEMENTS:
            ended.append(setup.victim(tmp_path / "killed", statement).wait())
        assert set(ended) <= {0, -signal.SIGKILL}
        assert ended.count(-signal.SIGKILL) >= len(STATEMENTS) - 1
        assert undisturbed(setup, tmp_path / "killed") == undisturbed(setup, tmp_path / "whole")
