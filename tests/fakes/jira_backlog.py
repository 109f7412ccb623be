"""What a Jira answers to those who file issues in it: what a type needs, new issues, labels, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.jira_site import project_id

if TYPE_CHECKING:
    from tests.fakes.jira import FakeJira

TYPES = ({"id": "10001", "name": "Task", "subtask": False}, {"id": "10002", "name": "Story", "subtask": False})
STANDARD = [
    {
        "fieldId": name,
        "key": name,
        "name": name.title(),
        "required": name != "labels",
        "hasDefaultValue": False,
        "operations": ["set"],
        "schema": {"type": "string", "system": name},
    }
    for name in ("summary", "project", "labels")
]
Reply = tuple[int, Any]


def types_of(jira: FakeJira, key: str) -> Reply:
    """GET createmeta/{project}/issuetypes."""
    if key not in jira.project_keys():
        return 404, {"errorMessages": ["No project could be found with key."]}
    name = "issueTypes" if jira.cloud else "values"
    return 200, {name: list(TYPES), "startAt": 0, "maxResults": 50, "total": len(TYPES)}


def needs_of(jira: FakeJira) -> Reply:
    """GET createmeta/{project}/issuetypes/{type}: the fields of a type."""
    needs = [*STANDARD, *jira.needed_fields]
    return 200, {"fields" if jira.cloud else "values": needs, "startAt": 0, "maxResults": 50, "total": len(needs)}


def create(jira: FakeJira, body: Any) -> Reply:
    """POST issue: it is there at once for those who know its id, and for searches once it is indexed."""
    fields = body["fields"]
    missing = [one["fieldId"] for one in jira.needed_fields if one["required"] and one["fieldId"] not in fields]
    if missing:
        return 400, {"errorMessages": [], "errors": {one: f"{one} is required." for one in missing}}
    if isinstance(fields["description"], str) is jira.cloud:
        return 400, {"errorMessages": [], "errors": {"description": "Operation value must be an Atlassian Document"}}
    key = fields["project"]["key"]
    number = 9000 + len(jira.issues)
    jira.issues.append({
        "id": str(number), "key": f"{key}-{number}", "self": f"{jira.url}/rest/api/3/issue/{number}",
        "fields": {**fields, "project": {"id": project_id(key), "key": key}, "updated": jira.moment(),
                   "created": jira.moment(), "worklog": {"worklogs": []}, "comment": {"comments": []},
                   "status": {"id": "1", "name": "To Do", "statusCategory": {"id": 2, "key": "new", "name": "To Do"}}},
        "changelog": {"histories": []}, **({} if jira.indexes_at_once else {"unindexed": True}),
    })  # fmt: skip
    return 201, {"id": str(number), "key": f"{key}-{number}", "self": f"{jira.url}/rest/api/3/issue/{number}"}


def comment(jira: FakeJira, issue_id: str, body: Any) -> Reply:
    """POST issue/{id}/comment."""
    comments = jira.by_id(issue_id)["fields"]["comment"]["comments"]
    comments.append({"id": str(len(comments) + 1), "body": body["body"], "created": jira.moment()})
    return 201, comments[-1]


def labelled(jira: FakeJira, jql: str) -> list[Any] | None:
    """The indexed issues that a search for labels finds; None where it is another search."""
    found = re.match(r"labels in \(([^)]*)\)", jql)
    if found is None:
        return None
    labels = set(re.findall(r'"([^"]*)"', found[1]))
    return [one for one in jira.issues if labels & set(one["fields"].get("labels", [])) and not one.get("unindexed")]
