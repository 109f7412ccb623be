"""What goes with the candidates into a file: the work behind them, what their columns mean, and the build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toil.exports.words import heading
from toil.locales import words

if TYPE_CHECKING:
    from collections.abc import Hashable

WORK = ("name", "item_key", "title", "url", "created_at", "resolved_at", "hours", "recurrence_id")


def work_behind(recurrence_work: pd.DataFrame) -> pd.DataFrame:
    """The rows of the relation `recurrence_work`, newest first in each recurrence, in the columns of WORK."""
    order = recurrence_work.sort_values(["name", "created_at", "work_id"], ascending=[True, False, True])
    return order[[column for column in WORK if column in order]].reset_index(drop=True)


def definitions(candidates: pd.DataFrame, lang: str) -> pd.DataFrame:
    """`term` and `meaning` of the columns that have a meaning in words."""
    spoken = words(lang)
    known = [column for column in candidates.columns if spoken.knows(f"meaning.{column}")]
    rows = [(heading(str(column), lang), spoken(f"meaning.{column}")) for column in known]
    return pd.DataFrame(rows, columns=["term", "meaning"])


def build_facts(build_info: pd.DataFrame) -> dict[str, Any]:
    """The one row of `build_info` by column name."""
    row: dict[Hashable, Any] = build_info.iloc[0].to_dict()
    return {str(key): value for key, value in row.items()}
