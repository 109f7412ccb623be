"""What vanishes at the server, from the next run's census to the numbers of the built week."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.cli.command_line import Run
from tests.cli.services import always_count, built, use_jira, use_pagerduty, worked
from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty import running as running_pagerduty
from tests.fakes.pagerduty_world import ago, incident, reference, service
from tests.sources.jira.world import reachable

WEEK = "select week, recorded_hours from toil_by_week where recorded_hours > 0"


@pytest.fixture
def jira(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """Twelve issues of an hour each, read whole, and counted again in each run."""
    with reachable(issues=[worked(number) for number in range(1, 13)]) as fake:
        use_jira(monkeypatch, fake)
        always_count()
        assert toil("extract").code == 0
        yield fake


def vanish(jira: FakeJira, *numbers: int) -> None:
    """Delete issues at the server."""
    jira.issues = [one for one in jira.issues if int(one["id"]) not in numbers]


def test_a_deleted_issue_leaves_the_week(toil: Run, jira: FakeJira) -> None:
    """Of twelve hours eleven are left once the census has found one issue deleted, and the run says so."""
    assert toil("build").code == 0
    assert built(WEEK) == [("2026-W45", 12.0)]
    vanish(jira, 3)
    again = toil("extract")
    assert (again.code, "no longer shown by jira: 1 deleted" in again.messages) == (0, True)
    assert built("select item_id, class from tombstones", ".toil/raw.duckdb") == [("jira:127.0.0.1:3", "deleted")]
    assert toil("build").code == 0
    assert built(WEEK) == [("2026-W45", 11.0)]
    assert built("select items, deleted, missing from data_health") == [(12, 1, 0)]
    assert toil("extract", "--verify").code == 0


def test_what_vanishes_at_once_still_counts_and_is_told(toil: Run, jira: FakeJira) -> None:
    """Ten of twelve issues vanish: they are unobserved and in the week; the run, doctor and data health tell it."""
    vanish(jira, *range(1, 11))
    again = toil("extract")
    assert (again.code, "no longer shown by jira: 10 unobserved" in again.messages) == (0, True)
    assert "check what the account may see" in again.messages
    assert toil("build").code == 0
    assert built(WEEK) == [("2026-W45", 12.0)]
    assert built("select unobserved, deleted, missing from data_health") == [(10, 0, 0)]
    told = {one["name"]: one for one in json.loads(toil("doctor", "--json").out)["checks"]}["last run of jira"]
    assert "10 unobserved" in told["message"]


def test_what_comes_back_is_counted_as_before(toil: Run, jira: FakeJira) -> None:
    """An issue that is shown again loses its tombstone, and its hour is in the week again."""
    everything = list(jira.issues)
    vanish(jira, 3)
    toil("extract")
    jira.issues = everything
    toil("extract")
    assert built("select * from tombstones", ".toil/raw.duckdb") == []
    assert toil("build").code == 0
    assert built(WEEK) == [("2026-W45", 12.0)]


def test_an_archived_project_stays_in_the_week(toil: Run, jira: FakeJira) -> None:
    """A project that goes into the archive takes its issues along, and their hours still count."""
    jira.project_status = {"OPS": "archived"}
    jira.issues.append(worked(20, "NEW"))
    assert "12 archived" in toil("extract").messages
    assert toil("build").code == 0
    assert built(WEEK) == [("2026-W45", 13.0)]
    assert built("select archived, deleted, missing from data_health") == [(12, 0, 0)]


def test_verify_settles_what_was_deleted_since(toil: Run, jira: FakeJira) -> None:
    """A count that is asked for finds the deletion too: nothing is missing, and exit code 0."""
    vanish(jira, 3)
    result = toil("extract", "--verify", "--json")
    (scope,) = json.loads(result.out)["verified"]
    assert (result.code, scope["server"], scope["held"], scope["missing"]) == (0, 11, 11, 0)


def test_a_renamed_service_lacks_nothing(toil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service is known by its id: renamed, it misses no incident, and its old incidents bear the new name."""
    with running_pagerduty(FakePagerDuty()) as account:
        use_pagerduty(monkeypatch, account)
        always_count()
        account.incidents = [incident(f"I{day}", ago(days=day), status="resolved") for day in range(3, 7)]
        account.services = [service()]
        assert toil("extract", "pagerduty").code == 0
        account.now += timedelta(days=2)  # such lists are read once a day
        account.services = [service(name="basket")]
        renamed = reference("service", "PSVC1", "basket")
        account.incidents.append(incident("I1", account.now - timedelta(days=1), status="resolved", service=renamed))
        assert toil("extract", "pagerduty").code == 0
        held = "select service, count(*) from staged_items group by 1"
        assert built(held, ".toil/raw.duckdb") == [("basket", 5)]
        checked = toil("extract", "pagerduty", "--verify", "--json")
        (scope,) = json.loads(checked.out)["verified"]
        assert (checked.code, scope["name"], scope["server"], scope["held"], scope["missing"]) == (0, "basket", 5, 5, 0)
