"""A picture on a page: its sentence, the chart, and its description for those who do not see it."""

from __future__ import annotations

import streamlit as st

from toil.charts.picture import Picture
from toil.pages._plain import plain


def show_picture(picture: Picture) -> None:
    """The sentence stands above the chart as text, where it wraps and can be copied; empty axes are not drawn."""
    st.markdown(f"**{plain(picture.title)}**")
    if not picture.has_marks:
        return
    st.altair_chart(picture.chart, width="stretch", alt=picture.description)
    if picture.legend:
        st.text(picture.legend)
