"""One source is down while the other is read: what is kept, what is said, and how the next run catches up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from tests.cli.services import built, use_jira, use_pagerduty, worked
from tests.fakes import jira as jira_fake
from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import ago, entry, incident
from tests.pipelines.test_killed_runs import held
from tests.sources.jira.world import reachable
from toil.sources.jira import JiraSource
from toil.sources.pagerduty.source import PagerDutySource

RAW = ".toil/raw.duckdb"
KINDS = "select kind, count(*) from payloads where kind in ('issue', 'incident', 'log_entry') group by 1 order by 1"


@pytest.fixture
def services(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FakeJira, FakePagerDuty]]:
    """Five issues and four resolved incidents, with credentials for both; nobody really waits."""
    clock = [0.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr("toil.sources.jira.SOURCE", JiraSource(clock=lambda: clock[0], sleep=sleep))
    monkeypatch.setattr("toil.sources.pagerduty.SOURCE", PagerDutySource(clock=lambda: clock[0], sleep=sleep))
    account = FakePagerDuty(
        incidents=[incident(f"P{n}", ago(days=n), status="resolved") for n in range(1, 5)],
        log_entries=[entry(f"L{n}", "resolve", f"P{n}", ago(days=n, minutes=-9), by="PANA") for n in range(1, 5)],
    )
    with reachable(issues=[worked(n) for n in range(1, 6)]) as jira, pagerduty_fake.running(account):
        use_jira(monkeypatch, jira)
        use_pagerduty(monkeypatch, account)
        yield jira, account


def outcomes(document: str) -> dict[str, tuple[str, int]]:
    """How each source's run ended, and its exit code."""
    return {one["source"]: (one["outcome"], one["exit_code"]) for one in json.loads(document)["runs"]}


def test_pagerduty_down(toil: Run, services: tuple[FakeJira, FakePagerDuty], tmp_path: Path) -> None:
    """Exit code 5, Jira is whole and can be built; the next run catches up with an undisturbed store."""
    _, account = services
    account.faults = [pagerduty_fake.Fault(path, 503, times=999) for path in ("/users", "/incidents")]
    down = toil("extract", "--json")
    assert down.code == 5
    assert outcomes(down.out) == {"jira": ("complete", 0), "pagerduty": ("failed", 5)}
    assert built(KINDS, RAW) == [("issue", 5)]
    assert toil("build").code == 0
    account.faults = []
    assert outcomes(toil("extract", "--json").out) == {"jira": ("complete", 0), "pagerduty": ("complete", 0)}
    assert built(KINDS, RAW) == [("incident", 4), ("issue", 5), ("log_entry", 4)]
    assert_equals_undisturbed(toil, tmp_path)


def test_jira_down_in_the_middle(toil: Run, services: tuple[FakeJira, FakePagerDuty], tmp_path: Path) -> None:
    """Jira breaks off after the issues of a first page: partly read, code 5, PagerDuty whole; then all is caught up."""
    jira, _ = services
    Path("toil.toml").write_text("[sources.jira]\npage_size = 2\n", "utf-8")
    jira.faults = [jira_fake.Fault("/changelog/bulkfetch", 503, times=999, after=1)]
    down = toil("run", "--json")
    assert down.code == 5
    assert outcomes(down.out) == {"jira": ("partial", 5), "pagerduty": ("complete", 0)}
    assert built(KINDS, RAW) == [("incident", 4), ("issue", 2), ("log_entry", 4)]
    assert built("select source from data_health where last_complete_at is null") == [("jira",)]
    jira.faults = []
    assert toil("run").code == 0
    assert_equals_undisturbed(toil, tmp_path)


def assert_equals_undisturbed(toil: Run, folder: Path) -> None:
    """The store holds, row for row, what a single extraction of now brings into an empty one."""
    caught_up = held(folder / ".toil")
    (folder / ".toil").rename(folder / "before")
    assert toil("extract").code == 0
    undisturbed = held(folder / ".toil")
    for either in (caught_up, undisturbed):
        del either["staging_versions"]  # a build stages sources that were never read, too
    assert undisturbed == caught_up


def test_both_down(toil: Run, services: tuple[FakeJira, FakePagerDuty]) -> None:
    """With both away the exit code is 5, too, and each says on stderr what to do."""
    jira, account = services
    jira.faults = [jira_fake.Fault("/rest/", 502, times=999)]
    account.faults = [pagerduty_fake.Fault("/users", 502, times=999)]
    down = toil("extract")
    assert down.code == 5
    assert down.messages.count("it goes on where it stopped") == 2


def test_verify_says_of_a_source_that_is_down(toil: Run, services: tuple[FakeJira, FakePagerDuty]) -> None:
    """`--verify` counts what can be counted, and exits with 5 for the source that cannot be asked."""
    _, account = services
    assert toil("extract").code == 0
    whole = toil("extract", "--verify")
    assert (whole.code, whole.out.count("missing 0")) == (0, 2)
    account.faults = [pagerduty_fake.Fault("/users", 503, times=999)]
    result = toil("extract", "--verify")
    assert (result.code, result.out.count("missing 0")) == (5, 1)
    assert "did not answer" in result.messages
