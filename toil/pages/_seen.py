"""A past week as it was seen then, beside what the newest build says of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.facts import WeekFacts
from toil.charts.seen_then import seen_figures, seen_sentences
from toil.errors import ToilError
from toil.pages._frame import Frame, show_error
from toil.pages._table import show_table
from toil.store.journal_place import journal_place
from toil.store.snapshots import Snapshots


def show_seen(here: Frame, facts: WeekFacts) -> None:
    """The differences in sentences and figures; nothing where nobody froze the week."""
    t = here.words
    try:
        frozen = Snapshots(journal_place(here.settings)).newest(here.team, facts.week)
    except ToilError as error:
        show_error(error)
        return
    if frozen is None:
        return
    categories = here.reader.read("toil_by_category", team=here.team, week=facts.week)
    names = here.category_names()
    version = str(here.reader.read("build_info")["taxonomy_version"].iloc[0])
    sentences = seen_sentences(frozen.body, facts, categories, names, t, day=frozen.taken_at[:10], taxonomy=version)
    with st.expander(t("seen.title"), icon="🧊", expanded=len(sentences) > 1):
        for sentence in sentences:
            st.text(sentence)
        rows = [(t(f"column.{name}"), then, now) for name, then, now in seen_figures(frozen.body, facts, t)]
        table = pd.DataFrame(rows, columns=["seen_figure", "seen_then", "seen_now"])
        show_table(table, {"seen_figure": "text", "seen_then": "text", "seen_now": "text"}, t,
                   describe=t("seen.title"))  # fmt: skip
