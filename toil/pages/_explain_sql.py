"""The SQL behind what a page shows, to be copied: the queries as they stand, and how each relation is made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toil.pages._frame import Frame
from toil.relations import SqlRelation, all_relations
from toil.store.published import PUBLISHED_FILE


def show_sql(here: Frame, queries: Sequence[str], relations: Sequence[str]) -> None:
    """The queries whose answer is above, and the SQL of the relations that they rest on, in this order."""
    t = here.words
    with st.expander(t("explain.sql"), icon="🧾"):
        st.markdown(t("explain.sql_note"))
        opening = f"-- duckdb -readonly {here.settings.store.folder / PUBLISHED_FILE}"
        st.code("\n\n".join([opening, *queries]), language="sql", wrap_lines=True)
        st.markdown(t("explain.sql_relations"))
        known = {one.name: one for one in all_relations() if isinstance(one, SqlRelation)}
        for tab, name in zip(st.tabs(list(relations)), relations, strict=True):
            tab.code(known[name].sql, language="sql", wrap_lines=True)
