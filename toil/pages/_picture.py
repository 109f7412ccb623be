"""A picture on a page: its sentence, the chart, and its description for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from toil.charts.picture import Picture
from toil.pages._plain import plain


def show_picture(picture: Picture, *, key: str = "", on_pick: Callable[[], None] | None = None) -> None:
    """The sentence stands above the chart as text, where it wraps and can be copied; empty axes are not drawn.

    `on_pick` is called when the reader picks a mark; the selection then stands in the session state under `key`.
    """
    st.markdown(f"**{plain(picture.title)}**")
    if not picture.has_marks:
        return
    st.altair_chart(
        picture.chart, width="stretch", alt=picture.description, key=key or None, on_select=on_pick or "ignore"
    )
    if picture.legend:
        st.text(picture.legend)
