"""Histories, worklogs and logs tell one story in the order in which it happened."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from tests.sample_data.reading import clean_issues, jira_time, payloads


def _changes(issue: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """The changes of one field, oldest first."""
    histories = reversed(issue["changelog"]["histories"])
    return [item for history in histories for item in history["items"] if item["field"] == field]


def test_embedded_lists_are_as_long_as_jira_makes_them() -> None:
    """At most 40 histories, newest first, and 20 worklogs; what was cut off stands in the files beside."""
    worklogs = {log["id"]: log for log in payloads("jira_worklogs")}
    bulk = {entry["issueId"]: entry["changeHistories"] for entry in payloads("jira_changelogs")}
    cut = {"histories": 0, "worklogs": 0}
    for issue in clean_issues():
        log, work = issue["changelog"], issue["fields"]["worklog"]
        times = [jira_time(history["created"]) for history in log["histories"]]
        assert times == sorted(times, reverse=True)
        assert len(times) == min(log["total"], 40)
        assert len(work["worklogs"]) == min(work["total"], 20)
        if log["total"] > 40:
            cut["histories"] += 1
            assert {h["id"] for h in log["histories"]} < {h["id"] for h in bulk[issue["id"]]}
        if work["total"] > 20:
            cut["worklogs"] += 1
            mine = [known for known in worklogs.values() if known["issueId"] == issue["id"]]
            assert len(mine) == work["total"]
    assert min(cut.values()) >= 4


def test_status_changes_form_a_chain_to_the_present() -> None:
    """Each status change begins where the last one ended, and the last is the issue's status."""
    for issue in clean_issues():
        changes = _changes(issue, "status")
        for earlier, later in pairwise(changes):
            assert earlier["to"] == later["from"], issue["key"]
        if changes:
            assert changes[-1]["to"] == issue["fields"]["status"]["id"], issue["key"]


def test_assignee_changes_end_with_the_assignee() -> None:
    """The last assignee in the history is the issue's assignee, by id and by name."""
    for issue in clean_issues():
        if changes := _changes(issue, "assignee"):
            assert changes[-1]["to"] == issue["fields"]["assignee"]["accountId"], issue["key"]
            assert changes[-1]["toString"] == issue["fields"]["assignee"]["displayName"], issue["key"]


def test_times_stand_in_order() -> None:
    """Created is first, updated is last, and resolved lies between."""
    for issue in clean_issues():
        fields = issue["fields"]
        created, updated = jira_time(fields["created"]), jira_time(fields["updated"])
        seen = [jira_time(history["created"]) for history in issue["changelog"]["histories"]]
        seen += [jira_time(comment["created"]) for comment in fields["comment"]["comments"]]
        seen += [jira_time(fields["resolutiondate"])] if fields["resolutiondate"] else []
        assert all(created <= moment <= updated for moment in seen), issue["key"]


def test_work_lies_in_progress() -> None:
    """What was logged on an issue that no page opened began after the issue was first taken up."""
    for issue in clean_issues():
        first = next((h for h in reversed(issue["changelog"]["histories"]) if _moves(h)), None)
        if issue["fields"]["issuetype"]["name"] == "Incident" or issue["changelog"]["total"] > 40 or not first:
            continue
        for log in issue["fields"]["worklog"]["worklogs"]:
            behind = jira_time(first["created"]) - jira_time(log["started"])
            assert behind.total_seconds() <= 60, issue["key"]


def _moves(history: dict[str, Any]) -> bool:
    return any(item["field"] == "status" for item in history["items"])


def test_nobody_is_assigned_to_what_is_resolved() -> None:
    """A resolved incident has lost its assignments and acknowledgements; a merged one names the other."""
    states = {True: 0, False: 0}
    for incident in payloads("pagerduty_incidents"):
        is_open = incident["status"] != "resolved"
        states[is_open] += 1
        assert bool(incident["assignments"]) == is_open
        assert ("resolved_at" in incident) != is_open
        assert is_open or incident["acknowledgements"] == []
    assert states[True] >= 1


def test_the_log_begins_with_the_trigger_and_ends_with_the_resolution() -> None:
    """Every incident's entries start with its trigger and, once resolved, close with a resolve (or a last note)."""
    logs: dict[str, list[dict[str, Any]]] = {}
    for entry in reversed(payloads("pagerduty_log_entries")):
        logs.setdefault(entry["incident"]["id"], []).append(entry)
    for incident in payloads("pagerduty_incidents"):
        entries = logs[incident["id"]]
        assert min(entries, key=_at)["created_at"] == incident["created_at"]
        kinds = [entry["type"] for entry in entries]
        assert kinds.count("trigger_log_entry") == 1
        assert kinds.count("resolve_log_entry") == int(incident["status"] == "resolved")
        assert incident["first_trigger_log_entry"]["id"] in [entry["id"] for entry in entries]


def _at(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["created_at"])


def test_the_last_week_is_over_and_nothing_happens_after_it() -> None:
    """The newest event lies in the last week, and the analytics computed two hours after it say that it is over."""
    ends_at = datetime(2026, 11, 22, 15, tzinfo=UTC)
    newest = max(_at(entry) for entry in payloads("pagerduty_log_entries"))
    assert newest < ends_at
    assert max(jira_time(issue["fields"]["updated"]) for issue in clean_issues()) < ends_at
    computed = max(row["updated_at"] for row in payloads("pagerduty_analytics"))
    assert computed == "2026-11-22T17:00:00"
