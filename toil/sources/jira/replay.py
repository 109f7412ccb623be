"""Saved answers of Jira: the same records as over the network, told apart by their shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from toil.sources.base import Page, Record, Rejection
from toil.sources.jira import records as take
from toil.sources.jira.options import JiraOptions
from toil.sources.replay import excerpt_of, read_objects

BATCH = 500

Entry = dict[str, Any]


@dataclass
class _Batch:
    """What is gathered until it makes a page; `as_of` is the newest time seen so far in the file."""

    stream: str
    site: str
    records: list[Record] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    as_of: datetime | None = None

    def add(self, taken: take.Taken) -> None:
        """Take one record or rejection."""
        if isinstance(taken, Rejection):
            self.rejections.append(taken)
            return
        self.records.append(taken)
        if taken.updated_at and (self.as_of is None or taken.updated_at > self.as_of):
            self.as_of = taken.updated_at

    def page(self) -> Page:
        """The page, after which the batch is empty."""
        page = Page(self.site, self.stream, tuple(self.records), tuple(self.rejections), as_of=self.as_of)
        self.records, self.rejections = [], []
        return page

    def is_full(self) -> bool:
        """Whether it is time for a page."""
        return len(self.records) + len(self.rejections) >= BATCH


def pages(path: Path, options: JiraOptions) -> Iterator[Page]:
    """Pages of about 500 records; what names no site belongs to the one before it, or to `site`.

    Changelog entries that do not name their issue are looked for in the issues of the same file at the end.
    """
    batch = _Batch(f"file {path.name}", options.site)
    homeless: list[tuple[str, Entry]] = []
    for line in read_objects(path):
        if isinstance(line, Rejection):
            batch.add(line)
            continue
        number, entry = line
        where = f"{path.name}:{number}"
        if _is_history(entry) and not entry.get("issueId"):
            homeless.append((where, entry))
            continue
        for taken in _taken(entry, where):
            if site := _site(taken, entry):
                if site != batch.site and (batch.records or batch.rejections):
                    yield batch.page()
                batch.site = site
            batch.add(taken)
        if batch.is_full():
            yield batch.page()
    for taken in _housed(path, homeless):
        batch.add(taken)
    yield batch.page()


def _taken(entry: Entry, where: str) -> Iterator[take.Taken]:
    """Everything that one saved object holds, whatever of Jira's shapes it has."""
    for name, whole in () if "fields" in entry or "summary" in entry else _WHOLE_ANSWERS:
        if isinstance(parts := entry.get(name), list):
            for number, part in enumerate(parts, start=1):
                yield from whole(part, f"{where} {name} {number}")
            return
    yield from _one(entry, where)


def _one(entry: Any, where: str) -> Iterator[take.Taken]:
    for recognises, takes in _SHAPES:
        if isinstance(entry, dict) and recognises(entry):
            yield from takes(entry, where)
            return
    yield Rejection(where, _why_unknown(entry), excerpt_of(entry))


def _why_unknown(entry: Any) -> str:
    if isinstance(entry, dict) and "summary" in entry and "fields" not in entry:
        return "an issue in a flat shape, not as Jira's REST API sends it: read the file with `toil import`"
    if isinstance(entry, dict) and "key" in entry and "id" not in entry:
        return "an issue without an id"
    return "not a shape that Jira's REST API sends"


def _is_history(entry: Entry) -> bool:
    return isinstance(entry.get("items"), list) and "created" in entry and "fields" not in entry


def _is_worklog(entry: Entry) -> bool:
    return "timeSpentSeconds" in entry or ("started" in entry and "/worklog/" in str(entry.get("self")))


def _is_user(entry: Entry) -> bool:
    return "accountId" in entry or ("displayName" in entry and ("name" in entry or "key" in entry))


def _history(entry: Entry, where: str) -> Iterator[take.Taken]:
    yield from take.changelog_records([entry], where, entry.get("issueId"))


def _bulk(entry: Entry, where: str) -> Iterator[take.Taken]:
    if not entry.get("issueId"):
        yield Rejection(where, "a changelog that does not say which issue it belongs to", excerpt_of(entry))
        return
    yield from take.changelog_records(entry["changeHistories"], where, entry["issueId"])


def _single(taker: Callable[[Any, str], take.Taken]) -> Callable[[Any, str], Iterator[take.Taken]]:
    def takes(entry: Any, where: str) -> Iterator[take.Taken]:
        yield taker(entry, where)

    return takes


def _reference(kind: str) -> Callable[[Any, str], Iterator[take.Taken]]:
    return _single(lambda entry, where: take.reference_record(kind, entry, where))


_SHAPES: tuple[tuple[Callable[[Entry], bool], Callable[[Any, str], Iterator[take.Taken]]], ...] = (
    (lambda entry: "fields" in entry, _single(take.issue_record)),
    (lambda entry: "changeHistories" in entry, _bulk),
    (_is_history, _history),
    (_is_worklog, _single(take.worklog_record)),
    (lambda entry: isinstance(entry.get("statusCategory"), dict), _reference("status")),
    (lambda entry: isinstance(entry.get("object"), dict), _single(take.remote_link_record)),
    (lambda entry: "body" in entry and "/comment/" in str(entry.get("self")), _single(take.comment_record)),
    (_is_user, _reference("user")),
)
_WHOLE_ANSWERS: tuple[tuple[str, Callable[[Any, str], Iterator[take.Taken]]], ...] = (
    ("issues", _single(take.issue_record)),
    ("issueChangeLogs", _one),
    ("worklogs", _single(take.worklog_record)),
    ("comments", _single(take.comment_record)),
)


def _site(taken: take.Taken, entry: Entry) -> str:
    payload = taken.payload if isinstance(taken, Record) else entry
    return take.site_of(payload) or take.site_of(entry)


def _housed(path: Path, homeless: list[tuple[str, Entry]]) -> Iterator[take.Taken]:
    """Changelog entries with the issue of the same file that embeds them; where none does, a rejection."""
    issues = _issues_by_history(path, {take.id_of(entry) for _, entry in homeless}) if homeless else {}
    for where, entry in homeless:
        yield from take.changelog_records([entry], where, issues.get(take.id_of(entry), ""))


def _issues_by_history(path: Path, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in read_objects(path):
        changelog = line[1].get("changelog") if isinstance(line, tuple) else None
        histories = changelog.get("histories") if isinstance(changelog, dict) else None
        for history in histories if isinstance(histories, list) else []:
            if isinstance(history, dict) and (history_id := take.id_of(history)) in wanted:
                found[history_id] = take.id_of(line[1])  # type: ignore[index]
    return found
