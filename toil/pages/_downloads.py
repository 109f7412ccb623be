"""The candidates to take away: files in the reader's language that no spreadsheet will run as a formula."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from toil.exports.candidates import to_csv, to_json, to_markdown
from toil.exports.evidence import build_facts, candidates_workbook
from toil.pages._frame import Frame

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_downloads(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> None:
    """A button for each format; a file is made when its button is pressed."""
    lang = here.words.language
    build = build_facts(here.reader.read("build_info"))
    offers: tuple[tuple[str, str, Callable[[], str | bytes]], ...] = (
        ("csv", "text/csv", lambda: to_csv(candidates, lang, category_names=names)),
        ("xlsx", _EXCEL, lambda: candidates_workbook(here.reader.read, candidates, lang, names)),
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
