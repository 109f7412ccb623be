"""Labels as CSV: what people said of a recurrence or a piece of work, out and in again unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import UsageError
from toil.exports.cells import formula_safe, plain, readable, unescaped

if TYPE_CHECKING:
    from toil.store.journal import Event

COLUMNS = ("subject", "category", "toil_probability", "why", "name")
_MOST_ERRORS_TOLD = 10

Label = dict[str, Any]


def current_labels(events: Iterable[Event], names: Mapping[str, str]) -> list[Label]:
    """The newest label of each subject, in the order of subjects, with the recurrence's name where it has one."""
    newest = {event.subject: event for event in events}
    return [
        {"subject": subject, "category": str(event.body.get("category") or ""),
         "toil_probability": plain(event.body.get("toil_probability")), "why": str(event.body.get("why") or ""),
         "name": names.get(subject, "")}
        for subject, event in sorted(newest.items())
    ]  # fmt: skip


def labels_csv(labels: Iterable[Label]) -> bytes:
    """Labels as CSV with COLUMNS: UTF-8 with BOM, CRLF, no live formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for label in labels:
        cells = (label[column] for column in COLUMNS)
        writer.writerow([formula_safe(readable(cell)) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def parse_labels(file: Path, *, categories: set[str], subjects: set[str]) -> list[Label]:
    """The labels of a CSV file; raises UsageError naming every wrong line, so that all or nothing is taken."""
    rows = _rows(file)
    labels: list[Label] = []
    errors: list[str] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        label = {column: unescaped((row.get(column) or "").strip()) for column in COLUMNS}
        wrong = _wrong(label, categories, subjects)
        if label["subject"] in seen:
            wrong.append(f"{label['subject']} stands on line {seen[label['subject']]} already")
        seen.setdefault(label["subject"], line)
        errors += [f"{file.name}:{line}: {reason}" for reason in wrong]
        labels.append({**label, "toil_probability": _share(label["toil_probability"])})
    if errors:
        more = f"\n… and {len(errors) - _MOST_ERRORS_TOLD} more" if len(errors) > _MOST_ERRORS_TOLD else ""
        raise UsageError("nothing was imported:\n" + "\n".join(errors[:_MOST_ERRORS_TOLD]) + more,
                         do="mend these lines and import the file again")  # fmt: skip
    return labels


def changed_labels(wanted: Iterable[Label], current: Iterable[Label]) -> list[tuple[str, dict[str, Any]]]:
    """(subject, body) of the labels that say something new; importing an export says nothing new."""
    fields = ("category", "toil_probability", "why")
    known = {label["subject"]: tuple(label[field] for field in fields) for label in current}
    return [
        (label["subject"], {field: label[field] for field in fields})
        for label in wanted
        if known.get(label["subject"]) != tuple(label[field] for field in fields)
    ]


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"the file cannot be read as CSV in UTF-8: {reason}", where=str(file)) from None
    missing = [column for column in ("subject", "category") if column not in (reader.fieldnames or ())]
    if missing:
        raise UsageError(f"the file has no column {', '.join(missing)}", where=f"{file}:1",
                         do="`toil label export` writes a file of the right shape")  # fmt: skip
    return rows


def _wrong(label: Mapping[str, str], categories: set[str], subjects: set[str]) -> list[str]:
    wrong = []
    if label["subject"] not in subjects:
        wrong.append(f"there is no recurrence or piece of work {label['subject']!r}")
    if label["category"] not in categories:
        wrong.append(f"there is no category {label['category']!r}")
    if label["toil_probability"] and _share(label["toil_probability"]) is None:
        wrong.append(f"toil_probability {label['toil_probability']!r} is not a number from 0 to 1")
    return wrong


def _share(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
