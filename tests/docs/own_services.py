"""The sample team's last weeks behind a Jira and a PagerDuty on this machine, as if they were a reader's own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import ROOT
from tests.fakes import jira_server, pagerduty
from tests.fakes.jira import FakeJira
from tests.fakes.jira_site import project_id
from tests.fakes.pagerduty import FakePagerDuty

SINCE = "2026-10-12"


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Both services, for as long as the block lasts; what a reader writes for them → what it is here."""
    statuses = _saved("jira_statuses")
    issues = [_known(one) for one in _saved("jira_issues") if _is_whole(one)]
    incidents = [one for one in _saved("pagerduty_incidents") if str(one.get("created_at")) >= SINCE]
    entries = [one for one in _saved("pagerduty_log_entries") if str(one.get("created_at")) >= SINCE]
    analytics = [one for one in _saved("pagerduty_analytics") if str(one.get("created_at")) >= SINCE]
    account = FakePagerDuty(incidents=incidents, log_entries=entries, analytics=analytics,
                            users=_saved("pagerduty_users"), services=_saved("pagerduty_services"))  # fmt: skip
    site = FakeJira(
        issues=issues, bulk_page=100, own_statuses={one["fields"]["project"]["id"]: statuses for one in issues}
    )
    with jira_server.running(site) as jira, pagerduty.running(account) as duty:
        yield {
            "https://example.atlassian.net": jira.url, "you@example.com": "tanaka@example.com",
            "your-token": "api-secret", "your-key": pagerduty.KEY, "pagerduty": duty.url,
        }  # fmt: skip


def _saved(name: str) -> list[Any]:
    """The readable lines of one of the sample's files."""
    found = []
    with gzip.open(ROOT / "sample_data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # the sample has a broken line, as saved files may
    return [one for one in found if isinstance(one, dict)]


def _is_whole(issue: dict[str, Any]) -> bool:
    """Whether it is of the last weeks and nothing of it stands in another file: the fake cuts lists by itself."""
    fields = issue.get("fields") or {}
    log, worklog = issue.get("changelog") or {}, fields.get("worklog") or {}
    return (
        str(fields.get("updated")) >= SINCE
        and len(log.get("histories", ())) == log.get("total")
        and len(worklog.get("worklogs", ())) == worklog.get("total", 0)
        and "key" in (fields.get("project") or {})
    )


def _known(issue: dict[str, Any]) -> dict[str, Any]:
    """The issue with its project's id as the fake names it."""
    project = issue["fields"]["project"]
    project["id"] = project_id(project["key"])
    return issue
