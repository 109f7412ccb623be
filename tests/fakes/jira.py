"""A Jira on this machine: Cloud or Data Center, with their paging, their cut lists and their faults."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from tests.fakes import jira_backlog, jira_site
from tests.fakes.asked import Asked

DATE = "Mon, 23 Nov 2026 12:00:00 GMT"
UNSEEN = ("indexed", "unindexed")  # when the index believes an issue was updated; that it does not know it yet
EMBEDDED = {"changelog": 40, "worklog": 20, "comment": 20}

STATUSES = [
    {"id": "1", "name": "To Do", "statusCategory": {"id": 2, "key": "new", "name": "To Do"}},
    {"id": "3", "name": "In Progress", "statusCategory": {"id": 4, "key": "indeterminate", "name": "In Progress"}},
    {"id": "6", "name": "Done", "statusCategory": {"id": 3, "key": "done", "name": "Done"}},
]


@dataclass
class Fault:
    """An answer given instead of the right one to requests whose path holds `path`, `times` times.

    `after` requests of that path are answered rightly first. Status 0 drops the connection without an answer.
    """

    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = "{}"
    times: int = 1
    after: int = 0


@dataclass
class FakeJira:
    """The world of one Jira; change `issues` between requests as people would."""

    cloud: bool = True
    issues: list[Any] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    max_page: int = 100
    stuck_token: bool = False
    has_bulk: bool = True
    bulk_numbers: bool = False
    bulk_page: int = 2
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    date: str = DATE
    feed_page: int = 1000
    deleted_worklogs: dict[int, int] = field(default_factory=dict)
    project_status: dict[str, str] = field(default_factory=dict)
    fields: list[Any] = field(default_factory=list)
    project_fields: list[Any] = field(default_factory=list)
    own_statuses: dict[str, list[Any]] = field(default_factory=dict)
    remote_links: dict[str, list[Any]] = field(default_factory=dict)
    unbrowsable: set[str] = field(default_factory=set)
    too_large: set[str] = field(default_factory=set)
    histories_only_embedded: set[str] = field(default_factory=set)
    needed_fields: list[Any] = field(default_factory=list)
    indexes_at_once: bool = True
    lost_answers: int = 0

    @property
    def logins(self) -> set[str]:
        """The Authorization headers that are accepted."""
        basic = base64.b64encode(b"tanaka@example.com:api-secret").decode()
        return {f"Basic {basic}"} if self.cloud else {"Bearer pat-secret", f"Basic {basic}"}

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [one.path for one in self.asked]

    def by_id(self, issue_id: str) -> Any:
        """The issue with this id, or None."""
        return next((one for one in self.issues if isinstance(one, dict) and one.get("id") == issue_id), None)

    def project_keys(self) -> set[str]:
        """The projects that there are, by their issues."""
        whole = [one for one in self.issues if isinstance(one, dict) and "fields" in one]
        return {one["fields"]["project"]["key"] for one in whole} | set(self.project_status)

    def now_ms(self) -> int:
        """The server's time."""
        return round(parsedate_to_datetime(self.date).timestamp() * 1000)

    def moment(self) -> str:
        """The server's time as Jira writes it."""
        return parsedate_to_datetime(self.date).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def ms(self, text: str) -> int:
        """A time as Jira writes it, in milliseconds."""
        return _ms(text)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        """Status and body for a request that is logged in."""
        for pattern, reply in self._routes():
            if found := re.fullmatch(pattern, f"{method} {path}"):
                return reply(query, body, *found.groups())
        return 404, {"errorMessages": ["no such path"]}

    def _routes(self) -> list[tuple[str, Any]]:
        api = "/rest/api/3" if self.cloud else "/rest/api/2"
        routes: list[tuple[str, Any]] = [
            (f"GET {api}/myself", lambda *_: (200, {"displayName": "Tanaka", "accountId": "u1"})),
            (f"GET {api}/status", lambda *_: (200, STATUSES)),
            (f"GET {api}/issue/(\\d+)", self._one),
            (f"GET {api}/issue/(\\d+)/(worklog|comment)", self._entries),
            (f"GET {api}/worklog/(updated|deleted)", lambda query, _, name: jira_site.worklog_feed(self, query, name)),
            (f"POST {api}/worklog/list", lambda _, body: jira_site.worklogs_by_id(self, body)),
            (f"GET {api}/field", lambda *_: (200, self.fields)),
            (f"GET {api}/project/(\\d+)/statuses", lambda *args: jira_site.statuses_of(self, args[-1])),
            (f"GET {api}/issue/(\\d+)/remotelink", lambda *args: (200, self.remote_links.get(args[-1], []))),
            (f"GET {api}/issue/createmeta/(\\w+)/issuetypes", lambda *args: jira_backlog.types_of(self, args[-1])),
            (f"GET {api}/issue/createmeta/(\\w+)/issuetypes/(\\d+)", lambda *_: jira_backlog.needs_of(self)),
            (f"POST {api}/issue", lambda _, body: jira_backlog.create(self, body)),
            (f"POST {api}/issue/(\\d+)/comment", lambda _, body, one: jira_backlog.comment(self, one, body)),
            (f"GET {api}/mypermissions", lambda query, _: jira_site.permissions(self, query)),
        ]
        if not self.cloud:
            return [
                *routes,
                ("GET /rest/api/2/search", self._search_by_offset),
                ("GET /rest/api/2/project", lambda *_: jira_site.projects_of_data_center(self)),
            ]
        bulk = [("POST /rest/api/3/changelog/bulkfetch", self._bulk)] if self.has_bulk else []
        return [
            *routes,
            *bulk,
            ("POST /rest/api/3/issue/bulkfetch", lambda _, body: jira_site.issues_in_bulk(self, body)),
            ("GET /rest/api/3/field/search", lambda query, _: jira_site.searched_fields(self, query)),
            ("GET /rest/api/3/project/search", lambda query, _: jira_site.projects(self, query)),
            ("GET /rest/api/3/search/jql", self._search_by_token),
            ("POST /rest/api/3/search/approximate-count", self._count),
            (f"GET {api}/issue/(\\d+)/(changelog)", self._entries),
        ]

    def _search_by_token(self, query: dict[str, list[str]], _: Any) -> tuple[int, Any]:
        found = self._found(query["jql"][0])
        if found is None:
            return 400, {"errorMessages": ["Unbounded JQL queries are not allowed here."]}
        start = int(query.get("nextPageToken", ["0"])[0])
        size = min(int(query.get("maxResults", ["50"])[0]), self.max_page)
        part = [self._shown(issue, query) for issue in found[start : start + size]]
        if start + size >= len(found):
            return 200, {"issues": part, "isLast": True}
        return 200, {"issues": part, "nextPageToken": str(0 if self.stuck_token else start + size)}

    def _search_by_offset(self, query: dict[str, list[str]], _: Any) -> tuple[int, Any]:
        found = self._found(query["jql"][0]) or []
        start = int(query.get("startAt", ["0"])[0])
        size = min(int(query.get("maxResults", ["50"])[0]), self.max_page)
        part = [self._shown(issue, query) for issue in found[start : start + size]]
        return 200, {"startAt": start, "maxResults": size, "total": len(found), "issues": part}

    def _one(self, query: dict[str, list[str]], _: Any, issue_id: str) -> tuple[int, Any]:
        issue = self.by_id(issue_id)
        return (200, self._shown(issue, query)) if issue else (404, {"errorMessages": ["Issue Does Not Exist"]})

    def _count(self, _: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        return 200, {"count": len(self._found(body["jql"]) or [])}

    def _found(self, jql: str) -> list[Any] | None:
        if (labelled := jira_backlog.labelled(self, jql)) is not None:
            return labelled
        bound = re.search(r"updated >= (\d+)", jql)
        if bound is None:
            return None
        projects = re.search(r"project in \(([^)]*)\)", jql)
        keys = re.findall(r'"([^"]*)"', projects[1]) if projects else []
        odd = [one for one in self.issues if not isinstance(one, dict) or "fields" not in one]
        good = [one for one in self.issues if isinstance(one, dict) and "fields" in one]
        wanted = [
            one
            for one in good
            if indexed_ms(one) >= int(bound[1])
            and not one.get("unindexed")
            and self.project_status.get(one["fields"]["project"]["key"], "live") == "live"
            and (not keys or one["fields"]["project"]["key"] in keys)
        ]
        return sorted(wanted, key=lambda one: (indexed_ms(one), one.get("key", ""))) + odd

    def _shown(self, issue: Any, query: dict[str, list[str]]) -> Any:
        if not isinstance(issue, dict) or "fields" not in issue:
            return issue
        if query.get("fields") == ["id"]:
            return {"id": issue.get("id")}
        if query.get("fields") == ["updated"] and not query.get("expand"):
            return {"id": issue.get("id"), "key": issue.get("key"), "fields": {"updated": issue["fields"]["updated"]}}
        shown: dict[str, Any] = json.loads(json.dumps({k: v for k, v in issue.items() if k not in UNSEEN}))
        cut = self.cloud
        if query.get("expand") == ["changelog"]:
            histories = shown["changelog"]["histories"]
            shown["changelog"] = _embedded(histories[::-1], "histories", EMBEDDED["changelog"] if cut else None)
        else:
            shown.pop("changelog", None)
        for name in ("worklog", "comment"):
            if name in shown["fields"]:
                listed = shown["fields"][name][f"{name}s"]
                shown["fields"][name] = _embedded(listed, f"{name}s", EMBEDDED[name])
        return shown

    def _entries(self, query: dict[str, list[str]], _: Any, issue_id: str, name: str) -> tuple[int, Any]:
        issue = next((one for one in self.issues if isinstance(one, dict) and one.get("id") == issue_id), None)
        if issue is None:
            return 404, {"errorMessages": ["Issue does not exist or you do not have permission to see it."]}
        if name == "changelog":
            listed, member = issue["changelog"]["histories"], "values"
        else:
            listed, member = issue["fields"][name][f"{name}s"], f"{name}s"
        start = int(query.get("startAt", ["0"])[0])
        size = min(int(query.get("maxResults", ["5000"])[0]), 100)
        part = listed[start : start + size]
        return 200, {member: part, "startAt": start, "maxResults": size, "total": len(listed)}

    def _bulk(self, _: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        asked = set(body["issueIdsOrKeys"]) - self.histories_only_embedded
        found = [one for one in self.issues if isinstance(one, dict) and one.get("id") in asked]
        start = int(body.get("nextPageToken", "0"))
        part = found[start : start + self.bulk_page]
        logs = [{"issueId": one["id"], "changeHistories": self._dated(one["changelog"]["histories"])} for one in part]
        end = start + self.bulk_page
        more = {"nextPageToken": str(end)} if end < len(found) else {}
        return 200, {"issueChangeLogs": logs, **more}

    def _dated(self, histories: list[Any]) -> list[Any]:
        if not self.bulk_numbers:
            return histories
        return [{**one, "created": _ms(one["created"])} for one in histories]

    def fault_for(self, path: str) -> Fault | None:
        """The fault that is due for this path, counted off."""
        for fault in self.faults:
            if fault.path in path and fault.times > 0:
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None


def indexed_ms(issue: dict[str, Any]) -> int:
    """When the search index believes the issue was updated; it may lag behind the payload (`indexed`)."""
    return _ms(issue.get("indexed") or issue["fields"]["updated"])


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _embedded(listed: list[Any], name: str, most: int | None) -> dict[str, Any]:
    return {name: listed[:most], "startAt": 0, "maxResults": most or len(listed), "total": len(listed)}
