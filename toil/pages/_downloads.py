"""The candidates to take away: files in the reader's language that no spreadsheet will run as a formula."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from toil.exports.candidates import to_csv, to_json, to_markdown
from toil.exports.workbook import to_xlsx
from toil.pages._frame import Frame
from toil.pages._rows import records

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVIDENCE = ("name", "item_key", "title", "url", "created_at", "resolved_at", "hours")


def show_downloads(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> None:
    """A button for each format; a file is made when its button is pressed."""
    lang = here.words.language
    build = records(here.reader.read("build_info"))[0]
    offers: tuple[tuple[str, str, Callable[[], str | bytes]], ...] = (
        ("csv", "text/csv", lambda: to_csv(candidates, lang, category_names=names)),
        ("xlsx", _EXCEL, lambda: _workbook(here, candidates, names)),
        ("md", "text/markdown", lambda: to_markdown(candidates, lang, category_names=names)),
        (
            "json",
            "application/json",
            lambda: to_json(candidates, build=build),
        ),
    )
    for column, (ending, mime, make) in zip(st.columns(len(offers)), offers, strict=True):
        column.download_button(
            here.words(f"download.{ending}"), data=make, file_name=f"toil-candidates.{ending}", mime=mime,
            on_click="ignore", icon="⬇️", width="stretch", key=f"download.{ending}",
        )  # fmt: skip


def _workbook(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> bytes:
    as_of = here.reader.as_of.to_pydatetime()
    evidence = evidence_rows(here, list(candidates["recurrence_id"]))
    lang = here.words.language
    return to_xlsx(candidates, evidence, _definitions(here, candidates), lang, category_names=names, as_of=as_of)


def evidence_rows(here: Frame, recurrence_ids: list[str]) -> pd.DataFrame:
    """The pieces of work behind recurrences, newest first: relation `recurrence_work`."""
    rows = here.reader.read("recurrence_work", recurrence_id=recurrence_ids)
    return rows.sort_values(["name", "created_at", "work_id"], ascending=[True, False, True])[list(EVIDENCE)]


def _definitions(here: Frame, candidates: pd.DataFrame) -> pd.DataFrame:
    """What the columns of the list mean, for those that have words."""
    t = here.words
    rows = [(t(f"column.{name}"), t(f"meaning.{name}")) for name in candidates.columns if t.knows(f"meaning.{name}")]
    return pd.DataFrame(rows, columns=["term", "meaning"])
