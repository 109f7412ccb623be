"""A Jira Cloud of any size, made up as it is asked for: eight changes and two worklogs an issue, some 8 kB each."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

Query = dict[str, list[str]]
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
CHANGES, WORKLOGS = 8, 2
_WORDS = "The disk of the database host is filling up again; please clean the old logs and tell us when it is done. "
_STATUS = {"id": "6", "name": "Done", "statusCategory": {"id": 3, "key": "done", "name": "Done"}}
_PERSON = {"accountId": "u1", "accountType": "atlassian", "displayName": "Tanaka", "timeZone": "Asia/Tokyo"}
_CUSTOM = {f"customfield_{10000 + n}": None if n % 3 else {"value": f"choice {n}", "id": str(n)} for n in range(60)}


class JiraAnswers:
    """Issues 1 … count, updated one a minute."""

    def __init__(self, count: int) -> None:
        self.count = count

    def answer(self, path: str, query: Query, body: Any) -> Any:
        """JSON, or None where there is no such path."""
        path = re.sub(r"^/rest/api/[23]", "", path)
        if found := re.fullmatch(r"/issue/(\d+)/(worklog|changelog)", path):
            number = int(found[1])
            entries = worklogs(number) if found[2] == "worklog" else histories(number)
            name = "worklogs" if found[2] == "worklog" else "values"
            return {name: entries, "startAt": 0, "maxResults": 5000, "total": len(entries)}
        if path.startswith("/project/1/"):
            return []
        return getattr(self, "_" + path.strip("/").replace("/", "_").replace("-", "_").lower(), lambda *_: None)(
            query, body
        )

    def _serverinfo(self, *_: Any) -> Any:
        return {"deploymentType": "Cloud", "version": "1001.0.0", "versionNumbers": [1001, 0, 0]}

    def _myself(self, *_: Any) -> Any:
        return _PERSON

    def _status(self, *_: Any) -> Any:
        return [_STATUS]

    def _field(self, *_: Any) -> Any:
        return []

    def _field_search(self, *_: Any) -> Any:
        return {"values": [], "isLast": True}

    def _project_search(self, query: Query, _: Any) -> Any:
        live = query.get("status", ["live"]) == ["live"]
        return {"values": [{"id": "1", "key": "OPS"}] if live else [], "isLast": True}

    def _worklog_updated(self, query: Query, _: Any) -> Any:
        return {"values": [], "since": int(query["since"][0]), "until": int(query["since"][0]), "lastPage": True}

    _worklog_deleted = _worklog_updated

    def _search_approximate_count(self, _: Query, body: Any) -> Any:
        return {"count": self.count - self._first(body["jql"]) + 1}

    def _search_jql(self, query: Query, body: Any) -> Any:
        asked = {name: values[0] for name, values in query.items()} | (body or {})
        is_light = asked.get("fields") in ("id", "updated")
        size = min(int(asked.get("maxResults", 50)), 5000 if is_light else 100)
        first = int(asked.get("nextPageToken") or self._first(asked["jql"]))
        last = min(first + size - 1, self.count)
        shown = [light(n) if is_light else issue(n, with_changelog=True) for n in range(first, last + 1)]
        more = {"nextPageToken": str(last + 1)} if last < self.count else {"isLast": True}
        return {"issues": shown, **more}

    def _issue_bulkfetch(self, _: Query, body: Any) -> Any:
        with_changelog = "changelog" in body.get("expand", ())
        return {"issues": [issue(int(one), with_changelog=with_changelog) for one in body["issueIdsOrKeys"]],
                "issueErrors": []}  # fmt: skip

    def _changelog_bulkfetch(self, _: Query, body: Any) -> Any:
        start, size = int(body.get("nextPageToken", 0)), int(body.get("maxResults", 1000)) // CHANGES
        ids = body["issueIdsOrKeys"]
        part = [{"issueId": one, "changeHistories": histories(int(one))} for one in ids[start : start + size]]
        more = {"nextPageToken": str(start + size)} if start + size < len(ids) else {}
        return {"issueChangeLogs": part, **more}

    def _first(self, jql: str) -> int:
        bound = re.search(r"updated >= (\d+)", jql)
        since = int(bound[1]) / 1000 - BEGAN.timestamp() if bound else 0.0
        return max(1, -int(-since // 60))


def light(number: int) -> dict[str, Any]:
    """An issue as a search for ids shows it."""
    return {"id": str(number), "key": f"OPS-{number}", "fields": {"updated": stamp(number)}}


def issue(number: int, *, with_changelog: bool = False) -> dict[str, Any]:
    """An issue whole; the changelog only where it is asked for."""
    fields = {
        "summary": f"Disk full on db{number % 40}", "description": _WORDS * 40, "project": {"id": "1", "key": "OPS"},
        "issuetype": {"name": "Task"}, "status": _STATUS, "created": stamp(number - 240), "updated": stamp(number),
        "resolutiondate": stamp(number), "reporter": _PERSON, "assignee": _PERSON, "labels": ["disk"],
        "worklog": {"worklogs": worklogs(number), "total": WORKLOGS, "maxResults": 20, "startAt": 0},
        "comment": {"comments": [], "total": 0, "maxResults": 20, "startAt": 0}, **_CUSTOM,
    }  # fmt: skip
    whole: dict[str, Any] = {"id": str(number), "key": f"OPS-{number}", "fields": fields}
    if with_changelog:
        whole["changelog"] = {"histories": histories(number), "total": CHANGES, "maxResults": 40, "startAt": 0}
    return whole


def histories(number: int) -> list[dict[str, Any]]:
    """The changes of an issue: to and fro between two statuses."""
    item = {"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "3", "fromString": "In Progress",
            "to": "6", "toString": "Done"}  # fmt: skip
    return [{"id": str(number * 10 + n), "author": _PERSON, "created": stamp(number - 200 + 20 * n), "items": [item]}
            for n in range(CHANGES)]  # fmt: skip


def worklogs(number: int) -> list[dict[str, Any]]:
    """The worklogs of an issue: ten minutes each."""
    common = {"issueId": str(number), "author": _PERSON, "started": stamp(number - 100), "created": stamp(number),
              "updated": stamp(number), "timeSpentSeconds": 600}  # fmt: skip
    return [{"id": str(number * 10 + n), **common} for n in range(WORKLOGS)]


def stamp(minute: int) -> str:
    """A time as Jira writes it."""
    return (BEGAN + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
