"""A picture on a page: its sentence, the chart, and its description for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from toil.charts.picture import Picture
from toil.pages._plain import plain

PADDING = {"left": 0, "right": 10, "top": 5, "bottom": 5}
"""Pixels around a chart."""


def show_picture(picture: Picture, *, key: str = "", on_pick: Callable[[], None] | None = None) -> None:
    """The sentence stands above the chart as text, where it wraps and can be copied; empty axes are not drawn.

    `on_pick` is called when the reader picks a mark; the selection then stands in the session state under `key`.
    """
    st.markdown(f"**{plain(picture.title)}**")
    if not picture.has_marks:
        return
    # Vega calls every layer a symbol and leaves some without a name (axe: svg-img-alt); `alt` tells of all of them.
    chart = picture.chart.configure_mark(aria=False)
    # Streamlit draws the outermost labels inwards, where they meet their neighbours; outwards they want some room.
    chart = chart.configure_axis(labelFlush=False).properties(padding=PADDING)
    st.altair_chart(chart, width="stretch", alt=picture.description, key=key or None, on_select=on_pick or "ignore")
    if picture.legend:
        st.text(picture.legend)
