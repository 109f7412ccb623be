"""Decisions about recurring work as CSV: read, and checked before any of them counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toil.csv_file import csv_rows
from toil.errors import UsageError
from toil.exports.cells import unescaped
from toil.recurrence.said import id_of_title

ACTIONS = ("rename", "merge", "apart", "split", "ignore")
_COLUMNS = ("action", "recurrence_id", "other")
_MOST_ERRORS_TOLD = 10

Decision = tuple[str, str, str]


def parse_decisions(file: Path) -> list[Decision]:
    """The rows (action, recurrence_id, other) of a CSV file; raises UsageError where it is no such file."""
    rows = csv_rows(file, _COLUMNS, ("action", "recurrence_id"))
    return [(unescaped(row["action"]), unescaped(row["recurrence_id"]), unescaped(row["other"])) for row in rows]


def checked_decisions(
    wanted: Sequence[Decision], recurrences: Mapping[str, str]
) -> list[tuple[str, str, dict[str, Any]]]:
    """Journal entries (kind, subject, body) of decisions; `recurrences` maps every wording's id to its recurrence.

    Raises UsageError that names what is wrong with each, so that all or nothing is taken.
    """
    entries, errors = [], []
    for number, (action, subject, other) in enumerate(wanted, start=1):
        if wrong := _wrong(action, subject, other, recurrences):
            errors.append(f"{number}: {wrong}")
        else:
            entries.append((action, subject, _body(action, other)))
    if errors:
        raise UsageError("nothing was taken:\n" + "\n".join(errors[:_MOST_ERRORS_TOLD]),
                         do="`toil recurrence list` shows the ids")  # fmt: skip
    return entries


def _wrong(action: str, subject: str, other: str, recurrences: Mapping[str, str]) -> str:
    if action not in ACTIONS:
        return f"{action!r} is no action; it is one of {', '.join(ACTIONS)}"
    if subject not in recurrences:
        return f"there is no recurrence {subject!r}"
    if action == "rename":
        return "" if other else "a name is missing"
    if action == "ignore":
        return ""
    target = id_of_title(other) if action == "split" else other
    if target not in recurrences:
        return f"there is no recurring work of {other!r}"
    if target == subject:
        return f"{other!r} is what it is to be {'taken out of' if action == 'split' else 'compared with'}"
    if action == "split" and recurrences[target] != recurrences[subject]:
        return f"{other!r} belongs to {recurrences[target]} and not to {subject}"
    return ""


def _body(action: str, other: str) -> dict[str, Any]:
    if action == "ignore":
        return {}
    return (
        {"name": " ".join(other.split())}
        if action == "rename"
        else {"other": id_of_title(other) if action == "split" else other}
    )
