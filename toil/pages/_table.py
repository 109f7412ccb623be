"""Tables as people read them: headings in their language, numbers with their unit, text shown literally."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from toil.locales import Words
from toil.pages._plain import web_links

Column = Callable[[str], Any]

KINDS: Mapping[str, Column] = {
    "text": lambda label: st.column_config.TextColumn(label),
    "name": lambda label: st.column_config.TextColumn(label, width="medium"),
    "title": lambda label: st.column_config.TextColumn(label, width=300),
    "sentence": lambda label: st.column_config.TextColumn(label, width=560),
    "wide": lambda label: st.column_config.TextColumn(label, width="large"),
    "count": lambda label: st.column_config.NumberColumn(label, format="localized"),
    "hours": lambda label: st.column_config.NumberColumn(label, format="%.1f"),
    "hours2": lambda label: st.column_config.NumberColumn(label, format="%.2f"),
    "signed": lambda label: st.column_config.NumberColumn(label, format="%+.1f"),
    "percent": lambda label: st.column_config.NumberColumn(label, format="percent"),
    "objective": lambda label: st.column_config.NumberColumn(label, format="%.6g%%"),
    "share": lambda label: st.column_config.ProgressColumn(label, format="percent", min_value=0, max_value=1),
    "day": lambda label: st.column_config.DateColumn(label, format="YYYY-MM-DD"),
    "moment": lambda label: st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm"),
    "link": lambda label: st.column_config.LinkColumn(label, display_text="↗", width="small"),
    "flag": lambda label: st.column_config.CheckboxColumn(label),
}


def show_table(
    rows: pd.DataFrame, columns: Mapping[str, str], words: Words, *, describe: str, height: int | None = None,
    key: str = "", on_pick: Callable[[int], None] | None = None, aside: Collection[str] = (),
) -> None:  # fmt: skip
    """The given columns (name → kind) of the rows; headings are the words `column.<name>`.

    `describe` says in words what the table holds. Addresses that are not http(s) are not made into links. `on_pick`
    is told the place of a row that the reader picks. The columns `aside` are shown to whom asks for them. With either,
    the table needs a `key`.
    """
    if aside and not st.toggle(words("table.every_column"), key=f"every_column.{key}"):
        columns = {name: kind for name, kind in columns.items() if name not in aside}
    shown = rows[list(columns)].copy()
    for name, kind in columns.items():
        if kind == "link":
            shown[name] = web_links(shown[name])
        elif kind in ("text", "name", "title", "wide", "sentence") and not isinstance(
            shown[name].dtype, pd.StringDtype
        ):
            shown[name] = shown[name].astype("string")
        elif kind == "objective":
            shown[name] = pd.to_numeric(shown[name]) * 100
        elif kind in ("percent", "share"):
            shown[name] = pd.to_numeric(shown[name]).round(2)  # whole percents, as in the sentences
    st.dataframe(
        shown,
        column_config={name: KINDS[kind](words(f"column.{name}")) for name, kind in columns.items()},
        hide_index=True,
        alt=describe,
        height=height or "auto",
        placeholder="–",
        key=key or None,
        selection_mode="single-row",
        on_select="ignore" if on_pick is None else partial(_picked, key, on_pick),
    )


def _picked(key: str, on_pick: Callable[[int], None]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        on_pick(int(rows[0]))
