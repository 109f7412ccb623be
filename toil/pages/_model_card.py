"""How far the decisions can be trusted: the model card, below the questions and answers."""

from __future__ import annotations

import streamlit as st

from toil.charts.model_card import calibration, card_frames, card_sentences, scores_table
from toil.pages._frame import Frame
from toil.pages._picture import show_picture
from toil.pages._table import show_table

_COLUMNS = {"category_name": "text", "held_out": "count", "said": "count", "precision": "percent", "recall": "percent",
            "abstained": "count", "labelled": "count", "confirmed": "count"}  # fmt: skip


def show_card(here: Frame) -> None:
    """The card in sentences, the calibration of unseen work, and each category's score."""
    t = here.words
    names = here.category_names()
    frames = card_frames(here.reader.read, here.team)
    st.subheader(t("card.title"), anchor=False, divider="gray")
    for line in card_sentences(frames, t, names):
        st.text(line)
    if frames["classifier_calibration"].empty and frames["rule_agreement"].empty:
        return
    show_picture(calibration, frames["classifier_calibration"].sort_values("bin"), t)
    show_table(scores_table(frames, names), _COLUMNS, t, describe=t("card.table"))
    st.caption(t("card.table"))
