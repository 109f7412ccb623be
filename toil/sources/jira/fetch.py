"""From a window of time to pages of records, each with the cursor that is true once it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from toil.errors import CredentialsError
from toil.sources.base import Page, Record, Window
from toil.sources.clock import timely
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.plan import Plan, moment_text, plan, trusted
from toil.sources.jira.reading import changelogs_of, issues_by_id
from toil.sources.jira.records import Taken, from_epoch_ms, id_of, issue_record, parted
from toil.sources.jira.reference import fields, project_statuses, projects_of, statuses
from toil.sources.jira.remote import remote_links
from toil.sources.jira.search import LISTED_AT_ONCE, Answer, answers, any_issue, reached, updated_of
from toil.sources.jira.topup import StaysShort, cut_changelogs, missing_comments, missing_worklogs, short_lists
from toil.sources.jira.worklogs import worklog_pages


def pages(connection: Connection, options: JiraOptions, window: Window) -> Iterator[Page]:
    """What belongs to no issue, the worklog feeds, then the issues with all of theirs, oldest update first."""
    window = trusted(window, connection.site, connection.now)
    for page in _every_page(connection, options, window):
        yield replace(page, records=timely(page.records, connection.now))


def _every_page(connection: Connection, options: JiraOptions, window: Window) -> Iterator[Page]:
    """The feeds come before the issues: what they tell of issues that are not held yet is read with these later."""
    yield statuses(connection)
    yield from fields(connection, window)
    began = connection.now
    doing = plan(connection.site, options, window, began)
    yield from worklog_pages(connection, window, began)
    lag = timedelta(hours=max(options.lookback_hours, 1.0))
    settled = began - lag if began else from_epoch_ms(0)
    listed = 0
    newest: datetime | None = None
    touched: set[str] = set()
    for answer in answers(connection, options, since=doing.since, settled=settled):
        listed += len(answer.issues)
        for part in _parts(answer, options.page_size if connection.is_cloud else LISTED_AT_ONCE):
            here = reached(part, settled)
            newest = max(filter(None, (newest, here)), default=None)
            page = _page(connection, options, window, Answer(part, answer.where, answer.is_last))
            touched |= projects_of(page.records)
            yield replace(page, stream=doing.stream, cursor=_cursor(doing, newest, began))
    if not listed and doing.kept is not None and not any_issue(connection, options):
        raise CredentialsError(
            "Jira shows no issue at all any more, although earlier runs saw some",
            where=connection.place("GET", "/"),
            do="check what the account may browse, and `projects` and `jql` in [sources.jira]",
        )
    if doing.is_deep and began is not None:
        yield Page(connection.site, doing.deep_stream, cursor=moment_text(began), as_of=connection.now)
    yield from project_statuses(connection, window, touched)


def _parts(answer: Answer, size: int) -> Iterator[list[Any]]:
    """A page of the search in parts that one page of records can hold; at least one, so that cursors move."""
    for start in range(0, max(len(answer.issues), 1), size):
        yield answer.issues[start : start + size]


def _page(connection: Connection, options: JiraOptions, window: Window, answer: Answer) -> Page:
    if connection.is_cloud:
        ids, odd = _unread(connection.site, window, answer)
        taken: list[Taken] = [*odd, *issues_by_id(connection, options, ids)]
        issues, _ = parted(taken)
        histories, tallies = changelogs_of(connection, options, issues)
        taken += histories
    else:
        taken = [issue_record(issue, f"{answer.where} issue {n}") for n, issue in enumerate(answer.issues, start=1)]
        issues, _ = parted(taken)
        tallies = {}
        taken += cut_changelogs(connection, short_lists(issues, "changelog", "histories"))
    topped_up, short = _topped_up(connection, options, issues)
    known, _ = parted(taken)
    records, rejections = parted([*taken, *topped_up, *remote_links(connection, options, known)])
    cut = sum(isinstance(one, StaysShort) for one in rejections)
    return Page(connection.site, "", records, rejections, as_of=connection.now, truncated=cut,
                tallies={**tallies, **({"topped_up": short - cut} if short > cut else {})})  # fmt: skip


def _topped_up(connection: Connection, options: JiraOptions, issues: Sequence[Record]) -> tuple[list[Taken], int]:
    """The whole lists of those issues whose embedded lists came short, and how many lists that were."""
    worklogs = short_lists(issues, "fields", "worklog", "worklogs")
    comments = short_lists(issues, "fields", "comment", "comments")
    workers = options.parallel_requests
    taken = [*missing_worklogs(connection, worklogs, workers=workers),
             *missing_comments(connection, comments, workers=workers)]  # fmt: skip
    return taken, len(worklogs) + len(comments)


def _unread(site: str, window: Window, answer: Answer) -> tuple[list[str], list[Taken]]:
    """The ids that are not held as they are now, and what is no issue; what is held need not be read again."""
    listed: dict[str, datetime | None] = {}
    odd: list[Taken] = []
    for number, issue in enumerate(answer.issues, start=1):
        if isinstance(issue, dict) and id_of(issue):
            listed[id_of(issue)] = updated_of(issue)
        else:
            odd.append(issue_record(issue, f"{answer.where} issue {number}"))
    held = {} if window.full or window.since is not None else window.held(site, listed.keys())
    return [one for one, updated in listed.items() if not _is_held(held.get(one), updated)], odd


def _is_held(held: datetime | None, updated: datetime | None) -> bool:
    return held is not None and updated is not None and held >= updated


def _cursor(doing: Plan, newest: datetime | None, began: datetime | None) -> str | None:
    """How far the issues are read: never past the server's time, whatever time an issue claims, and never back."""
    if newest is None or not doing.moves:
        return None
    moved = max(filter(None, (min(newest, began or newest), doing.kept)))
    return moment_text(moved)
