"""Payloads as records: which kind, whose, how new; and what cannot be taken, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from toil.sources.base import Record, Rejection
from toil.sources.base import text_id as id_as_text
from toil.sources.pagerduty.windows import to_moment
from toil.sources.replay import excerpt_of

INCIDENT, LOG_ENTRY, ANALYTICS, USER, SERVICE = "incident", "log_entry", "analytics", "user", "service"
ACCOUNT, JIRA_RULE = "account", "jira_rule"
TIMES = ("updated_at", "last_status_change_at", "resolved_at", "created_at")


def as_record(kind: str, payload: object) -> Record | str:
    """The record that a payload of this kind is, or why it is none."""
    if not isinstance(payload, Mapping):
        return f"not an object but {type(payload).__name__}"
    record_id = text_id(payload)
    if not record_id:
        return f"the {kind.replace('_', ' ')} has no id"
    if kind in (INCIDENT, LOG_ENTRY) and to_moment(payload.get("created_at")) is None:
        return f"the {kind.replace('_', ' ')} has no created_at that can be read"
    owner_id = _owner_id(kind, payload)
    if owner_id is None:
        return "the log entry does not say to which incident it belongs"
    return Record(kind, record_id, payload, owner_id, newest_time(payload))


def account(site: str) -> Record:
    """The account itself: what belongs to the site as a whole, such as its statuses, hangs on this record."""
    return Record(ACCOUNT, site, {"type": ACCOUNT, "html_url": f"https://{site}"})


def sorted_out(kind: str, payloads: Iterable[object], *, where: str) -> tuple[list[Record], list[Rejection]]:
    """The payloads as records, and those that cannot be taken as rejections."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    for payload in payloads:
        found = as_record(kind, payload)
        if isinstance(found, str):
            rejections.append(Rejection(where, found, excerpt_of(payload)))
        else:
            records.append(found)
    return records, rejections


def text_id(payload: object) -> str:
    """The `id` of an object as text, or empty."""
    return id_as_text(payload.get("id")) if isinstance(payload, Mapping) else ""


def newest_time(payload: Mapping[str, Any]) -> datetime | None:
    """The newest of the payload's own times, in UTC."""
    return max((moment for name in TIMES if (moment := to_moment(payload.get(name)))), default=None)


def site_of(payload: Mapping[str, Any]) -> str:
    """The account's host, e.g. example-sre.pagerduty.com, from the first `html_url` in or under the payload."""
    for url in _html_urls(payload):
        if isinstance(url, str) and (host := _host(url)):
            return host
    return ""


def _html_urls(payload: Mapping[str, Any]) -> Iterator[Any]:
    yield payload.get("html_url")
    for name in ("incident", "agent", "service", "user"):
        inner = payload.get(name)
        if isinstance(inner, Mapping):
            yield inner.get("html_url")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _owner_id(kind: str, payload: Mapping[str, Any]) -> str | None:
    if kind in (USER, SERVICE, JIRA_RULE):
        return ""
    if kind == LOG_ENTRY:
        return text_id(payload.get("incident")) or None
    return text_id(payload)
