"""This week: where the hours went, how sure that is, and what changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.category_hours import category_hours, category_rows
from toil.charts.facts import WeekFacts, comparable_weeks, week_facts
from toil.charts.headlines import week_headline
from toil.charts.interruptions import interruptions
from toil.charts.weekly_toil import weekly_toil
from toil.locales.numbers import count, hours, hours_range, percent, percent_range, points
from toil.pages._budget import show_budget
from toil.pages._frame import Frame, frame
from toil.pages._how_sure import show_how_sure
from toil.pages._links import show_link
from toil.pages._load import show_on_call_load
from toil.pages._picture import show_picture
from toil.pages._plain import plain
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week, shown_weeks

PAGE = {"order": 10, "icon": "📊", "title": {"en": "This week", "ja": "今週"}, "path": "week"}
MOVERS = 5
MOST_ROWS = 300  # what a grid shows without waiting; Explore has the file with all


def show(here: Frame) -> None:
    """The whole page."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks)
    facts = week_facts(weeks, week)
    st.subheader(plain(week_headline(facts, here.words)), anchor=False)
    st.text(here.words("week.as_of", as_of=f"{here.reader.as_of:%Y-%m-%d %H:%M}"))
    show_figures(here, facts)
    show_how_sure(here, facts)
    show_budget(here, week)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        show_picture(weekly_toil, weeks, facts, here.words)
    with right, st.container(border=True, height="stretch"):
        show_categories(here, week)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        show_movers(here, week)
    with right, st.container(border=True, height="stretch"):
        show_interruptions(here, week, weeks)
    show_rows_behind(here, week, weeks)


def show_figures(here: Frame, facts: WeekFacts) -> None:
    """The four figures that a week comes to, each with its range or what it is made of."""
    t = here.words
    share, toil, pages, fresh = st.columns(4)
    with share, st.container(border=True, height="stretch"):
        st.metric(t("week.share"), percent(facts.toil_share), _change(here, facts), delta_color="inverse")
        between = percent_range(facts.low_share, facts.high_share)
        usual, budget = percent(facts.usual_share), percent(facts.budget_share)
        st.text(t("week.share_detail", range=between, budget=budget, usual=usual))
    with toil, st.container(border=True, height="stretch"):
        st.metric(t("week.hours"), hours(facts.toil_hours, t))
        between = hours_range(facts.low_hours, facts.high_hours, t)
        st.text(t("week.hours_detail", range=between, recorded=hours(facts.recorded_hours, t)))
        show_link(here, "explain", t("week.explain"), week=facts.week)
    with pages, st.container(border=True, height="stretch"):
        rows = interruptions_of(here, facts.week)
        outside = rows.loc[rows["hour_class"] != "business", "interruption_count"].sum()
        st.metric(t("week.interruptions"), count(rows["interruption_count"].sum()))
        st.text(t("week.interruptions_detail", outside=count(outside)))
    with fresh, st.container(border=True, height="stretch"):
        st.metric(t("week.coverage"), percent(facts.coverage))
        st.text(t("week.coverage_detail", capacity=hours(facts.capacity_hours or None, t)))


def show_categories(here: Frame, week: str) -> None:
    """Hours by category."""
    names = here.category_names()
    rows = category_rows(here.reader.read("toil_by_category", team=here.team, week=week), names)
    show_picture(category_hours, rows, here.words)
    if not rows.empty:
        with st.popover(here.words("week.explain_category"), icon="🔎"):
            for row in records(rows):
                label = f"{row['label']} · {hours(row['toil_hours'], here.words)}"
                show_link(here, "explain", label, week=week, category=str(row["category"]))


def show_movers(here: Frame, week: str) -> None:
    """The recurring work whose hours differ most from its four weeks before."""
    topics = here.reader.read("weekly_topics", team=here.team, week=week)
    order = topics["change_hours"].abs().sort_values(ascending=False, kind="stable").index
    st.markdown(here.words("week.movers"))
    columns = {"name": "name", "change_hours": "signed", "hours": "hours"}
    movers = topics.loc[order].head(MOVERS)
    show_table(movers, columns, here.words, describe=here.words("week.movers"))
    if not movers.empty:
        with st.popover(here.words("week.explain_recurrence"), icon="🔎"):
            for row in records(movers):
                show_link(here, "explain", str(row["name"]), week=week, recurrence=str(row["recurrence_id"]))


def show_interruptions(here: Frame, week: str, weeks: pd.DataFrame) -> None:
    """Interruptions by the class of the hour, in the weeks that can be compared and the chosen one."""
    rows = interruptions_of(here)
    shown = {week, *comparable_weeks(weeks)["week"]}
    show_picture(interruptions, rows[rows["week"].isin(shown)], week, here.words)
    show_on_call_load(here, week)


def interruptions_of(here: Frame, week: str | None = None) -> pd.DataFrame:
    """`interruptions_by_week` of the team, of one week or of all."""
    only = {} if week is None else {"week": week}
    return here.reader.read("interruptions_by_week", team=here.team, **only)


def show_rows_behind(here: Frame, week: str, weeks: pd.DataFrame) -> None:
    """Every figure above can be followed to its rows."""
    t = here.words
    with st.expander(t("week.work_behind"), icon="🔎"):
        st.markdown(t("week.work_behind_note"))
        every = here.reader.count("weekly_work", "work_id", team=here.team, week=week)
        work = here.reader.largest(
            "weekly_work", of=["hours"], by=["work_id"], most=MOST_ROWS, team=here.team, week=week
        )
        if every > len(work):
            st.text(t("week.work_behind_most", shown=count(len(work)), all=count(every)))
        names = here.category_names()
        work["category_name"] = [names.get(str(one), str(one)) for one in work["category"]]
        columns = {"url": "link", "item_key": "text", "title": "wide", "category_name": "text", "hours": "hours",
                   "low_hours": "hours", "high_hours": "hours", "toil_probability": "percent", "toil_hours": "hours",
                   "effort_sources": "text", "decided_by": "text"}  # fmt: skip
        show_table(work, columns, t, describe=t("week.work_behind"), height=420)
    with st.expander(t("week.weeks_behind"), icon="📅"):
        columns = {"week": "text", "toil_share": "percent", "budget_share": "percent", "coverage": "percent",
                   "toil_hours": "hours", "low_hours": "hours", "high_hours": "hours", "recorded_hours": "hours",
                   "capacity_hours": "hours"}  # fmt: skip
        show_table(weeks.iloc[::-1], columns, t, describe=t("week.weeks_behind"), height=420)


def _change(here: Frame, facts: WeekFacts) -> str | None:
    if facts.usual_share is None or facts.toil_share is None:
        return None
    change = facts.toil_share - facts.usual_share
    sign = "+" if change >= 0 else "-"
    return f"{sign}{here.words('week.points', points=points(change))}"


show(frame())
