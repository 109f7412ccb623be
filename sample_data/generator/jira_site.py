"""The Jira site: projects, workflows, priorities, issue types, and how it writes users and times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sample_data.generator.people import Person

SITE = "https://example-sre.atlassian.net"
API = f"{SITE}/rest/api/3"
CATEGORIES = {
    "new": {"id": 2, "key": "new", "name": "To Do", "colorName": "blue-gray"},
    "indeterminate": {"id": 4, "key": "indeterminate", "name": "In Progress", "colorName": "yellow"},
    "done": {"id": 3, "key": "done", "name": "Done", "colorName": "green"},
}
PROJECTS = {
    "OPS": {"id": "10010", "name": "Operations", "simplified": False},
    "SRE": {"id": "10011", "name": "SRE Engineering", "simplified": False},
    "SHOP": {"id": "10024", "name": "Shop", "simplified": True},
}
PRIORITIES = {"Highest": "1", "High": "2", "Medium": "3", "Low": "4"}
TYPES = {
    "Service Request": ("10105", 0, "A colleague asks for something."),
    "Operation": ("10106", 0, "運用作業"),
    "Incident": ("10107", 0, "Something is broken."),
    "Task": ("10002", 0, "A small, distinct piece of work."),
    "Support": ("10220", 0, "Tasks for other teams."),
    "Epic": ("10000", 1, "A collection of related issues."),
}
RESOLUTIONS = {"Done": ("10000", "Work has been completed."), "Won't Do": ("10001", "This will not be actioned.")}


@dataclass(frozen=True)
class Status:
    """A status of one workflow; names repeat between projects, ids do not."""

    id: str
    name: str
    category: str
    project: str = ""

    def payload(self) -> dict[str, Any]:
        """The status as Jira returns it inside an issue and in the list of statuses."""
        category = CATEGORIES[self.category]
        body: dict[str, Any] = {
            "self": f"{API}/status/{self.id}",
            "description": "",
            "iconUrl": f"{SITE}/images/icons/statuses/generic.png",
            "name": self.name,
            "id": self.id,
            "statusCategory": {"self": f"{API}/statuscategory/{category['id']}", **category},
        }
        if self.project:
            body["scope"] = {"type": "PROJECT", "project": {"id": PROJECTS[self.project]["id"]}}
        return body


WORKFLOWS = {
    "OPS": {
        "todo": Status("10100", "未着手", "new"),
        "active": Status("10101", "作業中", "indeterminate"),
        "waiting": Status("10102", "依頼者待ち", "indeterminate"),
        "done": Status("10103", "完了", "done"),
        "cancelled": Status("10104", "取り下げ", "done"),
    },
    "SRE": {
        "todo": Status("10000", "To Do", "new"),
        "active": Status("3", "In Progress", "indeterminate"),
        "waiting": Status("10005", "Blocked", "indeterminate"),
        "review": Status("10002", "In Review", "indeterminate"),
        "done": Status("10001", "Done", "done"),
        "cancelled": Status("10006", "Won't Do", "done"),
    },
    "SHOP": {
        "todo": Status("10200", "To Do", "new", "SHOP"),
        "active": Status("10201", "In Progress", "indeterminate", "SHOP"),
        "waiting": Status("10203", "Waiting for customer", "indeterminate", "SHOP"),
        "done": Status("10202", "Done", "done", "SHOP"),
        "cancelled": Status("10202", "Done", "done", "SHOP"),
    },
}


def statuses() -> list[Status]:
    """Every status of the site, once."""
    found = {status.id: status for workflow in WORKFLOWS.values() for status in workflow.values()}
    return [found[key] for key in sorted(found, key=int)]


def user(person: Person) -> dict[str, Any]:
    """A user as Jira Cloud returns one; the e-mail address only where the person shows it."""
    body: dict[str, Any] = {
        "self": f"{API}/user?accountId={person.account_id}",
        "accountId": person.account_id,
        "displayName": person.name,
        "active": True,
        "timeZone": person.zone,
        "accountType": person.account_type,
    }
    if person.shows_email:
        body["emailAddress"] = person.email
    return body


def stamp(moment: datetime, zone: str) -> str:
    """A time as Jira writes it: milliseconds, and an offset without a colon."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%Y-%m-%dT%H:%M:%S}.{there.microsecond // 1000:03d}{there:%z}"


def project(key: str) -> dict[str, Any]:
    """A project as it stands inside an issue."""
    known = PROJECTS[key]
    return {"self": f"{API}/project/{known['id']}", "key": key, "projectTypeKey": "software", **known}


def priority(name: str) -> dict[str, Any]:
    """A priority as it stands inside an issue."""
    number = PRIORITIES[name]
    icon = f"{SITE}/images/icons/priorities/{name.lower()}.svg"
    return {"self": f"{API}/priority/{number}", "iconUrl": icon, "name": name, "id": number}


def issue_type(name: str) -> dict[str, Any]:
    """An issue type as it stands inside an issue."""
    number, level, meaning = TYPES[name]
    return {
        "self": f"{API}/issuetype/{number}",
        "id": number,
        "description": meaning,
        "name": name,
        "subtask": False,
        "hierarchyLevel": level,
    }


def resolution(name: str) -> dict[str, Any]:
    """A resolution as it stands inside an issue."""
    number, meaning = RESOLUTIONS[name]
    return {"self": f"{API}/resolution/{number}", "id": number, "description": meaning, "name": name}
