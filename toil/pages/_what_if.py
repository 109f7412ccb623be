"""What a label would change, shown before it is saved."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from toil.charts.change_sentences import category_sentences, change_sentence, topic_sentences
from toil.classify.what_if import frames_to_try, what_if, with_label
from toil.errors import ToilError
from toil.pages._frame import Frame, show_error
from toil.pages._plain import plain


def show_changes(here: Frame, recurrence_id: str, body: Mapping[str, object], names: Mapping[str, str]) -> None:
    """What the label would change in all work: recurring works, pieces, hours by category. Nothing is written."""
    t = here.words
    frames = with_label(frames_to_try(here.reader.read), recurrence_id, body)
    try:
        with st.spinner(t("what_if.busy")):
            changes = what_if(frames, here.settings)
    except ToilError as error:
        show_error(error)
        return
    with st.container(border=True):
        st.text(change_sentence(changes, t))
        for line in (*category_sentences(changes, t, names), *topic_sentences(changes, t, names)):
            st.markdown(f"- {plain(line)}")
        st.caption(t("what_if.unwritten"))
