"""Lists that Jira embeds in an issue are cut short; this fetches what is missing from them.

A search embeds the newest 40 changes and the first 20 comments and worklogs, whatever there is
(https://developer.atlassian.com/changelog/#CHANGE-2046).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from toil.errors import SourceUnavailable
from toil.sources.base import Record, Rejection
from toil.sources.jira.connection import Connection
from toil.sources.jira.records import Taken, changelog_records, comment_record, id_of, worklog_list_record

_MISSING = frozenset({403, 404})
_NO_BULK = frozenset({400, 403, 404, 405, 410})
_BULK_ISSUES = 1000


@dataclass(frozen=True)
class ShortList:
    """An embedded list with fewer entries than Jira says there are."""

    issue: Record
    total: int
    held: frozenset[str]


def short_lists(issues: Iterable[Record], *path: str) -> list[ShortList]:
    """The issues whose embedded list is shorter than its total; `path` leads to the list, its name last."""
    found = []
    for issue in issues:
        holder: Any = issue.payload
        for name in path[:-1]:
            holder = holder.get(name) if isinstance(holder, dict) else None
        listed = holder.get(path[-1]) if isinstance(holder, dict) else None
        total = holder.get("total") if isinstance(holder, dict) else None
        if isinstance(listed, list) and isinstance(total, int) and len(listed) < total:
            held = frozenset(id_of(one) for one in listed if isinstance(one, dict))
            found.append(ShortList(issue, total, held))
    return found


def missing_changelogs(connection: Connection, short: list[ShortList]) -> Iterator[Taken]:
    """The whole changelogs of these issues: many at once on Cloud; Data Center has no way to ask."""
    if short and not connection.is_cloud:
        path = "/rest/api/2/search"
        yield from (_cut(one, connection.place("GET", path), "changelog entries", 0) for one in short)
        return
    for start in range(0, len(short), _BULK_ISSUES):
        chunk = short[start : start + _BULK_ISSUES]
        histories = _bulk_histories(connection, [one.issue.record_id for one in chunk])
        for one in chunk:
            yield from _changelog(connection, one, histories)


def missing_worklogs(connection: Connection, short: list[ShortList]) -> Iterator[Taken]:
    """All worklogs of these issues, one list an issue."""
    for one in short:
        path = f"{connection.api}/issue/{one.issue.record_id}/worklog"
        # Data Center gives the whole list at once and knows no paging here.
        listed = _all_entries(connection, path, "worklogs", paged=connection.is_cloud)
        if listed is None:
            yield _gone(connection, one, path, "worklogs")
            continue
        yield worklog_list_record(one.issue.record_id, listed, one.issue.updated_at)
        if len(listed) < one.total:
            yield _cut(one, connection.place("GET", path), "worklogs", len(listed))


def missing_comments(connection: Connection, short: list[ShortList]) -> Iterator[Taken]:
    """All comments of these issues."""
    for one in short:
        path = f"{connection.api}/issue/{one.issue.record_id}/comment"
        listed = _all_entries(connection, path, "comments")
        if listed is None:
            yield _gone(connection, one, path, "comments")
            continue
        where = connection.place("GET", path)
        yield from (comment_record(entry, where, one.issue.record_id) for entry in listed)


def _changelog(connection: Connection, short: ShortList, bulk: dict[str, list[Any]] | None) -> Iterator[Taken]:
    issue_id = short.issue.record_id
    path = "/rest/api/3/changelog/bulkfetch"
    histories = (bulk or {}).get(issue_id)
    if histories is None:
        path = f"/rest/api/3/issue/{issue_id}/changelog"
        histories = _all_entries(connection, path, "values")
    if histories is None:
        yield _gone(connection, short, path, "changelog")
        return
    where = connection.place("GET" if path.endswith("/changelog") else "POST", path)
    yield from changelog_records(histories, where, issue_id)
    together = short.held | {id_of(one) for one in histories if isinstance(one, dict)}
    if len(together) < short.total:
        yield _cut(short, where, "changelog entries", len(together))


def _bulk_histories(connection: Connection, issue_ids: list[str]) -> dict[str, list[Any]] | None:
    """Changelog entries by issue id; None where this Jira has no such endpoint for us."""
    found: dict[str, list[Any]] = {}
    seen: set[str] = set()
    body: dict[str, Any] = {"issueIdsOrKeys": issue_ids, "maxResults": 1000}
    while True:
        answer = connection.post("/rest/api/3/changelog/bulkfetch", body, accept=_NO_BULK)
        if not isinstance(answer, dict):
            return None
        for one in _list(answer, "issueChangeLogs"):
            if isinstance(one, dict):
                found.setdefault(str(one.get("issueId")), []).extend(_list(one, "changeHistories"))
        token = answer.get("nextPageToken")
        if not token:
            return found
        if token in seen:
            raise SourceUnavailable("Jira gives the same page of changelogs again and again",
                                    where=connection.place("POST", "/rest/api/3/changelog/bulkfetch"))  # fmt: skip
        seen.add(token)
        body = {**body, "nextPageToken": token}


def _all_entries(connection: Connection, path: str, name: str, *, paged: bool = True) -> list[Any] | None:
    """Every entry of a list, page by page where it has pages; None where it is not to be had."""
    entries: list[Any] = []
    seen: set[str] = set()
    while True:
        params = {"startAt": len(entries), "maxResults": 100} if paged else {}
        answer = connection.get(path, params, accept=_MISSING)
        if answer is None:
            return None
        part = _list(answer, name)
        fresh = [one for one in part if not (isinstance(one, dict) and id_of(one) in seen)]
        entries += fresh
        seen |= {id_of(one) for one in fresh if isinstance(one, dict)}
        total = answer.get("total") if isinstance(answer, dict) else None
        if not paged or not fresh or (isinstance(total, int) and len(entries) >= total):
            return entries


def _list(answer: Any, name: str) -> list[Any]:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, list) else []


def _gone(connection: Connection, short: ShortList, path: str, name: str) -> Rejection:
    where = connection.place("GET", path)
    return Rejection(where, f"the rest of the {name} of issue {short.issue.record_id} cannot be read any more")


def _cut(short: ShortList, where: str, name: str, got: int) -> Rejection:
    had = max(got, len(short.held))
    reason = f"issue {short.issue.record_id} has {short.total} {name}, of which Jira gives only {had}"
    return Rejection(where, reason)
