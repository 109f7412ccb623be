"""Labels: what the machine would like to know of the team, what the team has said, and what became of that."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.locales.numbers import count, hours
from toil.pages._frame import Frame, frame
from toil.pages._judge import show_topics
from toil.pages._model_card import show_card
from toil.pages._rows import lookup
from toil.pages._table import show_table

PAGE = {"order": 25, "icon": "🏷️", "title": {"en": "Labels", "ja": "ラベル"}, "path": "labels"}
ASKED_AT_ONCE = 10


def show(here: Frame) -> None:
    """The questions, the answers, and how far the decisions can be trusted."""
    show_questions(here)
    show_answers(here)
    show_card(here)


def show_questions(here: Frame) -> None:
    """The ten recurrences of the team of which an answer settles most."""
    t = here.words
    queue = here.reader.read("label_queue", team=here.team).sort_values("position")
    st.subheader(t("labels.questions"), anchor=False, divider="gray")
    if queue.empty:
        st.info(t("labels.nothing_asked"))
        return
    asked = queue.head(ASKED_AT_ONCE)
    st.text(t("labels.settles", number=count(len(asked)), all=count(len(queue)),
              pieces=count(asked["item_count"].sum()), hours=hours(asked["hours"].sum(), t)))  # fmt: skip
    show_topics(here, asked, facts="labels.facts")


def show_answers(here: Frame) -> None:
    """Every label that stands, the newest first: what it reached, and where people differ."""
    t = here.words
    labels = here.reader.read("labels").sort_values("event_id", ascending=False)
    st.subheader(t("labels.answers"), anchor=False, divider="gray")
    if labels.empty:
        st.info(t("labels.nothing_said"))
        return
    if disputed := int(labels["is_disputed"].sum()):
        st.warning(t("labels.disputed", number=count(disputed)), icon="⚖️")
    show_table(_told(here, labels), _COLUMNS, t, describe=t("labels.answers"))


_COLUMNS = {"written_at": "moment", "about": "title", "category_name": "text", "label_state": "text",
            "item_count": "count", "is_disputed": "flag", "why": "sentence"}  # fmt: skip


def _told(here: Frame, labels: pd.DataFrame) -> pd.DataFrame:
    """The labels in words: what they are about, the category's name, what became of them."""
    t = here.words
    names = here.category_names()
    wanted = sorted(set(labels["recurrence_id"].dropna()))
    topics = lookup(here.reader.read("recurrences", recurrence_id=wanted), "recurrence_id", "name")
    about = [topics.get(str(one), str(subject)) for one, subject in zip(
        labels["recurrence_id"], labels["subject"], strict=True)]  # fmt: skip
    return labels.assign(
        about=about,
        category_name=[names.get(str(one), str(one)) for one in labels["category"]],
        label_state=[t(f"label_state.{one}") for one in labels["state"]],
    )


show(frame())
