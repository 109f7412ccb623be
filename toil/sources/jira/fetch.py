"""From a window of time to pages of records, each with the cursor that is true once it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from toil.errors import CredentialsError
from toil.sources.base import Page, Record, Window
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.records import epoch_ms, from_epoch_ms, issue_record, parted, reference_record
from toil.sources.jira.search import Answer, answers, any_issue, reached
from toil.sources.jira.topup import missing_changelogs, missing_comments, missing_worklogs, short_lists

STATUSES = "statuses"


@dataclass(frozen=True)
class Plan:
    """Where to begin, and how the cursor moves: `kept` is the stored one, below which it must not fall.

    `moves` is false where the window leaves a gap behind the stored cursor, which must then stay.
    """

    stream: str
    since: datetime | None
    kept: datetime | None
    moves: bool


def plan(site: str, options: JiraOptions, window: Window) -> Plan:
    """What the window means for this site; the search index lags, so a cursor is looked behind.

    Atlassian names seconds to minutes of lag; extractors still lost issues after two hours
    (https://github.com/estuary/connectors/pull/3486), hence `lookback_hours`.
    """
    stream = stream_name(site, options)
    stored = window.cursors.get(stream, "")
    cursor = from_epoch_ms(int(stored)) if stored.isdigit() else None
    if window.full:
        return Plan(stream, options.since, None, moves=True)
    if window.since is not None:
        since = window.since if window.since.tzinfo else window.since.replace(tzinfo=UTC)
        return Plan(stream, since, cursor, moves=cursor is not None and since <= cursor)
    if cursor is None:
        return Plan(stream, options.since, None, moves=True)
    return Plan(stream, cursor - timedelta(hours=options.lookback_hours), cursor, moves=True)


def stream_name(site: str, options: JiraOptions) -> str:
    """The name of the cursor; other projects or another condition are another stream, read from its start."""
    scope = ",".join(options.projects) + (f"|{options.jql}" if options.jql else "")
    start = f"|since {options.since.isoformat()}" if options.since else ""
    return f"issues@{site}" + (f"[{scope}{start}]" if scope or start else "")


def pages(connection: Connection, options: JiraOptions, window: Window) -> Iterator[Page]:
    """The statuses, then the issues in the order of their last update with all that belongs to them."""
    yield _statuses(connection)
    doing = plan(connection.site, options, window)
    lag = timedelta(hours=max(options.lookback_hours, 1.0))
    settled = connection.now - lag if connection.now else from_epoch_ms(0)
    issues = 0
    newest: datetime | None = None
    for answer in answers(connection, options, since=doing.since, settled=settled):
        here = reached(answer.issues, settled)
        newest = max(filter(None, (newest, here)), default=None)
        page = _page(connection, answer, doing, newest)
        issues += len(answer.issues)
        yield page
    if not issues and doing.kept is not None and not any_issue(connection, options):
        raise CredentialsError(
            "Jira shows no issue at all any more, although earlier runs saw some",
            where=connection.place("GET", "/"),
            do="check what the account may browse, and `projects` and `jql` in [sources.jira]",
        )


def _page(connection: Connection, answer: Answer, doing: Plan, newest: datetime | None) -> Page:
    taken = [issue_record(issue, f"{answer.where} issue {n}") for n, issue in enumerate(answer.issues, start=1)]
    issues, _ = parted(taken)
    changelogs = short_lists(issues, "changelog", "histories")
    worklogs = short_lists(issues, "fields", "worklog", "worklogs")
    comments = short_lists(issues, "fields", "comment", "comments")
    taken += missing_changelogs(connection, changelogs)
    taken += missing_worklogs(connection, worklogs)
    taken += missing_comments(connection, comments)
    records, rejections = parted(taken)
    truncated = len(changelogs) + len(worklogs) + len(comments)
    return Page(connection.site, doing.stream, records, rejections, cursor=_cursor(doing, newest),
                as_of=connection.now, truncated=truncated)  # fmt: skip


def _cursor(doing: Plan, newest: datetime | None) -> str | None:
    moved = max(filter(None, (newest, doing.kept)), default=None)
    return str(epoch_ms(moved)) if doing.moves and newest and moved else None


def _statuses(connection: Connection) -> Page:
    path = f"{connection.api}/status"
    where = connection.place("GET", path)
    listed = connection.get(path)
    found = listed if isinstance(listed, list) else []
    records, rejections = parted(reference_record("status", one, where) for one in found)
    return Page(connection.site, STATUSES, _named(records), rejections, as_of=connection.now)


def _named(records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record.record_id))
