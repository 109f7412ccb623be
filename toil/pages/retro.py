"""The retrospective: what was decided, what cost most, whether its category is right, and what to do about it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.facts import week_facts
from toil.charts.headlines import week_headline
from toil.pages._access import signed_in
from toil.pages._agenda import choose_step, show_timer, show_way, step_name
from toil.pages._decisions import show_decision_form, show_open_decisions
from toil.pages._frame import Frame, frame
from toil.pages._judge import show_topics
from toil.pages._minutes import show_minutes, show_notes
from toil.pages._plain import plain
from toil.pages._said import decisions_of, open_decisions
from toil.pages._seen import show_seen
from toil.pages._table import show_table
from toil.pages._votes import ballots_of, by_votes, show_votes, votes
from toil.pages._week_choice import choose_week, shown_weeks

PAGE = {"order": 20, "icon": "🗣️", "title": {"en": "Retrospective", "ja": "ふりかえり"}, "path": "retro"}
MOST_DECISIONS = 3  # what a team can do beside its work until the next time
MOST_TOPICS = 10  # more than ten are not talked about in half an hour


def show(here: Frame) -> None:
    """The five steps, in the order of a production meeting: previous actions first; then the minutes."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks)
    topics = biggest_topics(here, week)
    steps = choose_step(here)
    facts = week_facts(weeks, week)
    headline = week_headline(facts, here.words)
    st.markdown(plain(headline))
    show_seen(here, facts)
    with st.container(horizontal=True):
        show_timer(here)
        show_way(steps, here)
    for name in steps:
        st.subheader(plain(step_name(here, name)), anchor=False, divider="gray")
        if name == "decided":
            show_open_decisions(here)
        elif name == "biggest":
            show_biggest(here, topics)
        elif name == "judge":
            show_topics(here, topics)
        elif name == "choose":
            show_votes(here, topics, week)
        else:
            show_decide(here, topics, week)
    show_minutes(here, headline, week)


def show_decide(here: Frame, topics: pd.DataFrame, week: str) -> None:
    """The form, what has most votes first; a word where there are enough decisions; and notes."""
    counted = votes(ballots_of(here, week), by_author=signed_in() is not None)
    made = [event for event in open_decisions(decisions_of(here)) if event.body.get("week") == week]
    if len(made) >= MOST_DECISIONS:
        st.info(here.words("retro.enough", number=len(made)), icon="✋")
    show_decision_form(here, by_votes(topics, counted), week)
    show_notes(here, week)


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


show(frame())
