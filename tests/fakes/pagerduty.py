"""A PagerDuty on this machine: its paging limits, its range limits, its analytics, its rate limit and its faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.asked import Asked, Query
from tests.fakes.openapi import load_spec
from tests.fakes.pagerduty_world import NOW, service, user
from tests.fakes.serving import served

JIRA = "/integration-jira-cloud/accounts_mappings"  # an API of its own, which the REST API's description leaves out
KEY = "u+fake-key-not-a-secret"
Reply = tuple[int, dict[str, Any]]


@dataclass
class Fault:
    """An answer given instead of the right one, to `times` requests of a path after the first `after`."""

    path: str
    status: int
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after: int = 0


@dataclass
class FakePagerDuty:
    """The world of one account; change its lists between requests as people would.

    `row_limit` is the service's 10,000; `largest_page` its 100. Times in the lists are UTC text.
    """

    incidents: list[Any] = field(default_factory=list)
    log_entries: list[Any] = field(default_factory=list)
    users: list[Any] = field(default_factory=lambda: [user("PANA"), user("PBEN"), user("PCHI")])
    services: list[Any] = field(default_factory=lambda: [service()])
    analytics: list[Any] = field(default_factory=list)
    jira_rules: list[Any] = field(default_factory=list)
    references: dict[str, list[Any]] = field(default_factory=dict)
    row_limit: int = 10_000
    largest_page: int = 100
    is_user_key: bool = False
    knows_references: bool = True
    analytics_allowed: bool = True
    sends_date: bool = True
    now: datetime = NOW
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    lock: Any = field(default_factory=Lock)

    def queries(self, path: str) -> list[Query]:
        """The parameters of every request to a path."""
        return [one.query for one in self.asked if one.path == path]

    def answer(self, method: str, path: str, query: Query, body: Any) -> Reply:
        """Status and body of the right answer to a request with a good key."""
        lists: dict[str, Callable[[Query], Reply]] = {
            "/incidents": self._incidents,
            "/log_entries": self._entries,
            "/users": lambda query: self._page(self.users, "users", query),
            "/services": lambda query: self._page(self.services, "services", query),
        }
        if self.jira_rules:
            mappings = [{"id": "PMAP", "jira_cloud_account": {"base_url": "https://example.atlassian.net"}}]
            lists[JIRA] = lambda query: self._page(mappings, "accounts_mappings", query)
            lists[f"{JIRA}/PMAP/rules"] = lambda query: self._page(self.jira_rules, "rules", query)
        if path in lists:
            return lists[path](query)
        if path == "/users/me":
            return (200, {"user": self.users[0]}) if self.is_user_key else _error(400, 2001, "needs a user's key")
        if path == "/abilities":
            return 200, {"abilities": ["teams"]}
        if path == "/analytics/raw/incidents" and method == "POST":
            return self._analytics(body)
        if path.startswith("/services/"):
            found = [one for one in self.services if path == f"/services/{one['id']}"]
            return (200, {"service": found[0]}) if found else _error(404, 2100, "Not Found")
        if path.startswith("/teams/"):
            return _error(404, 2100, "Not Found")
        return self._one(path.removeprefix("/incidents/"), query)

    def _incidents(self, query: Query) -> Reply:
        rows = sorted(self.incidents, key=lambda one: str(one["created_at"]) if "created_at" in one else "")
        if "statuses[]" in query:
            rows = [one for one in rows if one.get("status") in query["statuses[]"]]
        if "service_ids[]" in query:
            rows = [one for one in rows if one["service"]["id"] in query["service_ids[]"]]
        if "team_ids[]" in query:
            rows = [one for one in rows if one["teams"][0]["id"] in query["team_ids[]"]]
        return self._ranged(rows, "incidents", query)

    def _entries(self, query: Query) -> Reply:
        newest_first = sorted(self.log_entries, key=lambda one: str(one.get("created_at")), reverse=True)
        return self._ranged(newest_first, "log_entries", query)

    def _one(self, incident_id: str, query: Query) -> Reply:
        found = [one for one in self.incidents if one.get("id") == incident_id]
        if not found:
            return _error(404, 2100, "Not Found")
        status, body = self._shown(found, query)
        return (status, {"incident": body["rows"][0]}) if status == 200 else (status, body)

    def _ranged(self, rows: list[Any], key: str, query: Query) -> Reply:
        """Rows between since and until, both inclusive; six months and more are refused."""
        if query.get("date_range") != ["all"]:
            since, until = _moment(query, "since"), _moment(query, "until")
            if since is None or until is None or query.get("time_zone") != ["UTC"]:
                return _error(400, 2001, "the fake wants both ends, with an offset and a zone")
            if until - since > timedelta(days=180):
                return _error(400, 2001, "The date range must be less than 6 months")
            rows = [one for one in rows if since <= _parsed(one.get("created_at"), since) <= until]
        return self._page(rows, key, query)

    def _page(self, rows: list[Any], key: str, query: Query) -> Reply:
        offset, limit = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["25"])[0])
        limit = min(limit, self.largest_page)
        if offset + limit > self.row_limit:
            return _error(400, 2002, "Offset must be less than or equal to 10000")
        status, body = self._shown(rows[offset : offset + limit], query)
        if status != 200:
            return status, body
        total = len(rows) if query.get("total") == ["true"] else None
        more = offset + limit < len(rows)
        return 200, {key: body["rows"], "offset": offset, "limit": limit, "more": more, "total": total}

    def _shown(self, rows: list[Any], query: Query) -> Reply:
        asks = "external_references" in query.get("include[]", [])
        if asks and not self.knows_references:
            return _error(400, 2001, "include[] is invalid")
        if not asks:
            return 200, {"rows": deepcopy(rows)}
        shown = [
            {**one, "external_references": self.references.get(str(one.get("id")), [])}
            if isinstance(one, dict)
            else one
            for one in rows
        ]
        return 200, {"rows": deepcopy(shown)}

    def _analytics(self, body: Any) -> Reply:
        if not self.analytics_allowed:
            return _error(403, 2010, "Access Denied")
        filters = body.get("filters", {})
        rows = [one for one in self.analytics if _passes(one, filters)]
        rows.sort(key=lambda one: one["created_at"])
        ids = [one["id"] for one in rows]
        start = ids.index(body["starting_after"]) + 1 if body.get("starting_after") else 0
        part = rows[start : start + min(body["limit"], self.largest_page)]
        more = start + len(part) < len(rows)
        ends = {"first": part[0]["id"], "last": part[-1]["id"]} if part else {"first": "", "last": ""}
        echoed = {name: body[name] for name in ("limit", "order", "order_by", "time_zone", "filters")}
        return 200, {"data": deepcopy(part), "more": more, **echoed, **ends}

    def fault_for(self, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        with self.lock:
            return self._met(path)

    def _met(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.path != path or fault.times <= 0:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            return fault
        return None

    def problems(self) -> list[str]:
        """What in the answered traffic PagerDuty's OpenAPI description does not allow."""
        spec = _spec()
        if spec is None:
            return []
        found: list[str] = []
        for one in self.asked:
            if one.status == 200 and not one.path.startswith(JIRA):
                query = {name: values for name, values in one.query.items() if values != ["external_references"]}
                found += spec.request_problems(one.method, one.path, query, one.body)
                found += spec.response_problems(one.method, one.path, one.status, one.answer)
        return found


