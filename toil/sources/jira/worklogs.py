"""The worklog feeds: which worklogs were written, changed or deleted on the whole site since the last run.

An issue brings its worklogs along when it is read, up to what Jira embeds, and the rest is topped up. The feeds bring
what that can miss: a worklog changed without its issue being updated, and those that were deleted, of which nothing
else tells (taking a missing one for deleted gave 164 false deletions of 164: constructorfabric/insight issue 3480).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from toil.errors import SourceUnavailable
from toil.sources.base import Page, Rejection, Window, text_id
from toil.sources.jira.connection import Connection
from toil.sources.jira.plan import FEED, cursor_of, moment_text
from toil.sources.jira.records import epoch_ms, from_epoch_ms, parted, worklog_record

UNSETTLED = timedelta(minutes=1)
"""The feeds leave out the last minute: https://developer.atlassian.com/cloud/jira/platform/rest/v3/#api-rest-api-3-worklog-updated-get"""

_LATEST_MS = 4_102_444_800_000  # the year 2100: later times cannot be meant, and the largest hold in no calendar
_REFUSED = frozenset({401, 403, 404, 405})


def worklog_pages(connection: Connection, window: Window, began: datetime | None) -> Iterator[Page]:
    """Pages of changed worklogs, then pages that name deleted ones; each moves its own cursor of the site.

    A first run only keeps where the feeds begin: `began`, the server's time before any issue is read. Kept later, a
    first run that is killed would leave out what changes until the next one. Without `began` no cursor is known.
    """
    for name, read in (("updated", _updated), ("deleted", _deleted)):
        stream = f"{FEED}{name}@{connection.site}"
        since = cursor_of(window, stream)
        if since is not None:
            yield from (replace(page, stream=stream) for page in read(connection, window, since))
        elif began is not None:
            yield Page(connection.site, stream, cursor=moment_text(began - UNSETTLED), as_of=connection.now)


def _updated(connection: Connection, window: Window, since: datetime) -> Iterator[Page]:
    for ids, until, told in _feed(connection, "updated", since):
        path = f"{connection.api}/worklog/list"
        where = connection.place("POST", path)
        listed = connection.post(path, {"ids": ids}) if ids else []
        if not isinstance(listed, list):
            raise SourceUnavailable("Jira did not answer with the worklogs that it had named", where=where)
        taken = [worklog_record(one, where) for one in listed]
        records, rejections = parted(taken)
        held = window.held(connection.site, {record.owner_id for record in records})
        ours = tuple(record for record in records if record.owner_id in held)
        yield Page(connection.site, "", ours, (*rejections, *told), cursor=until, as_of=connection.now)


def _deleted(connection: Connection, window: Window, since: datetime) -> Iterator[Page]:
    for ids, until, told in _feed(connection, "deleted", since):
        gone = tuple(("worklog", str(one)) for one in ids)
        yield Page(connection.site, "", rejections=tuple(told), removed=gone, cursor=until, as_of=connection.now)


def _feed(connection: Connection, name: str, since: datetime) -> Iterator[tuple[list[int], str, list[Rejection]]]:
    """The ids of each page of a feed, the cursor that holds once they are taken, and what cannot be had.

    The page's times lead on, not the number of its rows. A page may end amid the worklogs of one millisecond, and
    whether `since` takes in its own is not said; so the next page begins before the last one's end, and repeats some.
    Where one millisecond holds more than a page, its rest cannot be asked for: that is told, and the feed goes on.
    """
    path = f"{connection.api}/worklog/{name}"
    where = connection.place("GET", path)
    at = epoch_ms(since)
    while True:
        answer = connection.get(path, {"since": at}, accept=_REFUSED)
        if answer is None:
            return
        values = answer.get("values") if isinstance(answer, dict) else None
        if not isinstance(values, list):
            raise SourceUnavailable("Jira answered a worklog feed without its values", where=where)
        ids = [number for one in values if (number := _worklog_id(one)) is not None]
        if answer.get("lastPage") is not False:
            until = answer.get("until")
            yield ids, _text(until if _is_time(until, at + 1) else at), []
            return
        following, is_whole = _following(values, at)
        reason = f"maybe more worklogs {name} within one millisecond ({following - 1}) than Jira gives in a page"
        yield ids, _text(following), [] if is_whole else [Rejection(where, reason)]
        if following <= at:
            raise SourceUnavailable("Jira gives the same page of a worklog feed again and again", where=where)
        at = following


def _following(values: list[Any], at: int) -> tuple[int, bool]:
    """Where the page after this one begins, in ms, and whether that leaves nothing out; `at` if no time is told."""
    told = (one.get("updatedTime") for one in values if isinstance(one, dict))
    times = sorted({time for time in told if _is_time(time, at)})
    if len(times) < 2:
        return (times[0] + 1, False) if times else (at, True)
    return (times[-1] - 1 if times[-1] - 1 > at else times[-1]), True


def _is_time(value: Any, least: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < _LATEST_MS


def _text(milliseconds: int) -> str:
    return moment_text(from_epoch_ms(milliseconds))


def _worklog_id(entry: Any) -> int | None:
    value = text_id(entry.get("worklogId")) if isinstance(entry, dict) else ""
    return int(value) if value.isascii() and value.isdigit() else None
