"""Issues of both editions become the same typed rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.sources.conftest import Stager
from tests.sources.jira.world import START, history, issue, person, stamp
from toil.sources.base import Record
from toil.sources.jira.records import issue_record, reference_record

SITE = "example.atlassian.net"

CLOUD: dict[str, Any] = {
    "id": "10001",
    "key": "OPS-7",
    "self": "https://example.atlassian.net/rest/api/3/issue/10001",
    "fields": {
        "summary": "ディスクフル on db1",
        "description": {"type": "doc", "version": 1, "content": [
            {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "paragraph", "content": [
                {"type": "text", "text": "say \"hi\"\nto"},
                {"type": "mention", "attrs": {"id": "u1", "text": "@Tanaka"}}]}]}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "then 再起動"}, {"type": "inlineCard", "attrs":
                {"url": "https://acme.pagerduty.com/incidents/Q1ABC"}}]}]},
        "issuetype": {"name": "[System] Incident"},
        "status": {"id": "6", "name": "Done", "statusCategory": {"key": "done"}},
        "resolution": {"name": "Won’t Do"}, "priority": {"name": "High"},
        "created": "2026-11-01T09:00:00.500+0900", "updated": "2026-11-02T00:00:00.000+0000",
        "statuscategorychangedate": "2026-11-01T12:00:00.000+0200",
        "assignee": person("sato"), "reporter": person("pd", "app"), "creator": person("pd", "app"),
        "project": {"id": "10000", "key": "OPS"},
        "components": [{"name": "db"}, {"name": "web"}], "labels": ["disk", "Toil"],
        "parent": {"id": "9000"}, "comment": {"total": 3, "comments": []},
    },
}  # fmt: skip

DATA_CENTER: dict[str, Any] = {
    "id": "10001",
    "key": "OPS-7",
    "self": "https://jira.example.org/jira/rest/api/2/issue/10001",
    "fields": {
        "summary": "Restart", "description": "h1. Restart\r\n* now", "issuetype": {"name": "Story"},
        "status": {"id": "3", "name": "In Arbeit"}, "resolution": None, "priority": None,
        "created": "2026-11-01T00:00:00.000+0000", "updated": "2026-11-01T01:00:00.000+0000", "resolutiondate": None,
        "assignee": None, "reporter": {"key": "JIRAUSER1", "name": "sato", "displayName": "Sato"},
        "project": {"key": "OPS"}, "components": [], "labels": [],
    },
}  # fmt: skip


def utc(text: str) -> datetime:
    """A time of the store: UTC, without a zone."""
    return datetime.fromisoformat(text)


def record(payload: dict[str, Any]) -> Record:
    made = issue_record(payload, "test")
    assert isinstance(made, Record)
    return made


def test_a_cloud_issue_becomes_a_row(stager: Stager) -> None:
    """A Cloud issue keeps its id, its words in order, its times in UTC, and what is plain about its kind."""
    (row,) = stager.load_records("jira", SITE, [record(CLOUD)]).rows("select * from staged_items")
    prefix = f"jira:{SITE}:"
    assert row == {
        "owner_key": f"{prefix}10001", "item_id": f"{prefix}10001", "story_points": None,
        "sprint": None, "source": "jira", "site": SITE,
        "item_key": "OPS-7", "url": f"https://{SITE}/browse/OPS-7", "title": "ディスクフル on db1",
        "description": "say \"hi\" to @Tanaka then 再起動 https://acme.pagerduty.com/incidents/Q1ABC",
        "item_type": "[System] Incident", "status_id": "6", "source_status": "Done", "status": "cancelled",
        "priority": "High", "urgency": None, "created_at": utc("2026-11-01T00:00:00.5"),
        "resolved_at": utc("2026-11-01T10:00"), "updated_at": utc("2026-11-02"),
        "requester_id": f"{prefix}pd", "assignee_id": f"{prefix}sato", "project": "OPS",
        "scope_id": "10000", "service": "db",
        "source_team": None, "labels": ["disk", "Toil"], "is_planned": False, "is_machine_made": True,
        "parent_id": f"{prefix}9000", "comment_count": 3, "resolution": "Won’t Do",
    }  # fmt: skip


def test_a_data_center_issue_becomes_the_same_kind_of_row(stager: Stager) -> None:
    """A Data Center issue under a path of its own, its status known from the status list only."""
    status = reference_record(
        "status", {"id": "3", "name": "In Arbeit", "statusCategory": {"key": "indeterminate"}}, ""
    )
    assert isinstance(status, Record)
    stager.load_records("jira", "jira.example.org", [record(DATA_CENTER), status])
    (row,) = stager.rows("select * from staged_items")
    prefix = "jira:jira.example.org:"
    assert {name: value for name, value in row.items() if value is not None} == {
        "owner_key": f"{prefix}10001", "item_id": f"{prefix}10001", "source": "jira", "site": "jira.example.org",
        "item_key": "OPS-7", "url": "https://jira.example.org/jira/browse/OPS-7", "title": "Restart",
        "description": "h1. Restart\r\n* now", "item_type": "Story", "status_id": "3", "source_status": "In Arbeit",
        "status": "in_progress", "created_at": utc("2026-11-01"), "updated_at": utc("2026-11-01T01:00"),
        "requester_id": f"{prefix}JIRAUSER1", "project": "OPS", "scope_id": "OPS", "labels": [], "is_planned": True,
    }  # fmt: skip
    assert stager.rows("select name, status from staged_statuses") == [{"name": "In Arbeit", "status": "in_progress"}]


@pytest.mark.parametrize(
    ("category", "resolution", "expected"),
    [
        ("new", None, "todo"),
        ("indeterminate", "Done", "in_progress"),
        ("done", None, "done"),
        ("done", "Fixed", "done"),
        ("done", "Duplicate", "cancelled"),
        ("done", "Cannot Reproduce", "cancelled"),
        ("done", "Won't Do", "cancelled"),
        ("undefined", None, None),
        (None, None, None),
    ],
)
def test_status_comes_from_its_category(
    stager: Stager, category: str | None, resolution: str | None, expected: str | None
) -> None:
    """What a status means is its category's saying, never its name's; an unknown one stays unknown."""
    status = {"id": "77", "name": "Closed", "statusCategory": {"key": category}}
    made = issue(1, 1, status=status, resolution={"name": resolution})
    (row,) = stager.load_records("jira", SITE, [record(made)]).rows("select status from staged_items")
    assert row["status"] == expected


def test_hostile_payloads_cost_only_themselves(stager: Stager) -> None:
    """Lists that are objects, numbers that are words and a missing date reject what cannot be, and only that."""
    odd = issue(2, 2, labels={"a": 1}, components="x", status=5, comment=[], worklog="none", parent=7)
    odd["changelog"] = {"histories": {"id": 1}}
    undated = issue(3, 3, created="yesterday")
    stager.load_records("jira", SITE, [record(one) for one in (issue(1, 1), odd, undated)])
    assert stager.rows("select item_key from staged_items order by 1") == [{"item_key": "OPS-1"}, {"item_key": "OPS-2"}]
    assert stager.rows("select place, reason from rejections") == [
        {"place": f"jira:{SITE}:3", "reason": "created_at is missing or cannot be read"}
    ]


def test_other_names_lead_to_the_issue(stager: Stager) -> None:
    """T18: an issue is found by its key, its address, and the key it had before it moved."""
    moved = history(5, 5, 0, 1)
    moved["items"] = [{"field": "Key", "fieldtype": "jira", "fromString": "OLD-3", "toString": "OPS-1"}]
    made = issue(1, 1, histories=[moved])
    made["self"] = f"https://{SITE}/rest/api/3/issue/1"
    stager.load_records("jira", SITE, [record(made)])
    assert [row["alias"] for row in stager.rows("select alias from staged_aliases order by alias")] == [
        "/browse/OLD-3", "/browse/OPS-1", "OLD-3", "OPS-1",
        f"https://{SITE}/browse/OLD-3", f"https://{SITE}/browse/OPS-1",
    ]  # fmt: skip


def test_mentions_of_incidents_are_found_where_they_stand(stager: Stager) -> None:
    """An incident's address counts most in the description or a field of its own, less in a comment; links do not."""
    address = "https://acme.pagerduty.com/incidents/"
    made = issue(1, 1, description=f"see {address}QTEXT.", customfield_10050=f"{address}QFIELD",
                 comments=[{"id": "1", "author": person("a"), "created": stamp(1), "body": f"like {address}QCOMM"}],
                 issuelinks=[{"outwardIssue": {"key": "OPS-9"}}])  # fmt: skip
    remote = Record("remote_link", "8", {"id": 8, "object": {"url": f"{address}QLINK"}}, "1")
    stager.load_records("jira", SITE, [record(made), remote])
    found = stager.rows("select target, method, confidence from staged_mentions order by target")
    assert [tuple(row.values()) for row in found] == [
        (f"{address}QCOMM", "comment", 0.7),
        (f"{address}QFIELD", "field", 0.9),
        (f"{address}QLINK", "remote_link", 0.95),
        (f"{address}QTEXT", "text", 0.9),
    ]


