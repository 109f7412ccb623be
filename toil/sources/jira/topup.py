"""Lists that Jira embeds in an issue are cut short; this fetches what is missing from them.

A search embeds the newest 40 changes and the first 20 comments and worklogs, whatever there is
(https://developer.atlassian.com/changelog/#CHANGE-2046).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from toil.errors import SourceUnavailable
from toil.sources.base import Record, Rejection
from toil.sources.jira.connection import Connection
from toil.sources.jira.records import Taken, comment_record, id_of, worklog_list_record
from toil.sources.parallel import in_order

_MISSING = frozenset({403, 404})
_NO_BULK = frozenset({400, 403, 404, 405, 410})


@dataclass(frozen=True)
class ShortList:
    """An embedded list with fewer entries than Jira says there are."""

    issue: Record
    total: int
    held: frozenset[str]


@dataclass(frozen=True)
class StaysShort(Rejection):
    """A list that could not be completed."""


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


def cut_changelogs(connection: Connection, short: list[ShortList]) -> Iterator[Taken]:
    """What is to be told of changelogs that Data Center gives only in part: it has no way to ask for the rest."""
    where = connection.place("GET", "/rest/api/2/search")
    yield from (_cut(one, where, "changelog entries", 0) for one in short)


def missing_worklogs(connection: Connection, short: list[ShortList], *, workers: int) -> Iterator[Taken]:
    """All worklogs of these issues, one list an issue."""
    yield from chain.from_iterable(in_order(partial(_worklogs, connection), short, workers=workers))


def missing_comments(connection: Connection, short: list[ShortList], *, workers: int) -> Iterator[Taken]:
    """All comments of these issues."""
    yield from chain.from_iterable(in_order(partial(_comments, connection), short, workers=workers))


def _worklogs(connection: Connection, one: ShortList) -> list[Taken]:
    path = f"{connection.api}/issue/{one.issue.record_id}/worklog"
    # Data Center gives the whole list at once and knows no paging here.
    listed = all_entries(connection, path, "worklogs", paged=connection.is_cloud)
    if listed is None:
        return [_gone(connection, one, path, "worklogs")]
    taken: list[Taken] = [worklog_list_record(one.issue.record_id, listed, one.issue.updated_at)]
    if len(listed) < one.total:
        taken.append(_cut(one, connection.place("GET", path), "worklogs", len(listed)))
    return taken


def _comments(connection: Connection, one: ShortList) -> list[Taken]:
    path = f"{connection.api}/issue/{one.issue.record_id}/comment"
    listed = all_entries(connection, path, "comments")
    if listed is None:
        return [_gone(connection, one, path, "comments")]
    where = connection.place("GET", path)
    return [comment_record(entry, where, one.issue.record_id) for entry in listed]


def bulk_histories(connection: Connection, issue_ids: list[str]) -> dict[str, list[Any]] | None:
    """Changelog entries of up to 1,000 issues, by issue id; None where this Jira has no such endpoint for us."""
    found: dict[str, list[Any]] = {}
    seen: set[str] = set()
    body: dict[str, Any] = {"issueIdsOrKeys": issue_ids, "maxResults": 10_000}
    while True:
        answer = connection.post("/rest/api/3/changelog/bulkfetch", body, accept=_NO_BULK)
        if not isinstance(answer, dict):
            return None
        for one in list_in(answer, "issueChangeLogs"):
            if isinstance(one, dict):
                found.setdefault(str(one.get("issueId")), []).extend(list_in(one, "changeHistories"))
        token = answer.get("nextPageToken")
        if not token:
            return found
        if token in seen:
            raise SourceUnavailable("Jira gives the same page of changelogs again and again",
                                    where=connection.place("POST", "/rest/api/3/changelog/bulkfetch"))  # fmt: skip
        seen.add(token)
        body = {**body, "nextPageToken": token}


def all_entries(
    connection: Connection, path: str, name: str, params: Mapping[str, Any] | None = None, *, paged: bool = True
) -> list[Any] | None:
    """Every entry of a list that pages by offset, or comes at once; None where it is not to be had."""
    entries: list[Any] = []
    seen: set[str] = set()
    while True:
        place = {"startAt": len(entries), "maxResults": 100} if paged else {}
        answer = connection.get(path, {**(params or {}), **place}, accept=_MISSING)
        if answer is None:
            return None
        part = needed_list(answer, name, connection.place("GET", path))
        fresh = [one for one in part if not (isinstance(one, dict) and id_of(one) in seen)]
        entries += fresh
        seen |= {id_of(one) for one in fresh if isinstance(one, dict)}
        total = answer.get("total") if isinstance(answer, dict) else None
        if not paged or not fresh or (isinstance(total, int) and len(entries) >= total):
            return entries


def needed_list(answer: Any, name: str, where: str) -> list[Any]:
    """The list under a name; raises SourceUnavailable where there is none: it must not be taken for an empty one."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, list):
        raise SourceUnavailable(f"Jira answered without its list of {name}", where=where)
    return value


def list_in(answer: Any, name: str) -> list[Any]:
    """The list under a name; empty where there is none."""
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, list) else []


def _gone(connection: Connection, short: ShortList, path: str, name: str) -> StaysShort:
    where = connection.place("GET", path)
    return StaysShort(where, f"the rest of the {name} of issue {short.issue.record_id} cannot be read any more")


def _cut(short: ShortList, where: str, name: str, got: int) -> StaysShort:
    had = max(got, len(short.held))
    reason = f"issue {short.issue.record_id} has {short.total} {name}, of which Jira gives only {had}"
    return StaysShort(where, reason)
