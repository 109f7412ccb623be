"""What a dry run tells a person at a terminal, and a program that reads a pipe; it reads no data for it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.command_line import ROOT, Run
from tests.cli.services import use_jira, use_pagerduty, worked
from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import ago, entry, incident
from tests.sources.jira.world import reachable
from toil.commands.verify import in_words

Services = tuple[FakeJira, FakePagerDuty]


@pytest.fixture
def services(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Five issues, two incidents and three log entries, with credentials for both services."""
    account = FakePagerDuty(
        incidents=[incident(f"P{n}", ago(days=n), status="resolved") for n in (1, 2)],
        log_entries=[entry(f"L{n}", "resolve", "P1", ago(hours=n), by="PANA") for n in (1, 2, 3)],
    )
    with reachable(issues=[worked(n) for n in range(1, 6)]) as jira, pagerduty_fake.running(account):
        use_jira(monkeypatch, jira)
        use_pagerduty(monkeypatch, account)
        yield jira, account


def on_a_terminal(*arguments: str, folder: Path) -> tuple[int, str]:
    """Exit code and stdout of `toil …` whose stdout is a terminal."""
    reading, writing = pty.openpty()
    command = [sys.executable, "-m", "toil", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=writing, stderr=subprocess.DEVNULL)
    os.close(writing)
    shown = b""
    with suppress(OSError):  # so Linux tells that the other end is closed
        while part := os.read(reading, 4096):
            shown += part
    os.close(reading)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def test_a_person_reads_a_sentence(services: Services, tmp_path: Path) -> None:
    """On a terminal each source is one sentence with its records, its requests and its time, without tabs."""
    code, shown = on_a_terminal("extract", "--dry-run", folder=tmp_path)
    assert (code, shown.splitlines()) == (0, [
        "jira: reading about 5 issues takes about 9 requests and 1 s.",
        "pagerduty: reading about 2 incidents and 3 log entries takes about 12 requests and 1 s.",
    ])  # fmt: skip


def test_a_program_reads_columns(toil: Run, services: Services) -> None:
    """In a pipe the same stands in columns that are parted by tabs."""
    lines = [line.split("\t") for line in toil("extract", "--dry-run").out.splitlines()]
    assert [line[:3] for line in lines] == [
        ["jira", "issues", "5"], ["jira", "requests", "9"], ["pagerduty", "incidents", "2"],
        ["pagerduty", "log_entries", "3"], ["pagerduty", "requests", "12"],
    ]  # fmt: skip


def test_no_data_is_asked_for(toil: Run, services: Services) -> None:
    """Jira is asked for its kind, the account and a count; PagerDuty for totals with one row; nothing is kept."""
    jira, account = services
    assert toil("extract", "--dry-run").code == 0
    assert jira.paths() == ["/rest/api/2/serverInfo", "/rest/api/3/myself", "/rest/api/3/search/approximate-count"]
    assert {query["limit"][0] for one in account.asked for query in [one.query]} == {"1"}
    assert toil("extract", "--dry-run", "jira").out.startswith("jira\tissues\t5\n")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (5400, "1.5 h"), (36000, "10.0 h")],
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    """Seconds, minutes or hours, whichever is short; what is quick takes a second and never none."""
    assert in_words(seconds) == said
