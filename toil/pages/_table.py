"""Tables as people read them: headings in their language, numbers with their unit, text shown literally."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from toil.locales import Words
from toil.pages._plain import web_links

Column = Callable[[str], Any]

KINDS: Mapping[str, Column] = {
    "text": lambda label: st.column_config.TextColumn(label),
    "name": lambda label: st.column_config.TextColumn(label, width="medium"),
    "wide": lambda label: st.column_config.TextColumn(label, width="large"),
    "count": lambda label: st.column_config.NumberColumn(label, format="localized"),
    "hours": lambda label: st.column_config.NumberColumn(label, format="%.1f"),
    "signed": lambda label: st.column_config.NumberColumn(label, format="%+.1f"),
    "percent": lambda label: st.column_config.NumberColumn(label, format="percent"),
    "share": lambda label: st.column_config.ProgressColumn(label, format="percent", min_value=0, max_value=1),
    "day": lambda label: st.column_config.DateColumn(label, format="YYYY-MM-DD"),
    "moment": lambda label: st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm"),
    "link": lambda label: st.column_config.LinkColumn(label, display_text="↗", width="small"),
    "flag": lambda label: st.column_config.CheckboxColumn(label),
}


def show_table(
    rows: pd.DataFrame, columns: Mapping[str, str], words: Words, *, describe: str, height: int | None = None
) -> None:
    """The given columns (name → kind) of the rows; headings are the words `column.<name>`.

    `describe` says in words what the table holds. Addresses that are not http(s) are not made into links.
    """
    shown = rows[list(columns)].copy()
    for name, kind in columns.items():
        if kind == "link":
            shown[name] = web_links(shown[name])
        elif kind in ("text", "name", "wide"):
            shown[name] = shown[name].astype("string")
    st.dataframe(
        shown,
        column_config={name: KINDS[kind](words(f"column.{name}")) for name, kind in columns.items()},
        hide_index=True,
        alt=describe,
        height=height or "auto",
        placeholder="–",
    )
