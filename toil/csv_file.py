"""Hand-made CSV files: their rows by column, or an error that says what the file lacks."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

from toil.errors import UsageError


def csv_rows(file: Path, columns: Collection[str], needed: Collection[str]) -> list[dict[str, str]]:
    """The rows of a UTF-8 file with these `columns`, stripped; what a row lacks is empty.

    Raises UsageError where the file cannot be read, or lacks a column that is `needed`.
    """
    return [row for _, row in numbered_rows(file, columns, needed)]


def numbered_rows(file: Path, columns: Collection[str], needed: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """As `csv_rows`, each with the line of the file that it ends on."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"the file cannot be read: {error}", where=str(file), do="save it as CSV in UTF-8") from None
    if rows and (missing := set(needed) - rows[0][1].keys()):
        raise UsageError(f"the columns {', '.join(sorted(missing))} are missing", where=str(file),
                         do=f"its header is {','.join(columns)}")  # fmt: skip
    return [(line, {name: (row.get(name) or "").strip() for name in columns}) for line, row in rows]
