"""The candidates as people read them: columns in order, names instead of ids, headings in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toil.exports.words import heading, remedy_name

if TYPE_CHECKING:
    import pandas as pd

Names = Mapping[str, str] | None  # category id → its name in the language

COLUMNS = (
    "rank", "name", "category_name", "per_week", "hours_per_occurrence", "hours_per_year",
    "low_hours_per_year", "high_hours_per_year", "remedy_name", "build_hours",
    "payback_weeks", "payback_probability", "evidence", "category", "remedy", "recurrence_id",
)  # fmt: skip


def candidate_table(frame: pd.DataFrame, lang: str, *, category_names: Names = None) -> pd.DataFrame:
    """The relation `automation_candidates` with `category_name` and `remedy_name`, in the order of COLUMNS.

    Columns that the relation has beyond the public ones follow at the end; rows are in the order of `rank`.
    """
    table = frame.copy()
    names = category_names or {}
    if "category" in table:
        table["category_name"] = [names.get(category, category) for category in table["category"]]
    if "remedy" in table:
        table["remedy_name"] = [remedy_name(str(remedy), lang) for remedy in table["remedy"]]
    if "rank" in table:
        table = table.sort_values("rank", kind="stable")
    known = [column for column in COLUMNS if column in table]
    rest = [column for column in table.columns if column not in known]
    return table[[*known, *rest]].reset_index(drop=True)


def headings(table: pd.DataFrame, lang: str) -> list[str]:
    """What stands above each column; a column without a word keeps its own name."""
    return [heading(str(column), lang) for column in table.columns]
