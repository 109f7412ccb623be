"""The candidates as people read them: columns in order, names instead of ids, headings in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from toil.candidates.sentences import evidence
from toil.exports.words import heading, quadrant_name, remedy_name
from toil.locales import words

if TYPE_CHECKING:
    import pandas as pd

Names = Mapping[str, str] | None  # category id → its name in the language

COLUMNS = (
    "rank", "name", "category_name", "per_week", "hours_per_occurrence", "hours_per_year",
    "low_hours_per_year", "high_hours_per_year", "remedy_name", "quadrant_name", "net_hours_per_year",
    "low_net_hours_per_year", "high_net_hours_per_year", "build_hours", "build_low_hours", "build_high_hours",
    "expected_build_hours", "payback_weeks", "low_payback_weeks", "high_payback_weeks", "payback_probability",
    "net_present_hours", "evidence", "category", "remedy", "quadrant", "recurrence_id",
)  # fmt: skip


def candidate_table(
    frame: pd.DataFrame, lang: str, *, category_names: Names = None, only: Sequence[str] | None = None
) -> pd.DataFrame:
    """The relation `automation_candidates` with the names of category, remedy and quadrant, in the order of COLUMNS.

    The evidence is said in the language where the row has the figures for it, and else left as it is. Columns that the
    relation has beyond the public ones follow at the end, unless `only` some are wanted. Rows are in the order of rank.
    """
    table = frame.copy()
    names = category_names or {}
    if "category" in table:
        table["category_name"] = [names.get(category, category) for category in table["category"]]
    if "remedy" in table:
        table["remedy_name"] = [remedy_name(str(remedy), lang) for remedy in table["remedy"]]
    if "quadrant" in table:
        table["quadrant_name"] = [quadrant_name(str(one), lang) for one in table["quadrant"]]
    if "reason" in table and (only is None or "evidence" in only):
        table["evidence"] = [
            evidence(row, words(lang)) for row in cast("list[dict[str, Any]]", frame.to_dict("records"))
        ]
    if "rank" in table:
        table = table.sort_values("rank", kind="stable")
    if only is not None:
        return table[[column for column in only if column in table]].reset_index(drop=True)
    known = [column for column in COLUMNS if column in table]
    rest = [column for column in table.columns if column not in known]
    return table[[*known, *rest]].reset_index(drop=True)


def headings(table: pd.DataFrame, lang: str) -> list[str]:
    """What stands above each column; a column without a word keeps its own name."""
    return [heading(str(column), lang) for column in table.columns]
