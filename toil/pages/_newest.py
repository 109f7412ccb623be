"""The newest pieces of work of a relation, as many as a grid shows without waiting."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from toil.locales.numbers import count
from toil.pages._frame import Frame
from toil.pages._table import show_table

MOST = 300


def show_newest(here: Frame, relation: str, columns: Mapping[str, str], *, describe: str, height: int,
                **equals: str) -> None:  # fmt: skip
    """The rows with the latest `created_at`, and of how many where there are more."""
    rows = here.reader.largest(relation, of=["created_at"], by=["work_id"], most=MOST, **equals)
    if len(rows) == MOST:
        every = here.reader.count(relation, "work_id", **equals)
        st.text(here.words("table.newest", shown=count(MOST), all=count(every)))
    show_table(rows, columns, here.words, describe=describe, height=height)