def test_bare_numbers_in_custom_fields_are_told_but_link_nothing(stager: Stager) -> None:
    """Whole numbers and their text, the field as method, with a confidence below what links; others are none."""
    made = issue(1, 1, customfield_10050=12.0, customfield_10051="#7", customfield_10052=1.5, customfield_10053="v2",
                 customfield_10054=[3], customfield_10055=0, customfield_10056={"value": "9"})  # fmt: skip
    stager.load_records("jira", SITE, [record(made)])
    found = stager.rows("select method, target, confidence from staged_mentions order by method")
    assert [tuple(row.values()) for row in found] == [("customfield_10050", "12", 0.3), ("customfield_10051", "7", 0.3)]


def test_people_are_known_as_human_or_not(stager: Stager) -> None:
    """Accounts of apps and names of bots are no humans; who has no account type is not known."""
    sato = {**person("sato"), "emailAddress": "sato@example.com"}
    old = [{"id": "1", "author": {"name": "old", "displayName": "Old"}}]
    made = issue(1, 1, assignee=sato, reporter=person("jsm", "app"), creator=person("deploy bot"), comments=old)
    stager.load_records("jira", SITE, [record(made)])
    rows = stager.rows("select person_id, email, time_zone, is_human, seen_at from staged_people order by person_id")
    seen = START.replace(minute=1, tzinfo=None)
    assert [tuple(row.values()) for row in rows] == [
        (f"jira:{SITE}:deploy bot", None, "Asia/Tokyo", False, seen),
        (f"jira:{SITE}:jsm", None, "Asia/Tokyo", False, seen),
        (f"jira:{SITE}:old", None, None, None, seen),
        (f"jira:{SITE}:sato", "sato@example.com", "Asia/Tokyo", True, seen),
    ]
