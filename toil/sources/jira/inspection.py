"""What `toil doctor` asks Jira: whose clock is right, and what may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from toil.sources.base import Finding
from toil.sources.clock import clock_finding
from toil.sources.jira.census import projects
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions

_REFUSED = frozenset({400, 403, 404, 405, 410})


def findings(connection: Connection, options: JiraOptions) -> Iterator[Finding]:
    """One finding a question; nothing is changed, and no issue is read."""
    yield clock_finding(connection.now, datetime.now(UTC))
    yield _zone(connection)
    yield from _projects(connection, options)
    yield _feed(connection)


def _zone(connection: Connection) -> Finding:
    me = connection.get(f"{connection.api}/myself", accept=_REFUSED)
    zone = me.get("timeZone") if isinstance(me, dict) else None
    return Finding("time zone", "ok", f"{zone or 'not told'}; searches use milliseconds and do not depend on it")


def _projects(connection: Connection, options: JiraOptions) -> Iterator[Finding]:
    seen = {str(one.get("key")) for one in projects(connection, options, "live")}
    if not seen:
        yield Finding("projects", "error", "the account sees no project", "give it the permission Browse Projects")
        return
    for key in options.projects:
        if key not in seen:
            yield Finding(f"project {key}", "error", "the account does not see this project",
                          "check the key in [sources.jira] projects, and the permission Browse Projects")  # fmt: skip
    for key in sorted(seen) if options.projects else ():
        yield _browse(connection, key)
    if not options.projects:
        yield Finding("projects", "ok", f"{len(seen)} can be seen: {', '.join(sorted(seen)[:10])}"
                      + (" …" if len(seen) > 10 else ""))  # fmt: skip


def _browse(connection: Connection, key: str) -> Finding:
    params = {"projectKey": key, "permissions": "BROWSE_PROJECTS"} if connection.is_cloud else {"projectKey": key}
    answer = connection.get(f"{connection.api}/mypermissions", params, accept=_REFUSED)
    permissions: Any = answer.get("permissions") if isinstance(answer, dict) else None
    browse = permissions.get("BROWSE_PROJECTS") if isinstance(permissions, dict) else None
    if isinstance(browse, dict) and browse.get("havePermission") is False:
        return Finding(f"project {key}", "error", "the account may not browse it",
                       "give it the permission Browse Projects")  # fmt: skip
    return Finding(f"project {key}", "ok", "can be browsed")


def _feed(connection: Connection) -> Finding:
    since = int((connection.now or datetime.now(UTC)).timestamp() * 1000)
    if connection.get(f"{connection.api}/worklog/deleted", {"since": since}, accept=_REFUSED) is None:
        return Finding("worklog feed", "warning", "the account may not read the feed of changed and deleted worklogs",
                       "deleted worklogs are then seen only when their issue is read again")  # fmt: skip
    return Finding("worklog feed", "ok", "changed and deleted worklogs can be read")