@contextmanager
def running(world: FakePagerDuty) -> Iterator[FakePagerDuty]:
    """The world behind a URL on this machine, for as long as the context lasts."""
    with served(type("Handler", (_Handler,), {"world": world})) as world.url:
        yield world


class _Handler(BaseHTTPRequestHandler):
    world: FakePagerDuty
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet, or each answer waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        self._serve("GET", None)

    def do_POST(self) -> None:
        self._serve("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, method: str, body: Any) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        fault = self.world.fault_for(parts.path)
        if fault:
            status, answer, headers = fault.status, fault.body, fault.headers
        elif self.headers.get("Authorization") != f"Token token={KEY}":
            status, answer, headers = 401, {"error": {"message": "Unauthorized", "code": 2006}}, {}
        else:
            (status, answer), headers = self.world.answer(method, parts.path, query, body), {}
        self.world.asked.append(Asked(method, parts.path, query, body, status, answer))
        self._send(status, answer, {"ratelimit-limit": "960", "ratelimit-remaining": "959", **headers})

    def _send(self, status: int, answer: Any, headers: dict[str, str]) -> None:
        content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response_only(status)
        if self.world.sends_date:
            self.send_header("Date", format_datetime(self.world.now, usegmt=True))
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _spec() -> Any:
    """The description, put right where no answer at all could obey it.

    One enumeration contradicts the type that it extends, and the kinds of a channel do not exclude each other,
    and a limit is written as drafts before 2019 did.
    """
    spec = load_spec("pagerduty-REST.openapiv3.json.gz")
    if spec is not None:
        schemas = spec.document["components"]["schemas"]
        schemas["AcknowledgeLogEntry"]["allOf"][1]["properties"]["type"]["enum"] = ["acknowledge_log_entry"]
        channel = schemas["Channel"]
        channel["anyOf"] = channel.pop("oneOf", channel.get("anyOf"))
        question = spec.document["paths"]["/analytics/raw/incidents"]["post"]["requestBody"]["content"]
        limit = question["application/json"]["schema"]["properties"]["limit"]
        limit |= {"exclusiveMinimum": 0, "exclusiveMaximum": 1001}
    return spec


def _passes(row: dict[str, Any], filters: dict[str, Any]) -> bool:
    created, updated = _parsed(row["created_at"], NOW), _parsed(row["updated_at"], NOW)
    return (
        created >= _parsed(filters.get("created_at_start"), created)
        and created <= _parsed(filters.get("created_at_end"), created)
        and ("updated_after" not in filters or updated > _parsed(filters["updated_after"], updated))
    )


def _moment(query: Query, name: str) -> datetime | None:
    value = query.get(name, [""])[0]
    return datetime.fromisoformat(value) if value.endswith("Z") else None


def _parsed(value: Any, otherwise: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return otherwise
    return moment.replace(tzinfo=NOW.tzinfo) if moment.tzinfo is None else moment


def _error(status: int, code: int, message: str) -> Reply:
    return status, {"error": {"code": code, "message": message}}
