"""The planted dirt is where the truth says it is, and nothing else is dirty."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from sample_data.generator.kinds import AUTOMATIONS
from tests.sample_data.reading import SAMPLE, jira_time, lines, payloads, truth


def _subject(what: str) -> str:
    return next(row["subject"] for row in truth("dirty") if row["what"].startswith(what))


def _issue(what: str) -> dict[str, Any]:
    return next(issue for issue in payloads("jira_issues") if issue["key"] == _subject(what))


def test_one_line_is_no_json() -> None:
    """Exactly one line of the issues cannot be parsed, and it is the one named."""
    broken = []
    for number, line in enumerate(lines("jira_issues"), start=1):
        try:
            json.loads(line)
        except json.JSONDecodeError:
            broken.append(f"line {number}")
    assert broken == [_subject("a line that is not JSON")]


def test_dates_are_missing_and_unreadable_once_each() -> None:
    """One issue has no `created`, one has a `created` that is no date, and all others have one."""
    assert "created" not in _issue("no created")["fields"]
    bad = []
    for issue in payloads("jira_issues"):
        try:
            jira_time(issue["fields"].get("created", "absent"))
        except ValueError:
            bad.append(issue["key"])
    assert sorted(bad) == sorted([_subject("no created"), _subject("unreadable created")])


def test_one_status_is_unknown_to_the_site() -> None:
    """One issue has a status whose id is not listed and which names no category."""
    known = {status["id"] for status in payloads("jira_statuses")}
    strange = [i["key"] for i in payloads("jira_issues") if i["fields"]["status"]["id"] not in known]
    assert strange == [_subject("unknown status")]
    assert "statusCategory" not in _issue("unknown status")["fields"]["status"]


def test_two_worklogs_cannot_be_and_one_is_nobodys() -> None:
    """One worklog lies in 2031, one has negative seconds, one has no author."""
    logs = [(i["key"], log) for i in payloads("jira_issues") for log in i["fields"]["worklog"]["worklogs"]]
    assert [key for key, log in logs if log["started"] > "2027"] == [_subject("worklog in the future")]
    assert [key for key, log in logs if log["timeSpentSeconds"] < 0] == [_subject("worklog of negative")]
    assert [key for key, log in logs if log["author"] is None] == [_subject("worklog of a deleted user")]


@pytest.mark.parametrize(
    ("what", "part"),
    [("right-to-left", "الدفع"), ("emoji", "🙈"), ("formula", "=HYPERLINK("), ("10,000", "Very long title")],
)
def test_hostile_titles_are_there(what: str, part: str) -> None:
    """Titles that break tables, exports and layouts occur once each."""
    assert part in _issue(what)["fields"]["summary"]


def test_titles_are_empty_and_endless() -> None:
    """One title is empty and one is 10,000 characters long."""
    assert _issue("empty title")["fields"]["summary"] == ""
    assert len(_issue("10,000")["fields"]["summary"]) == 10_000


def test_one_incident_comes_twice_and_one_without_a_service() -> None:
    """The duplicate is equal to its original; the other has no service at all."""
    ids = [incident["id"] for incident in payloads("pagerduty_incidents")]
    assert [name for name in set(ids) if ids.count(name) > 1] == [_subject("the same incident twice")]
    homeless = [i["id"] for i in payloads("pagerduty_incidents") if "service" not in i]
    assert homeless == [_subject("no service")]


def test_the_journal_names_members_and_the_settings_are_read() -> None:
    """Every event but check-ins points to a title that exists; `toil.toml` is TOML and names nine people."""
    titles = {issue["fields"]["summary"] for issue in payloads("jira_issues")}
    titles |= {incident["title"] for incident in payloads("pagerduty_incidents")}
    events = [json.loads(line) for line in (SAMPLE / "journal.jsonl").read_text("utf-8").splitlines()]
    about = [event["body"]["recurrence_title"] for event in events if event["kind"] != "check_in"]
    assert set(about) <= titles
    assert [e["subject"] for e in events if e["kind"] == "automation"] == [automation.id for automation in AUTOMATIONS]
    settings = tomllib.loads((SAMPLE / "toil.toml").read_text("utf-8"))
    assert len(settings["teams"]["sre"]["members"]) == settings["teams"]["sre"]["people"] == 9
