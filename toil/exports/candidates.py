"""The candidates as files: CSV, Markdown and JSON; `workbook.py` makes Excel, `terminal.py` the screen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from toil.exports.cells import Cell, as_text, formula_safe, markdown_safe, plain, readable
from toil.exports.table import Names, candidate_table, headings

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "toil.candidates/1"
_IN_MARKDOWN = (
    "rank", "name", "category_name", "per_week", "hours_per_year", "remedy_name", "quadrant_name",
    "net_hours_per_year", "build_hours", "payback_weeks",
)  # fmt: skip


def to_csv(frame: pd.DataFrame, lang: str = "en", *, category_names: Names = None) -> bytes:
    """The candidates as CSV for spreadsheets: UTF-8 with BOM, CRLF, headings in the language, no formula.

    Numbers stay numbers with their full precision; text that could begin a formula gets a leading `'`.
    """
    return table_csv(candidate_table(frame, lang, category_names=category_names), lang)


def table_csv(table: pd.DataFrame, lang: str) -> bytes:
    """Any table as such a CSV; a column is headed by the words of its name."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([formula_safe(heading) for heading in headings(table, lang)])
    writer.writerows([_csv_cell(value) for value in row] for row in _rows(table))
    return out.getvalue().encode("utf-8-sig")


def to_markdown(frame: pd.DataFrame, lang: str = "en", *, category_names: Names = None) -> str:
    """The candidates as a Markdown table of the columns that a discussion needs; numbers to one decimal."""
    table = candidate_table(frame, lang, category_names=category_names, only=_IN_MARKDOWN)
    lines = [_line(headings(table, lang)), _line(["---"] * len(table.columns))]
    lines += [_line([_markdown_cell(value) for value in row]) for row in _rows(table)]
    return "\n".join(lines) + "\n"


def to_json(frame: pd.DataFrame, *, build: Mapping[str, Any] | None = None) -> str:
    """The candidates as one JSON document with the relation's own column names.

    `{"schema": "toil.candidates/1", "build": {"build_id", "as_of", …}, "candidates": [{…}, …]}`
    """
    table = frame.sort_values("rank", kind="stable") if "rank" in frame else frame
    document = {
        "schema": SCHEMA,
        "build": {key: plain(value) for key, value in (build or {}).items()},
        "candidates": [{str(key): _json_cell(value) for key, value in row.items()} for row in table.to_dict("records")],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return table.itertuples(index=False, name=None)


def _csv_cell(value: Any) -> Cell:
    cell = plain(value)
    return formula_safe(readable(cell)) if isinstance(cell, str) else cell


def _json_cell(value: Any) -> Cell:
    cell = plain(value)
    return readable(cell) if isinstance(cell, str) else cell


def _markdown_cell(value: Any) -> str:
    cell = plain(value)
    if isinstance(cell, float):
        return f"{cell:.1f}"
    return markdown_safe(as_text(cell))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
