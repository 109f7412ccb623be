"""Every payload has the shape that its service gives it."""

from __future__ import annotations

import random

import pytest

from tests.sample_data import vendor_schemas
from tests.sample_data.reading import clean_issues, dirty_subjects, payloads
from tests.sample_data.vendor_schemas import JIRA, PAGERDUTY, problems

SPECIAL = {
    "assign_log_entry": "AssignLogEntry",
    "annotate_log_entry": "AnnotateLogEntry",
    "escalate_log_entry": "EscalateLogEntry",
    "notify_log_entry": "NotifyLogEntry",
    "resolve_log_entry": "ResolveLogEntry",
    "snooze_log_entry": "SnoozeLogEntry",
    "trigger_log_entry": "TriggerLogEntry",
    "unacknowledge_log_entry": "UnacknowledgeLogEntry",
    # the description allows `acknowledge_log_entry` in LogEntry and forbids it in AcknowledgeLogEntry
    "acknowledge_log_entry": "LogEntry",
}
NESTED = {
    "comment": "PageOfComments",
    "worklog": "PageOfWorklogs",
    "status": "StatusDetails",
    "reporter": "UserDetails",
}


def test_issues_are_what_jira_calls_an_issue() -> None:
    """A sample of 150 issues validates against IssueBean, and their parts against the parts' own schemas."""
    for issue in random.Random(1).sample(clean_issues(), 150):
        assert problems(JIRA, "IssueBean", issue) == [], issue["key"]
        for name, schema in NESTED.items():
            assert problems(JIRA, schema, issue["fields"][name]) == [], (issue["key"], name)


@pytest.mark.parametrize(
    ("name", "schema"),
    [("jira_worklogs", "Worklog"), ("jira_statuses", "StatusDetails"), ("jira_changelogs", "IssueChangeLog")],
)
def test_what_stands_beside_the_issues_is_as_described(name: str, schema: str) -> None:
    """Worklogs, statuses and bulk changelogs validate; dirty ones are left out."""
    dirty = dirty_subjects(name)
    for payload in payloads(name):
        if payload.get("issueId") not in dirty:
            assert problems(JIRA, schema, payload) == []


def test_incidents_are_what_pagerduty_calls_an_incident() -> None:
    """A sample of 150 incidents validates against Incident."""
    for incident in random.Random(2).sample(payloads("pagerduty_incidents"), 150):
        assert problems(PAGERDUTY, "Incident", incident) == [], incident["id"]


def test_log_entries_are_what_pagerduty_calls_them() -> None:
    """A sample of 150 log entries validates against LogEntry and against the schema of its own type."""
    for entry in random.Random(3).sample(payloads("pagerduty_log_entries"), 150):
        assert problems(PAGERDUTY, "LogEntry", entry) == [], entry["id"]
        assert problems(PAGERDUTY, SPECIAL[entry["type"]], entry) == [], entry["id"]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("pagerduty_users", "User"),
        ("pagerduty_services", "Service"),
        ("pagerduty_analytics", "AnalyticsRawIncident"),
    ],
)
def test_what_stands_beside_the_incidents_is_as_described(name: str, schema: str) -> None:
    """Users, services and raw analytics validate."""
    for payload in payloads(name)[:150]:
        assert problems(PAGERDUTY, schema, payload) == []


def test_the_schemas_do_object() -> None:
    """A wrong type and an unknown status are found, so that silence means something."""
    incident = {**payloads("pagerduty_incidents")[0], "status": "asleep"}
    assert problems(PAGERDUTY, "Incident", incident)
    issue = {**clean_issues()[0], "unheard_of": 1}
    assert vendor_schemas.problems(JIRA, "IssueBean", issue)
