"""Files to take away, in the reader's language, that no spreadsheet will run as a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from toil.exports.candidates import to_csv, to_json, to_markdown
from toil.exports.evidence import build_facts, candidates_workbook
from toil.pages._frame import Frame

_KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown",
    "json": "application/json",
}


def show_downloads(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> None:
    """The candidates in each format."""
    lang = here.words.language
    build = build_facts(here.reader.read("build_info"))
    show_files(here, "toil-candidates", {
        "csv": lambda: to_csv(candidates, lang, category_names=names),
        "xlsx": lambda: candidates_workbook(here.reader.read, candidates, lang, names),
        "md": lambda: to_markdown(candidates, lang, category_names=names),
        "json": lambda: to_json(candidates, build=build),
    })  # fmt: skip


def show_files(here: Frame, name: str, offers: Mapping[str, Callable[[], str | bytes]]) -> None:
    """A button for each ending – csv, xlsx, md or json; a file is made when its button is pressed."""
    columns = st.columns(len(_KINDS))  # buttons of one width, however few there are
    for column, (ending, make) in zip(columns, offers.items(), strict=False):
        column.download_button(
            here.words(f"download.{ending}"), data=make, file_name=f"{name}.{ending}", mime=_KINDS[ending],
            on_click="ignore", icon="⬇️", width="stretch", key=f"download.{ending}",
        )  # fmt: skip
