"""Saved payloads read again: each object is recognised by its `type` or its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toil.sources.base import Page, Record, Rejection
from toil.sources.pagerduty.options import Options
from toil.sources.pagerduty.records import (
    ANALYTICS,
    INCIDENT,
    LOG_ENTRY,
    SERVICE,
    USER,
    account,
    newest_time,
    site_of,
    sorted_out,
    text_id,
)
from toil.sources.replay import excerpt_of, read_objects

STREAM = "file"
PAGE_RECORDS = 2000
UNKNOWN_SITE = "pagerduty"
_LISTS = {"incidents": INCIDENT, "log_entries": LOG_ENTRY, "data": ANALYTICS, "users": USER, "services": SERVICE}
_SINGLES = {"incident": INCIDENT, "log_entry": LOG_ENTRY, "user": USER, "service": SERVICE}


def replay_file(path: Path, options: Options) -> Iterator[Page]:
    """Pages of the records in a file; its newest time is `as_of`.

    The site is the host of the addresses in the file; payloads without one (analytics) take the file's
    first, else that of the files saved beside it. Embedded log entries become records of their own, as if they
    had been fetched.
    """
    site = options.site or site_of_file(path) or _site_beside(path)
    records: list[Record] = []
    rejections: list[Rejection] = [] if site else [_homeless(path)]
    site = site or UNKNOWN_SITE
    for found in read_objects(path):
        if isinstance(found, Rejection):
            rejections.append(found)
        else:
            more, refused = read_object(found[1], where=f"{path.name}:{found[0]}")
            records += more
            rejections += refused
        if len(records) + len(rejections) >= PAGE_RECORDS:
            yield from _by_site(site, options.site, records, rejections)
            records, rejections = [], []
    yield from _by_site(site, options.site, records, rejections)


def read_object(value: Mapping[str, Any], *, where: str) -> tuple[list[Record], list[Rejection]]:
    """The records in one object: a payload, a whole response, or an incident that holds its log entries."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    parts = list(_parts(value))
    if not parts:
        reason = "not a PagerDuty incident, log entry, user, service or analytics row"
        return [], [Rejection(where, reason, excerpt_of(value))]
    for kind, payload in parts:
        more, refused = sorted_out(kind, [payload], where=where)
        records += more
        rejections += refused
    return records, rejections


def kind_of(value: Mapping[str, Any]) -> str:
    """The kind of a single payload by its `type`, else by the columns that only one kind has; else empty."""
    named = value.get("type")
    if isinstance(named, str) and named.endswith("_log_entry"):
        return LOG_ENTRY
    if named in (INCIDENT, USER, SERVICE):
        return str(named)
    if "engaged_seconds" in value or "user_defined_effort_seconds" in value:
        return ANALYTICS
    is_incident = "incident_number" in value and "created_at" in value and "title" in value
    return INCIDENT if is_incident else ""


def _parts(value: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    if kind := kind_of(value):
        yield from _with_entries(kind, value)
        return
    for name, kind in _LISTS.items():
        rows = value.get(name)
        if isinstance(rows, list):
            for row in rows:
                yield from _with_entries(kind, row)
    for name, kind in _SINGLES.items():
        if isinstance(value.get(name), Mapping):
            yield from _with_entries(kind, value[name])


def _with_entries(kind: str, payload: object) -> Iterator[tuple[str, object]]:
    """The payload; an incident first gives up the log entries that it holds, each with its incident's id."""
    entries = payload.get("log_entries") if kind == INCIDENT and isinstance(payload, Mapping) else None
    if not isinstance(payload, Mapping) or not isinstance(entries, list):
        yield kind, payload
        return
    yield kind, {name: value for name, value in payload.items() if name != "log_entries"}
    for entry in entries:
        is_bare = isinstance(entry, Mapping) and not text_id(entry.get("incident"))
        yield LOG_ENTRY, {**entry, "incident": {"id": text_id(payload)}} if is_bare else entry


def site_of_file(path: Path) -> str:
    """The account of the first payload that tells it; empty where none does."""
    for found in read_objects(path):
        if isinstance(found, Rejection):
            continue
        for _, payload in _parts(found[1]):
            if isinstance(payload, Mapping) and (site := site_of(payload)):
                return site
    return ""


def _site_beside(path: Path) -> str:
    """The one account of the files whose names begin as this one's does, up to the first underscore."""
    prefix = path.name.partition("_")[0]
    beside = sorted(file for file in path.parent.glob(f"{prefix}_*") if ".json" in file.name and file != path)
    found = {site for file in beside if (site := site_of_file(file))}
    return found.pop() if len(found) == 1 else ""


def _homeless(path: Path) -> Rejection:
    return Rejection(
        path.name,
        f"nothing tells which account the file is from, so it is taken as {UNKNOWN_SITE!r}; "
        "set site in [sources.pagerduty] to join it with its incidents",
    )


def _by_site(site: str, fixed: str, records: list[Record], rejections: list[Rejection]) -> Iterator[Page]:
    """A page for each account in the file; the file's own also carries the rejections."""
    found: dict[str, list[Record]] = {site: []} if rejections else {}
    for record in records:
        found.setdefault(fixed or site_of(record.payload) or site, []).append(record)
    for name, part in found.items():
        as_of = max((t for r in part if (t := newest_time(r.payload))), default=None)
        told = tuple(rejections) if name == site else ()
        whole = (account(name), *part) if part else ()
        yield Page(name, f"{name}/{STREAM}", whole, told, None, as_of)
