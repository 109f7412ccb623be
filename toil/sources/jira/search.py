"""Which issues to ask for, and the pages that answer, in the order of their last update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toil.errors import SourceUnavailable
from toil.sources.base import text_id
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.records import epoch_ms, from_epoch_ms, id_of, moment

ORDER = "ORDER BY updated ASC, key ASC"
MOST_EMPTY_PAGES = 100  # one after the other; each may have held 5,000 issues that the account may not see
LISTED_AT_ONCE = 5000  # what Jira Cloud gives at the most where only ids and single values are asked for


@dataclass(frozen=True)
class Answer:
    """One page of a search: the issues as they came, where they were asked for, and whether it was the last.

    On Cloud an issue is its id and its last update; on Data Center it is whole.
    """

    issues: list[Any]
    where: str
    is_last: bool


def condition(options: JiraOptions, since: datetime | None) -> str:
    """The JQL condition: projects, the user's own, and a lower bound in epoch milliseconds.

    Dates in JQL are read in the searching user's zone; a number is not
    (https://github.com/airbytehq/airbyte/pull/48395). Cloud refuses a search without any bound.
    """
    keys = ", ".join('"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"' for key in options.projects)
    parts = [f"project in ({keys})"] if keys else []
    parts += [f"({options.jql})"] if options.jql else []
    return " AND ".join([*parts, f"updated >= {max(epoch_ms(since), 0) if since else 0}"])


def answers(
    connection: Connection, options: JiraOptions, *, since: datetime | None, settled: datetime
) -> Iterator[Answer]:
    """Every page of the search; `settled` is the time before which the search index is surely up to date."""
    if connection.is_cloud:
        return _cloud_answers(connection, options, since)
    return _keyset_answers(connection, options, since, settled)


def count(connection: Connection, options: JiraOptions, since: datetime | None) -> int:
    """How many issues the server says there are; on Cloud this is approximate."""
    jql = condition(options, since)
    if connection.is_cloud:
        answer = connection.post("/rest/api/3/search/approximate-count", {"jql": jql})
        found = answer.get("count") if isinstance(answer, dict) else None
    else:
        answer = connection.get("/rest/api/2/search", {"jql": jql, "maxResults": 0, "fields": "id"})
        found = answer.get("total") if isinstance(answer, dict) else None
    return int(found) if isinstance(found, (int, float)) else 0


def ids_of(connection: Connection, jql: str) -> Iterator[str]:
    """The ids of all issues that a condition finds, in pages as large as Jira gives."""
    params = {"jql": f"{jql} ORDER BY key ASC", "maxResults": LISTED_AT_ONCE, "fields": "id"}
    for answer in _by_token(connection, params) if connection.is_cloud else _by_offset(connection, params):
        yield from (key for one in answer.issues if (key := _key(one)))


def issues_of(connection: Connection, jql: str, fields: str) -> Iterator[Any]:
    """All issues that a condition finds, with these fields of theirs."""
    params = {"jql": f"{jql} ORDER BY key ASC", "maxResults": 100, "fields": fields}
    for answer in _by_token(connection, params) if connection.is_cloud else _by_offset(connection, params):
        yield from answer.issues


def any_issue(connection: Connection, options: JiraOptions) -> bool:
    """Whether a single issue can be seen at all."""
    path = _path(connection)
    params = {"jql": condition(options, None), "maxResults": 1, "fields": "id"}
    return bool(_issues(connection.get(path, params), connection.place("GET", path)))


def reached(issues: list[Any], settled: datetime) -> datetime | None:
    """Up to which update the issues of a page lead; None where no issue says when it was updated.

    An issue that changes while we read shows its new time at its old place in the order. Such a time must not
    become the bound of the next request, so recent ones count only on pages that hold nothing older.
    """
    times = sorted(at for at in map(updated_of, issues) if at is not None)
    old = [at for at in times if at < settled]
    return max(old or times, default=None)


def _cloud_answers(connection: Connection, options: JiraOptions, since: datetime | None) -> Iterator[Answer]:
    """Ids with their last update.

    A search that asks for ids alone gives up to 5,000 at once; Atlassian advises to read the issues themselves in
    bulk and in parallel (https://developer.atlassian.com/changelog/#CHANGE-2046).
    """
    jql = f"{condition(options, since)} {ORDER}"
    return _by_token(connection, {"jql": jql, "maxResults": LISTED_AT_ONCE, "fields": "updated"})


def _by_token(connection: Connection, params: dict[str, Any]) -> Iterator[Answer]:
    """Pages may be short, and there is no total: only a missing token ends it; raises where one comes again."""
    path = _path(connection)
    where = connection.place("GET", path)
    seen: set[str] = set()
    empty = 0
    while True:
        answer = connection.get(path, params)
        issues = _issues(answer, where)
        token = text_id(answer.get("nextPageToken"))
        if not token and answer.get("nextPageToken"):
            raise SourceUnavailable("Jira names a next page that cannot be asked for", where=where)
        empty = 0 if issues else empty + 1
        if empty > MOST_EMPTY_PAGES:
            raise SourceUnavailable("Jira gives empty pages on and on", where=where)
        is_last = not token or answer.get("isLast") is True
        yield Answer(issues, where, is_last)
        if is_last:
            return
        if token in seen:
            raise _stuck(where)
        seen.add(token)
        params = {**params, "nextPageToken": token}


def _by_offset(connection: Connection, params: dict[str, Any]) -> Iterator[Answer]:
    """Pages by their place in the whole: good for a count, but rows may slip between pages of a list that changes."""
    path, start = _path(connection), 0
    where = connection.place("GET", path)
    last: list[Any] = []
    while True:
        answer = connection.get(path, {**params, "startAt": start})
        issues, total = _issues(answer, where), answer.get("total")
        if issues and issues == last:
            raise _stuck(where)
        last = issues
        start += len(issues)
        is_last = not issues or (isinstance(total, int) and start >= total)
        yield Answer(issues, where, is_last)
        if is_last:
            return


def _keyset_answers(
    connection: Connection, options: JiraOptions, since: datetime | None, settled: datetime
) -> Iterator[Answer]:
    """Each request starts at the last update seen and not at an offset, so that no page can slip away.

    Where a whole page lies within one moment, that moment is paged through by offset.
    """
    path, start_at = _path(connection), 0
    before: dict[str, datetime | None] = {}
    last: list[str] = []
    while True:
        answer = connection.get(path, {**_params(options, since), "startAt": start_at})
        where = connection.place("GET", path)
        issues = _issues(answer, where)
        total = answer.get("total")
        more = bool(issues) and (not isinstance(total, int) or start_at + len(issues) < total)
        yield Answer([one for one in issues if not _known(one, before)], where, is_last=not more)
        if not more:
            return
        before |= {_key(one): updated_of(one) for one in issues if _key(one)}
        bound = reached(issues, settled)
        if bound is not None and (since is None or epoch_ms(bound) > epoch_ms(since)):
            since, start_at = from_epoch_ms(epoch_ms(bound)), 0
            before = {key: at for key, at in before.items() if at is None or at >= since}
        elif start_at and [_key(one) for one in issues] == last:
            raise _stuck(where)
        else:
            start_at += len(issues)
        last = [_key(one) for one in issues]


def _stuck(where: str) -> SourceUnavailable:
    """What is told of a server that pays no heed to the place it was asked for: it would be read for ever."""
    return SourceUnavailable("Jira gives the same page again and again", where=where,
                             do="run the command again: it goes on where it stopped")  # fmt: skip


def _path(connection: Connection) -> str:
    # The old search is gone from Cloud: https://developer.atlassian.com/changelog/#CHANGE-2046
    return "/rest/api/3/search/jql" if connection.is_cloud else "/rest/api/2/search"


def _params(options: JiraOptions, since: datetime | None) -> dict[str, Any]:
    jql = f"{condition(options, since)} {ORDER}"
    return {"jql": jql, "maxResults": options.page_size, "fields": "*all", "expand": "changelog"}


def _issues(answer: Any, where: str) -> list[Any]:
    issues = answer.get("issues") if isinstance(answer, dict) else None
    if not isinstance(issues, list):
        raise SourceUnavailable("Jira answered a search without a list of issues", where=where)
    return issues


def updated_of(issue: Any) -> datetime | None:
    """When the search index believes the issue was updated, UTC; None where it does not say."""
    fields = issue.get("fields") if isinstance(issue, dict) else None
    return moment(fields.get("updated")) if isinstance(fields, dict) else None


def _key(issue: Any) -> str:
    return id_of(issue) if isinstance(issue, dict) else ""


def _known(issue: Any, before: dict[str, datetime | None]) -> bool:
    key = _key(issue)
    return bool(key) and key in before and before[key] == updated_of(issue)
