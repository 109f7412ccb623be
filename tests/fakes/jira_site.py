"""What a Jira answers beside searches: issues in bulk, worklog feeds, projects, permissions, fields, remote links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.jira import FakeJira

Query = dict[str, list[str]]


def issues_in_bulk(jira: FakeJira, body: Any) -> tuple[int, Any]:
    """POST issue/bulkfetch: at most 100, those that are there in the order of ids; errors for what is too large."""
    wanted = [str(one) for one in body["issueIdsOrKeys"]]
    if len(wanted) > 100:
        return 400, {"errorMessages": ["at most 100 issues"]}
    query = {"expand": body.get("expand", []), "fields": body.get("fields", [])}
    found = {one: jira.by_id(one) for one in wanted}
    shown = [jira._shown(issue, query) for _, issue in sorted(found.items()) if issue is not None]
    errors = [{"id": one, "errorMessage": "payload too large"} for one in wanted if one in jira.too_large]
    shown = [one for one in shown if not isinstance(one, dict) or one.get("id") not in jira.too_large]
    return 200, {"issues": shown, "issueErrors": errors}


def worklog_feed(jira: FakeJira, query: Query, name: str) -> tuple[int, Any]:
    """GET worklog/updated and worklog/deleted: oldest first, without the last minute."""
    since = int(query.get("since", ["0"])[0])
    events = jira.deleted_worklogs if name == "deleted" else {
        int(log["id"]): jira.ms(log["updated"]) for log in every_worklog(jira)
    }  # fmt: skip
    due = sorted((at, number) for number, at in events.items() if since <= at < jira.now_ms() - 60_000)
    part = due[: jira.feed_page]
    until = part[-1][0] + 1 if part else since
    values = [{"worklogId": number, "updatedTime": at, "properties": []} for at, number in part]
    return 200, {"values": values, "since": since, "until": until, "lastPage": len(part) == len(due)}


def worklogs_by_id(jira: FakeJira, body: Any) -> tuple[int, Any]:
    """POST worklog/list: those that are there."""
    wanted = {str(one) for one in body["ids"]}
    return 200, [log for log in every_worklog(jira) if log["id"] in wanted]


def projects(jira: FakeJira, query: Query) -> tuple[int, Any]:
    """GET project/search: by their status, live unless asked otherwise."""
    status = query.get("status", ["live"])
    keys = sorted(jira.project_keys())
    found = [key for key in keys if jira.project_status.get(key, "live") in status]
    start = int(query.get("startAt", ["0"])[0])
    values = [_project(key) for key in found[start : start + 2]]
    return 200, {"values": values, "startAt": start, "maxResults": 2, "total": len(found),
                 "isLast": start + 2 >= len(found)}  # fmt: skip


def projects_of_data_center(jira: FakeJira) -> tuple[int, Any]:
    """GET project: live and archived together."""
    states = {key: jira.project_status.get(key, "live") for key in sorted(jira.project_keys())}
    return 200, [_project(key) | {"archived": state == "archived"} for key, state in states.items()
                 if state in ("live", "archived")]  # fmt: skip


def statuses_of(jira: FakeJira, project_id: str) -> tuple[int, Any]:
    """GET project/{id}/statuses: by issue type."""
    listed = [{"id": "1", "name": "Task", "subtask": False, "self": "https://127.0.0.1/rest/api/3/issuetype/1",
               "statuses": jira.own_statuses.get(project_id, [])}]  # fmt: skip
    return 200, listed


def searched_fields(jira: FakeJira, query: Query) -> tuple[int, Any]:
    """GET field/search: every field, those of team-managed projects included."""
    every = [*jira.fields, *jira.project_fields]
    start = int(query.get("startAt", ["0"])[0])
    values = every[start : start + 2]
    return 200, {"values": values, "startAt": start, "maxResults": 2, "total": len(every),
                 "isLast": start + 2 >= len(every)}  # fmt: skip


def permissions(jira: FakeJira, query: Query) -> tuple[int, Any]:
    """GET mypermissions for one project."""
    key = query["projectKey"][0]
    if key not in jira.project_keys():
        return 404, {"errorMessages": [f"No project could be found with key '{key}'."]}
    browse = {"id": "10", "key": "BROWSE_PROJECTS", "name": "Browse Projects", "type": "PROJECT", "description": "",
              "havePermission": key not in jira.unbrowsable}  # fmt: skip
    return 200, {"permissions": {"BROWSE_PROJECTS": browse}}


def every_worklog(jira: FakeJira) -> list[dict[str, Any]]:
    """The worklogs of all issues."""
    whole = [one for one in jira.issues if isinstance(one, dict) and "fields" in one]
    return [log for one in whole for log in one["fields"].get("worklog", {}).get("worklogs", ())]


def project_id(key: str) -> str:
    """A project's id, which every issue of it carries, too."""
    return str(10_000 + sum(key.encode()))


def _project(key: str) -> dict[str, Any]:
    return {"id": project_id(key), "key": key, "name": key.title(),
            "self": f"https://127.0.0.1/rest/api/3/project/{key}"}  # fmt: skip
