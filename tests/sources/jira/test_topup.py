"""Lists that Jira cuts short are completed, and where they cannot be, that is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jira import Fault
from tests.fakes.jira_site import project_id
from tests.sources.jira.world import (
    comment,
    config,
    history,
    ids,
    issue,
    reachable,
    records,
    rejections,
    source,
    worklog,
)
from toil.sources.base import Window


def long_issue(number: int, **fields: Any) -> dict[str, Any]:
    """An issue with 90 changes, 45 worklogs and 130 comments."""
    histories = [history(number * 1000 + n, n, n % 2, 1 - n % 2) for n in range(90)]
    worklogs = [worklog(number * 1000 + n, str(number)) for n in range(45)]
    comments = [comment(number * 1000 + n) for n in range(130)]
    return issue(number, number, histories=histories, worklogs=worklogs, comments=comments, **fields)


def test_cut_changelogs_come_in_bulk() -> None:
    """T8: all 90 changes of each of five issues arrive by the bulk endpoint, whose pages hold two issues."""
    with reachable(issues=[long_issue(n) for n in range(1, 6)]) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert jira.paths().count("/rest/api/3/changelog/bulkfetch") == 3
    assert sorted(map(int, ids(pages, "changelog"))) == [i * 1000 + n for i in range(1, 6) for n in range(90)]
    assert {record.owner_id for record in records(pages, "changelog")} == set("12345")
    assert [(page.truncated, page.tallies) for page in pages if page.records][1] == (0, {"topped_up": 10})
    assert rejections(pages) == []


def test_without_the_bulk_endpoint_each_changelog_is_asked_for() -> None:
    """Where the bulk endpoint is missing, the issue's own is used."""
    with reachable(issues=[long_issue(1)], has_bulk=False) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert "/rest/api/3/issue/1/changelog" in jira.paths()
    assert len(ids(pages, "changelog")) == 90


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
def test_cut_worklogs_come_whole(cloud: bool) -> None:
    """T14: all 45 worklogs of an issue are kept as one list, so that a later list takes deleted ones away."""
    with reachable(cloud=cloud, issues=[long_issue(1)]) as jira:
        pages = list(source().fetch(config(jira), Window()))
    (listed,) = records(pages, "worklogs")
    assert [one["id"] for one in listed.payload["worklogs"]] == [str(1000 + n) for n in range(45)]
    assert (listed.owner_id, listed.updated_at) == ("1", records(pages)[0].updated_at)
    assert len(ids(pages, "comment")) == 130


def test_short_issues_cost_no_further_request() -> None:
    """An issue whose lists are whole takes one listing, one read and one changelog request, with all others.

    Its project's own statuses are asked for once.
    """
    with reachable(issues=[issue(1, 1, histories=[history(1, 1, 0, 1)], worklogs=[worklog(1, "1")])]) as jira:
        list(source().fetch(config(jira), Window()))
    assert [path.removeprefix("/rest/api/3/") for path in jira.paths()][1:] == [
        "myself", "status", "field", "field/search", "search/jql", "issue/bulkfetch", "changelog/bulkfetch",
        f"project/{project_id('OPS')}/statuses",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["worklog", "comment", "changelog"])
def test_an_issue_that_vanishes_meanwhile_does_not_end_the_run(part: str) -> None:
    """A 404 on one issue's list is a rejection; everything else arrives."""
    faults = [Fault(f"/issue/1/{part}", 404, times=9)]
    with reachable(issues=[long_issue(1), issue(2, 2)], has_bulk=False, faults=faults) as jira:
        pages = list(source().fetch(config(jira), Window()))
    (rejection,) = rejections(pages)
    assert rejection.where == f"GET {jira.url}/rest/api/3/issue/1/{part}"
    assert "of issue 1 cannot be read any more" in rejection.reason
    assert ids(pages) == ["1", "2"]


def test_data_center_cannot_complete_a_changelog_and_says_so() -> None:
    """Data Center has no endpoint for changelogs: a cut one is counted and named."""
    cut = issue(1, 1, histories=[history(1, 1, 0, 1)])
    with reachable(cloud=False, issues=[cut]) as jira:
        shown = jira._shown
        jira._shown = lambda *args: _claiming(shown(*args), total=3)  # type: ignore[method-assign]
        pages = list(source().fetch(config(jira), Window()))
    (rejection,) = rejections(pages)
    assert "issue 1 has 3 changelog entries, of which Jira gives only 1" in rejection.reason
    assert sum(page.truncated for page in pages) == 1


def _claiming(shown: dict[str, Any], total: int) -> dict[str, Any]:
    shown["changelog"]["total"] = total
    return shown
