"""Where a run begins to read, and how its cursors may move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from toil.sources.base import Window
from toil.sources.clock import is_ahead
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.records import epoch_ms, from_epoch_ms

A_DAY = timedelta(hours=24)
FEED = "worklogs "


@dataclass(frozen=True)
class Plan:
    """Where to begin, and how the cursor moves: `kept` is the stored one, below which it must not fall.

    `moves` is false where the window leaves a gap behind the stored cursor, which must then stay. `deep_stream` is the
    cursor of the daily long look behind, and `is_deep` whether this run takes it.
    """

    stream: str
    since: datetime | None
    kept: datetime | None
    moves: bool
    deep_stream: str = ""
    is_deep: bool = True


def plan(site: str, options: JiraOptions, window: Window, now: datetime | None) -> Plan:
    """What the window means for this site; the search index lags, so every run looks behind its cursor.

    Atlassian names seconds to minutes of lag; extractors still lost issues after two hours
    (https://github.com/estuary/connectors/pull/3486), hence `lookback_hours` behind the last such look
    once a day of the server's clock, and `overlap_minutes` each time.
    """
    stream = stream_name(site, options)
    deep = f"deep {stream}"
    cursor = cursor_of(window, stream)
    if window.full:
        return Plan(stream, options.since, None, moves=True, deep_stream=deep)
    if window.since is not None:
        since = window.since if window.since.tzinfo else window.since.replace(tzinfo=UTC)
        moves = cursor is not None and since <= cursor
        return Plan(stream, since, cursor, moves=moves, deep_stream=deep, is_deep=False)
    if cursor is None:
        return Plan(stream, options.since, None, moves=True, deep_stream=deep)
    last_deep = cursor_of(window, deep)
    is_deep = last_deep is None or now is None or now - last_deep >= A_DAY
    if is_deep:  # behind the last one: what lies between was seen by short looks only
        since = min(cursor, last_deep or cursor) - timedelta(hours=options.lookback_hours)
    else:
        since = cursor - timedelta(minutes=options.overlap_minutes)
    return Plan(stream, since, cursor, moves=True, deep_stream=deep, is_deep=is_deep)


def trusted(window: Window, site: str, now: datetime | None) -> Window:
    """The window without the cursors that lie ahead of the server's time, as after a run under a wrong clock.

    Their streams begin anew, and what is held is not read again. A worklog feed, whose beginning is never read, goes
    on a day before the issues, whose cursors follow their own times and no clock.
    """
    times = {stream: at for stream in window.cursors if (at := cursor_of(window, stream)) is not None}
    ahead = {stream for stream, at in times.items() if now is not None and is_ahead(at, now)}
    kept = {stream: text for stream, text in window.cursors.items() if stream not in ahead}
    reached = [at - A_DAY for stream, at in times.items() if stream not in ahead and is_of_issues(stream, site)]
    feeds = {stream for stream in ahead if stream.startswith(FEED)}
    return replace(window, cursors=kept | dict.fromkeys(feeds, moment_text(min(reached, default=from_epoch_ms(0)))))


def cursor_of(window: Window, stream: str) -> datetime | None:
    """The stored moment of a stream, UTC; None where there is none."""
    stored = window.cursors.get(stream, "")
    return from_epoch_ms(int(stored)) if stored.isdigit() else None


def moment_text(at: datetime) -> str:
    """A moment as a cursor holds it: milliseconds since 1970."""
    return str(epoch_ms(at))


def is_of_issues(stream: str, site: str) -> bool:
    """Whether a stream is one of this site's issues, whatever it is narrowed to."""
    return stream.partition("[")[0] == f"issues@{site}"


def stream_name(site: str, options: JiraOptions) -> str:
    """The name of the cursor; other projects or another condition are another stream, read from its start."""
    scope = ",".join(options.projects) + (f"|{options.jql}" if options.jql else "")
    start = f"|since {options.since.isoformat()}" if options.since else ""
    return f"issues@{site}" + (f"[{scope}{start}]" if scope or start else "")
