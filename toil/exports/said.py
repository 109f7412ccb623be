"""Everything that people said, as JSON Lines: who said what of which when; out of one journal and into another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.classify.traits import TRAITS
from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.store.journal import Event

FIELDS = ("event_id", "written_at", "author", "kind", "subject", "body")
_MOST_ERRORS_TOLD = 10

Said = dict[str, Any]


def said_rows(events: Iterable[Event]) -> list[Said]:
    """FIELDS of each event, in their order; `event_id` is what a later body may refer to."""
    return [{name: getattr(event, name) for name in FIELDS} for event in events]


def said_lines(events: Iterable[Event]) -> str:
    """`said_rows` as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in said_rows(events))


def is_said(file: Path) -> bool:
    """Whether the file is such lines: its first letter opens an object, which no header of a CSV does.

    Raises UsageError where it cannot be read.
    """
    try:
        with file.open("rb") as content:
            return content.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError as error:
        raise _unreadable(file, error) from None


def parse_said(file: Path, *, kinds: Collection[str], categories: Collection[str]) -> list[Said]:
    """The events of a file; raises UsageError naming every wrong line, so that all or nothing is taken."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from None
    said, errors = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _object(line)
        wrong = "this is no JSON object that can be kept" if row is None else _wrong(row, kinds, categories)
        if row is None or wrong:
            errors.append(f"{file.name}:{number}: {wrong}")
        else:
            said.append(row)
    if errors:
        more = f"\n… and {len(errors) - _MOST_ERRORS_TOLD} more" if len(errors) > _MOST_ERRORS_TOLD else ""
        raise UsageError("nothing was imported:\n" + "\n".join(errors[:_MOST_ERRORS_TOLD]) + more,
                         do="`toil label export --all` writes lines of the right shape")  # fmt: skip
    return said


def _unreadable(file: Path, error: Exception) -> UsageError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UsageError(f"the file cannot be read: {reason}", where=str(file))


def _object(line: str) -> Said | None:
    try:
        row = json.loads(line, parse_constant=_refuse)
        json.dumps(row, ensure_ascii=False, allow_nan=False).encode()  # half a letter, and 1e999, can only be read
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _wrong(row: Mapping[str, Any], kinds: Collection[str], categories: Collection[str]) -> str:
    if missing := [name for name in FIELDS if name not in row]:
        return f"{', '.join(missing)} is missing"
    texts = ("written_at", "author", "kind", "subject")
    if not isinstance(row["body"], dict) or not all(isinstance(row[name], str) for name in texts):
        return f"{', '.join(texts)} are texts, and body is an object"
    if not isinstance(row["event_id"], int) or isinstance(row["event_id"], bool):
        return "event_id is a whole number"
    if row["kind"] not in kinds:
        return f"the journal knows no kind {row['kind']!r}"
    if not _is_moment(row["written_at"]):
        return f"written_at {row['written_at']!r} is not like 2026-05-04T02:00:00Z"
    return _wrong_body(row["kind"], row["body"], categories)


def _wrong_body(kind: str, body: Mapping[str, Any], categories: Collection[str]) -> str:
    if kind == "label" and body.get("category") and str(body["category"]) not in categories:
        return f"there is no category {body.get('category')!r}"
    if kind == "label" and body.get("toil_probability") is not None and not _is_share(body["toil_probability"]):
        return f"toil_probability {body['toil_probability']!r} is not a number from 0 to 1"
    if kind == "trait" and body.get("trait") not in TRAITS:
        return f"there is no trait {body.get('trait')!r}"
    if kind == "trait" and not _is_share(body.get("score")):
        return f"score {body.get('score')!r} is not a number from 0 to 1"
    return ""


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").year > 0  # noqa: DTZ007 – the Z is UTC
    except ValueError:
        return False
