"""What `toil doctor` learns from Jira, and what a run would cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.jira import Fault
from tests.sources.jira.world import config, issue, reachable, source
from toil.sources.base import Window
from toil.sources.clock import clock_finding

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])


@both
def test_each_project_is_looked_at(cloud: bool) -> None:
    """A project that is not there and one that may not be browsed are errors that say what to do."""
    world = [issue(1, 1), issue(2, 2, project="SEC")]
    with reachable(cloud=cloud, issues=world, unbrowsable={"SEC"}) as jira:
        found = {one.name: one for one in source().inspect(config(jira, projects=["OPS", "SEC", "TYPO"]))}
    assert {name: one.status for name, one in found.items() if name.startswith("project")} == {
        "project OPS": "ok", "project SEC": "error", "project TYPO": "error",
    }  # fmt: skip
    assert "Browse Projects" in found["project SEC"].do
    assert found["worklog feed"].status == "ok"


def test_an_account_that_sees_nothing_is_told() -> None:
    """Without any project there is nothing to read."""
    with reachable() as jira:
        found = {one.name: one.status for one in source().inspect(config(jira))}
    assert found["projects"] == "error"


def test_a_refused_feed_is_a_warning() -> None:
    """Deleted worklogs are then seen later; the rest works."""
    with reachable(issues=[issue(1, 1)], faults=[Fault("/worklog/deleted", 403)]) as jira:
        found = {one.name: one.status for one in source().inspect(config(jira))}
    assert (found["worklog feed"], found["projects"]) == ("warning", "ok")


@pytest.mark.parametrize(("seconds", "status"), [(0, "ok"), (59, "ok"), (-61, "warning"), (3600, "warning")])
def test_a_clock_that_is_off_is_told(seconds: float, status: str) -> None:
    """T4: a skew of more than a minute is a warning; nothing that is read depends on it."""
    assert clock_finding(NOON, NOON + timedelta(seconds=seconds)).status == status


def test_a_server_without_a_clock_is_a_warning() -> None:
    """A proxy may strip the Date header."""
    assert clock_finding(None, NOON).status == "warning"


def test_a_first_load_is_estimated_without_reading() -> None:
    """A thousand issues on Cloud take one listing, ten bulk reads, two changelog requests and six others."""
    with reachable(issues=[issue(n, n) for n in range(1, 1001)]) as jira:
        estimate = source().estimate(config(jira, requests_per_second=10), Window())
        assert len(jira.asked) == 3
    assert (estimate.records, estimate.requests) == ({"issues": 1000}, 19)
    assert estimate.seconds == pytest.approx(1.9)
