"""The candidates as an Excel workbook: the ranking, the items behind it, and what the columns mean."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from toil.exports.cells import is_web, plain, readable
from toil.exports.table import Names, candidate_table, headings
from toil.exports.words import word

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_TEXT = 32_767  # Excel's limit of a cell; longer text is silently left out by xlsxwriter
_LONGEST_LINK = 2_000
_WIDEST, _NARROWEST = 60, 8


def to_xlsx(
    frame: pd.DataFrame,
    evidence: pd.DataFrame,
    definitions: pd.DataFrame,
    lang: str = "en",
    *,
    category_names: Names = None,
    as_of: datetime | None = None,
) -> bytes:
    """A workbook with the sheets candidates, evidence and definitions; filters, frozen headings, no formula.

    `evidence` holds an item per row (a column `url` becomes links), `definitions` the columns `term` and
    `meaning`. The file's date is `as_of`, so that the same build gives the same bytes.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": as_of or datetime(1980, 1, 1, tzinfo=UTC)})
        _sheet(
            book,
            word("sheet.candidates", lang),
            candidate_table(frame, lang, category_names=category_names),
            lang,
        )
        _sheet(book, word("sheet.evidence", lang), evidence, lang)
        _sheet(book, word("sheet.definitions", lang), definitions, lang)
    return out.getvalue()


def _sheet(book: Any, title: str, table: pd.DataFrame, lang: str) -> None:
    sheet = book.add_worksheet(title)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"valign": "top", "text_wrap": True})
    names = headings(table, lang)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, heading)
        sheet.set_column(column, column, _width(name, table.iloc[:, column]))
    for row, values in enumerate(table.itertuples(index=False, name=None), start=1):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, body, is_link=table.columns[column] == "url")
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, max(len(table), 1), len(names) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, body: Any, *, is_link: bool) -> None:
    cell = plain(value)
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, body)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, round(cell, 4), body)
    elif is_link and is_web(cell) and len(cell) <= _LONGEST_LINK:
        sheet.write_url(row, column, readable(cell))
    else:
        sheet.write_string(row, column, readable(cell)[:_LONGEST_TEXT], body)


def _width(heading: str, values: pd.Series[Any]) -> int:
    """Columns as wide as what they hold; East Asian characters take two."""
    longest = max((_columns(str(plain(value) or "")) for value in values), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, _columns(heading)) + 2))


def _columns(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:_WIDEST])
