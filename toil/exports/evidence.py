"""What goes with the candidates into a file: the work behind them, what their columns mean, and the build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toil.exports.words import heading, word
from toil.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from toil.exports.table import Names

WORK = ("name", "item_key", "title", "url", "created_at", "resolved_at", "hours", "recurrence_id")
MOST_WORK = 10_000
"""So many pieces of work go into a workbook: more make it slow to write and to open."""


def candidates_workbook(
    read: Callable[..., pd.DataFrame], candidates: pd.DataFrame, lang: str, category_names: Names
) -> bytes:
    """The workbook of these rows of `automation_candidates`; `read` gives the relations that go with them."""
    from toil.exports.workbook import to_xlsx

    work = read("recurrence_work", recurrence_id=[str(one) for one in candidates["recurrence_id"]])
    shown = work_behind(work)
    meanings = definitions(candidates, lang)
    if len(shown) < len(work):
        note = word("sheet.newest", lang, shown=f"{len(shown):,}", count=f"{len(work):,}")
        meanings.loc[len(meanings)] = [word("sheet.evidence", lang), note]
    as_of = read("build_info")["as_of"].iloc[0].to_pydatetime()
    return to_xlsx(candidates, shown, meanings, lang, category_names=category_names, as_of=as_of)


def work_behind(recurrence_work: pd.DataFrame, most: int = MOST_WORK) -> pd.DataFrame:
    """The rows of the relation `recurrence_work`, newest first in each recurrence, in the columns of WORK.

    Where there are more than `most`, each recurrence keeps as many of its newest as fit in all, and at least one.
    """
    order = recurrence_work.sort_values(["name", "created_at", "work_id"], ascending=[True, False, True])
    place = order.groupby("recurrence_id").cumcount()
    held = place.value_counts().sort_index().cumsum()  # rows, if each keeps so many and one more
    order = order[place <= max(0, int((held <= most).sum()) - 1)]
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
