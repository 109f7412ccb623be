"""Jira's payloads as records: which issue they tell of, under which id, and how new they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from toil.sources.base import Record, Rejection, text_id
from toil.sources.jira.connection import host_of
from toil.sources.replay import excerpt_of

Taken = Record | Rejection

_ISSUE_IN_SELF = re.compile(r"/issue/(\d+)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def issue_record(payload: Any, where: str) -> Taken:
    """An issue under its immutable id; keys move."""
    if not isinstance(payload, dict):
        return Rejection(where, f"an issue that is not an object but {type(payload).__name__}", excerpt_of(payload))
    if not (issue_id := id_of(payload)):
        return Rejection(where, "an issue without an id", excerpt_of(payload))
    if not isinstance(fields := payload.get("fields"), dict):
        return Rejection(where, f"issue {issue_id} has no fields", excerpt_of(payload))
    return Record("issue", issue_id, payload, issue_id, moment(fields.get("updated")))


def worklog_record(payload: Any, where: str, issue_id: str = "") -> Taken:
    """One worklog under its id; it names its issue itself, or in its own address."""
    return _part("worklog", payload, where, issue_id, changed="updated")


def comment_record(payload: Any, where: str, issue_id: str = "") -> Taken:
    """One comment under its id."""
    return _part("comment", payload, where, issue_id, changed="updated")


def remote_link_record(payload: Any, where: str, issue_id: str = "") -> Taken:
    """One remote link under its id."""
    return _part("remote_link", payload, where, issue_id, changed="")


def changelog_records(histories: Any, where: str, issue_id: Any) -> Iterator[Taken]:
    """Every entry of one issue's changelog (bulkfetch: `{issueId, changeHistories}`) under its own id."""
    if not isinstance(histories, list):
        yield Rejection(where, "a changelog that is not a list", excerpt_of(histories))
        return
    for history in histories:
        yield _part("changelog", history, where, text_id(issue_id), changed="created")


def worklog_list_record(issue_id: str, worklogs: list[Any], updated_at: datetime | None) -> Record:
    """All worklogs of an issue at one time; a later list replaces it, and so takes deleted ones away."""
    return Record("worklogs", issue_id, {"issueId": issue_id, "worklogs": worklogs}, issue_id, updated_at)


def reference_record(kind: str, payload: Any, where: str) -> Taken:
    """A status or a user: what belongs to no issue."""
    named = payload if isinstance(payload, dict) else {}
    record_id = id_of(named) or str(named.get("accountId") or named.get("key") or named.get("name") or "")
    if not record_id:
        return Rejection(where, f"a {kind} without an id", excerpt_of(payload))
    return Record(kind, record_id, named)


def id_of(payload: Mapping[str, Any]) -> str:
    """The payload's id as text, also where it came as a number; empty where there is none."""
    return text_id(payload.get("id"))


def parted(taken: Iterable[Taken]) -> tuple[tuple[Record, ...], tuple[Rejection, ...]]:
    """Records and rejections apart."""
    both = list(taken)
    records = tuple(one for one in both if isinstance(one, Record))
    return records, tuple(one for one in both if isinstance(one, Rejection))


def moment(value: Any) -> datetime | None:
    """A time as Jira writes it: ISO with an offset, or (milli)seconds since 1970; None if neither."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) >= 1e11 else float(value)
        try:
            return _EPOCH + timedelta(seconds=seconds)
        except (OverflowError, ValueError):
            return None
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def epoch_ms(at: datetime) -> int:
    """Milliseconds since 1970, rounded down; what JQL compares without any time zone."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """The time that `epoch_ms` came from."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def site_of(payload: Mapping[str, Any]) -> str:
    """The host that the payload's own address names, or that of its author; empty where none does."""
    histories = payload.get("changeHistories")
    for owner in (payload, payload.get("author"), *(histories[:1] if isinstance(histories, list) else ())):
        if not isinstance(owner, dict):
            continue
        author = owner.get("author")
        for address in (owner.get("self"), author.get("self") if isinstance(author, dict) else None):
            if isinstance(address, str) and (host := host_of(address)):
                return host
    return ""


def _part(kind: str, payload: Any, where: str, issue_id: str, *, changed: str) -> Taken:
    if not isinstance(payload, dict):
        return Rejection(where, f"a {kind} that is not an object but {type(payload).__name__}", excerpt_of(payload))
    owner = issue_id or text_id(payload.get("issueId")) or _issue_in_self(payload)
    if not owner:
        return Rejection(where, f"a {kind} that does not say which issue it belongs to", excerpt_of(payload))
    if not (record_id := id_of(payload)):
        return Rejection(where, f"a {kind} of issue {owner} without an id", excerpt_of(payload))
    return Record(kind, record_id, payload, owner, moment(payload.get(changed)))


def _issue_in_self(payload: Mapping[str, Any]) -> str:
    found = _ISSUE_IN_SELF.search(str(payload.get("self") or ""))
    return found[1] if found else ""
