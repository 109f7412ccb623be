"""The candidates as a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.exports.cells import plain, readable
from toil.exports.table import Names, candidate_table, headings

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

COLUMNS = ("rank", "name", "category_name", "per_week", "hours_per_year", "remedy_name", "quadrant_name",
           "payback_weeks")  # fmt: skip

MOST_ROWS = 1_000  # rich takes about a second for each further 2,000, and nobody reads them


def to_table(frame: pd.DataFrame, lang: str = "en", *, category_names: Names = None) -> Table:
    """The best candidates as a rich table, up to MOST_ROWS; names are shown as they are, never read as markup."""
    from rich.table import Table
    from rich.text import Text

    table = candidate_table(frame, lang, category_names=category_names, only=COLUMNS).head(MOST_ROWS)
    shown = Table()
    for heading, column in zip(headings(table, lang), table.columns, strict=True):
        shown.add_column(heading, justify="left" if column.endswith("name") else "right")
    for row in table.itertuples(index=False, name=None):
        shown.add_row(*(Text(_cell(value)) for value in row))
    return shown


def _cell(value: object) -> str:
    cell = plain(value)
    if isinstance(cell, float):
        return f"{cell:.1f}"
    return " ".join(readable("" if cell is None else str(cell)).split())
