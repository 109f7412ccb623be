"""Links from one page to another, with the team, the week and the language that the reader is at."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from toil.pages._frame import Frame
from toil.pages._plain import plain

FOLDER = Path(__file__).resolve().parent


def show_link(here: Frame, page: str, label: str, **parameters: str) -> None:
    """A link to the page of that file name; its label may be text from outside."""
    where = {"lang": here.words.language, "team": here.team, **parameters}
    st.page_link(str(FOLDER / f"{page}.py"), label=plain(label), query_params=where)
