"""Issues by their ids, many at once: what Jira Cloud advises after a search that lists ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from toil.sources.base import Record, Rejection
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.records import Taken, changelog_records, id_of, issue_record, moment
from toil.sources.jira.topup import all_entries, bulk_histories, list_in, needed_list
from toil.sources.parallel import in_order

BULK = "/rest/api/3/issue/bulkfetch"
AT_ONCE = 100
"""Issues in one request: https://developer.atlassian.com/cloud/jira/platform/rest/v3/#api-rest-api-3-issue-bulkfetch-post"""

_NEW = "new"
_TOUCHED_AFTER = timedelta(minutes=1)


def issues_by_id(connection: Connection, options: JiraOptions, issue_ids: Sequence[str]) -> list[Taken]:
    """The issues, read in parallel, as records in the order of `issue_ids`, then rejections.

    What Jira could not put into a bulk answer is asked for by itself. An issue that is simply not given was deleted or
    hidden since the search; the census finds out which.
    """
    found: dict[str, Taken] = {}
    odd: list[Taken] = []
    for where, answered in _bulk(connection, options, issue_ids, {"fields": ["*all"]}):
        for number, issue in enumerate(answered, start=1):
            taken = issue_record(issue, f"{where} issue {number}")
            if isinstance(taken, Record):
                found[taken.record_id] = taken
            else:
                odd.append(taken)
    return [*(found[issue_id] for issue_id in issue_ids if issue_id in found), *odd]


def changelogs_of(
    connection: Connection, options: JiraOptions, issues: Sequence[Record]
) -> tuple[list[Taken], dict[str, int]]:
    """All changelog entries of the issues, and what had to be looked for a second time (`crosschecked` …).

    The bulk endpoint answers empty for some issues whose history shows elsewhere
    (https://github.com/estuary/connectors/issues/5204); where an issue looks as if it had been changed, the changelog
    that is embedded in the issue is asked as well.
    """
    ids = [issue.record_id for issue in issues]
    histories = bulk_histories(connection, ids) if ids else {}
    if histories is None:
        return _one_by_one(connection, options, ids), {}
    where = connection.place("POST", "/rest/api/3/changelog/bulkfetch")
    taken = [one for issue_id, listed in histories.items() for one in changelog_records(listed, where, issue_id)]
    doubtful = [issue.record_id for issue in issues if not histories.get(issue.record_id) and _was_changed(issue)]
    found = _embedded(connection, options, doubtful)
    tallies = {"crosschecked": len(doubtful), "crosscheck_found": len({one.owner_id for one in found
                                                                       if isinstance(one, Record)})}  # fmt: skip
    return [*taken, *found], {name: number for name, number in tallies.items() if number}


def _embedded(connection: Connection, options: JiraOptions, issue_ids: Sequence[str]) -> list[Taken]:
    taken: list[Taken] = []
    body = {"fields": ["updated"], "expand": ["changelog"]}
    for where, answered in _bulk(connection, options, issue_ids, body):
        for issue in answered:
            changelog = issue.get("changelog") if isinstance(issue, dict) else None
            listed = changelog.get("histories") if isinstance(changelog, dict) else None
            if not isinstance(listed, list) or not listed or not isinstance(changelog, dict):
                continue
            issue_id, total = id_of(issue), changelog.get("total")
            if isinstance(total, int) and total > len(listed):
                taken += _single(connection, issue_id)
            else:
                taken += changelog_records(listed, where, issue_id)
    return taken


def _one_by_one(connection: Connection, options: JiraOptions, issue_ids: Sequence[str]) -> list[Taken]:
    read = in_order(lambda one: _single(connection, one), issue_ids, workers=options.parallel_requests)
    return [taken for part in read for taken in part]


def _single(connection: Connection, issue_id: str) -> list[Taken]:
    path = f"/rest/api/3/issue/{issue_id}/changelog"
    where = connection.place("GET", path)
    listed = all_entries(connection, path, "values")
    if listed is None:
        return [Rejection(where, f"the changelog of issue {issue_id} cannot be read any more")]
    return list(changelog_records(listed, where, issue_id))


def _was_changed(issue: Record) -> bool:
    """Whether the issue's own fields say that there must have been a change: no longer new, or updated later."""
    fields = issue.payload.get("fields")
    fields = fields if isinstance(fields, dict) else {}
    status = fields.get("status")
    category = status.get("statusCategory") if isinstance(status, dict) else None
    if isinstance(category, dict) and category.get("key") not in (None, _NEW):
        return True
    created, updated = moment(fields.get("created")), moment(fields.get("updated"))
    return created is not None and updated is not None and updated - created > _TOUCHED_AFTER


def _bulk(
    connection: Connection, options: JiraOptions, issue_ids: Sequence[str], body: dict[str, Any]
) -> Iterator[tuple[str, list[Any]]]:
    where = connection.place("POST", BULK)

    def read(chunk: Sequence[str]) -> list[Any]:
        answer = connection.post(BULK, {"issueIdsOrKeys": list(chunk), **body})
        given = needed_list(answer, "issues", where)
        alone = [id_of(one) for one in list_in(answer, "issueErrors") if isinstance(one, dict) and id_of(one) in chunk]
        singly = (_alone(connection, one, body) for one in alone)
        if not given and not alone:
            connection.refuse_strangers()  # a token that has just expired is at times answered with nothing
        return [*given, *(issue for issue in singly if issue is not None)]

    chunks = [issue_ids[start : start + AT_ONCE] for start in range(0, len(issue_ids), AT_ONCE)]
    for answered in in_order(read, chunks, workers=options.parallel_requests):
        yield where, answered


def _alone(connection: Connection, issue_id: str, body: dict[str, Any]) -> Any:
    params = {name: ",".join(values) for name, values in body.items()}
    return connection.get(f"/rest/api/3/issue/{issue_id}", params, accept={403, 404})
