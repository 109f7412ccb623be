"""The retrospective: what was decided, what cost most, whether its category is right, and what to do about it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.facts import week_facts
from toil.charts.headlines import week_headline
from toil.pages._decisions import show_decision_form, show_open_decisions
from toil.pages._frame import Frame, frame
from toil.pages._judge import show_topics
from toil.pages._plain import plain
from toil.pages._seen import show_seen
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week, shown_weeks

PAGE = {"order": 20, "icon": "🗣️", "title": {"en": "Retrospective", "ja": "ふりかえり"}, "path": "retro"}
MOST_TOPICS = 10  # more than ten are not talked about in half an hour


def show(here: Frame) -> None:
    """The four steps, in the order of a production meeting: previous actions first."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks)
    topics = biggest_topics(here, week)
    facts = week_facts(weeks, week)
    st.markdown(plain(week_headline(facts, here.words)))
    show_seen(here, facts)
    _step(here, 1, "decided")
    show_open_decisions(here)
    _step(here, 2, "biggest")
    show_biggest(here, topics)
    _step(here, 3, "judge")
    show_topics(here, topics)
    _step(here, 4, "decide")
    show_decision_form(here, topics, week)


def biggest_topics(here: Frame, week: str) -> pd.DataFrame:
    """The recurring work that took most hours in the week, at most ten."""
    topics = here.reader.read("weekly_topics", team=here.team, week=week)
    order = ["hours", "recurrence_id"]
    topics = topics[topics["hours"] > 0]
    return topics.sort_values(order, ascending=[False, True]).head(MOST_TOPICS).reset_index(drop=True)


def show_biggest(here: Frame, topics: pd.DataFrame) -> None:
    """How often, how long, and against what is usual."""
    if topics.empty:
        st.info(here.words("retro.no_topics"))
        return
    columns = {"name": "wide", "item_count": "count", "hours": "hours", "usual_hours": "hours",
               "change_hours": "signed", "toil_hours": "hours"}  # fmt: skip
    show_table(topics, columns, here.words, describe=here.words("retro.biggest"))


def _step(here: Frame, number: int, name: str) -> None:
    st.subheader(
        here.words("retro.step", number=number, name=here.words(f"retro.{name}")), anchor=False, divider="gray"
    )


show(frame())
