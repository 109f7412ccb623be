"""Excel workbooks: of the candidates with the items behind them and what the columns mean, and of any tables."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from toil.exports.cells import Cell, is_web, plain, readable
from toil.exports.table import Names, candidate_table, headings
from toil.exports.words import word

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_TEXT = 32_767  # Excel's limit of a cell; longer text is silently left out by xlsxwriter
_LONGEST_LINK = 2_000
_MOST_LINKS = 65_000  # a sheet of Excel takes 65,530; xlsxwriter leaves out the cells of any more
_WIDEST, _NARROWEST = 60, 8
_MEASURED = 1_000  # rows that say how wide a column is


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
    sheets = {
        word("sheet.candidates", lang): candidate_table(frame, lang, category_names=category_names),
        word("sheet.evidence", lang): evidence,
        word("sheet.definitions", lang): definitions,
    }
    return tables_xlsx(sheets, lang, as_of=as_of)


def tables_xlsx(sheets: Mapping[str, pd.DataFrame], lang: str, *, as_of: datetime | None = None) -> bytes:
    """Such a workbook of any tables, each a sheet with its name; a column is headed by the words of its name."""
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
        for title, table in sheets.items():
            _sheet(book, title, table, lang)
    return out.getvalue()


def _sheet(book: Any, title: str, table: pd.DataFrame, lang: str) -> None:
    sheet = book.add_worksheet(title)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"valign": "top", "text_wrap": True})
    names = headings(table, lang)
    columns = [[_cell(value) for value in table.iloc[:, column].tolist()] for column in range(len(names))]
    for column, (name, cells) in enumerate(zip(names, columns, strict=True)):
        sheet.set_column(column, column, _width(name, cells[:_MEASURED]))
        sheet.write_string(0, column, name, heading)
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, max(len(table), 1), len(names) - 1)
    link_column = list(table.columns).index("url") if "url" in table else -1
    for row, values in enumerate(zip(*columns, strict=True), start=1):
        for column, cell in enumerate(values):
            _write(sheet, row, column, cell, body, is_link=column == link_column and row <= _MOST_LINKS)


def _write(sheet: Any, row: int, column: int, cell: Cell, body: Any, *, is_link: bool) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        if is_link and len(cell) <= _LONGEST_LINK and is_web(cell):
            sheet.write_url(row, column, cell)
        else:
            sheet.write_string(row, column, cell[:_LONGEST_TEXT], body)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, body)
    else:
        sheet.write_number(row, column, round(cell, 4), body)


def _cell(value: Any) -> Cell:
    cell = plain(value)
    return readable(cell) if isinstance(cell, str) else cell


def _width(heading: str, cells: list[Cell]) -> int:
    """Columns as wide as what they hold; East Asian characters take two."""
    longest = _columns(heading)
    for cell in cells:
        longest = max(longest, _columns(str(cell)) if cell else 0)
        if longest >= _WIDEST:
            break
    return max(_NARROWEST, min(_WIDEST, longest + 2))


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:_WIDEST])
