"""Load: what being on call costs a team, week by week, and how evenly it lies on those who bear it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.facts import comparable_weeks
from toil.charts.on_call import MEASURES, fair_shares, hard_weeks
from toil.locales.numbers import count, hours, percent
from toil.pages._access import signed_in
from toil.pages._frame import Frame, frame
from toil.pages._picture import show_picture
from toil.pages._roles import email_of
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week, shown_weeks

PAGE = {"order": 13, "icon": "🌙", "title": {"en": "Load", "ja": "負荷の偏り"}, "path": "load"}


def show(here: Frame) -> None:
    """The whole page; nothing for a group that is too small."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks)
    load = here.reader.read("on_call_load", team=here.team)
    load = load[load["is_shown"].astype(bool)].sort_values("week")
    show_week(here, load[load["week"] == week])
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        shown = {week, *comparable_weeks(weeks)["week"]}
        show_picture(hard_weeks, load[load["week"].isin(shown)], here.words)
    with right, st.container(border=True, height="stretch"):
        fairness = show_fairness(here)
    show_shares(here, fairness)
    show_own(here)
    show_rows(here, load)


def show_week(here: Frame, rows: pd.DataFrame) -> None:
    """The chosen week in four figures."""
    t = here.words
    if rows.empty:
        st.info(t("privacy.too_small", least=here.settings.privacy.min_group), icon="🔒")
    for row in rows.itertuples():
        details = {
            "nights_broken": t("load.nights_detail", sleep=count(row.sleep_count)),
            "short_rests": t("load.rests_detail"),
            "focus_blocks_lost": t("load.focus_detail"),
            "interruption_count": t("load.cost_detail", hours=hours(row.interruption_cost_hours, t),
                                    minutes=f"{row.interruption_minutes:g}"),
        }  # fmt: skip
        for column, (name, detail) in zip(st.columns(len(details)), details.items(), strict=True):
            with column, st.container(border=True, height="stretch"):
                st.metric(t(f"load.{name}"), count(getattr(row, name)))
                st.text(detail)


def show_fairness(here: Frame) -> pd.DataFrame:
    """How the last quarter's load lies on people, who stand there as dots without a name."""
    t = here.words
    people = here.reader.read("on_call_by_person", team=here.team)
    fairness = here.reader.read("on_call_fairness", team=here.team)
    if people.empty:
        st.markdown(t("load.fairness"))
        st.info(t("load.too_few", least=here.settings.privacy.min_group), icon="🔒")
    else:
        show_picture(fair_shares, people, fairness, t)
    return fairness if len(people) else fairness.head(0)


def show_shares(here: Frame, fairness: pd.DataFrame) -> None:
    """The figures of the fairness; how they have to be read."""
    t = here.words
    if fairness.empty:
        return
    order = {name: place for place, name in enumerate(MEASURES)}
    rows = fairness.sort_values("measure", key=lambda some: some.map(order))
    rows = rows.assign(measure_name=[t(f"load.{one}") for one in rows["measure"]])
    columns = {"measure_name": "text", "times": "count", "people": "count", "top_share": "percent",
               "equal_share": "percent", "gini": "hours2"}  # fmt: skip
    show_table(rows, columns, t, describe=t("load.fairness"))
    highest = 1 - float(rows["equal_share"].max())
    st.text(t("load.gini", lowest="0", highest=f"{highest:.2f}"))


def show_own(here: Frame) -> None:
    """A signed-in reader's own figures, to nobody else and only if they ask for them."""
    t, email = here.words, email_of(signed_in() or {})
    if not email:
        return
    everybody = here.reader.read("people")
    own = everybody[everybody["email"].fillna("").str.casefold() == email]
    rows = here.reader.read("on_call_by_person", team=here.team, person=list(own["pseudonym"]))
    if rows.empty or not st.toggle(t("load.own"), key="load.own"):
        return
    order = {name: place for place, name in enumerate(MEASURES)}
    for row in records(rows.sort_values("measure", key=lambda some: some.map(order))):
        share, equal = percent(row["share"]), percent(row["equal_share"])
        st.text(
            t("load.own_line", what=t(f"load.{row['measure']}"), times=count(row["times"]), share=share, equal=equal)
        )


def show_rows(here: Frame, load: pd.DataFrame) -> None:
    """The weeks behind the pictures, and why there is no table of persons."""
    t = here.words
    with st.expander(t("week.weeks_behind"), icon="📅"):
        columns = {"week": "text", "interruption_count": "count", "business_count": "count", "off_count": "count",
                   "sleep_count": "count", "nights_broken": "count", "short_rests": "count",
                   "focus_blocks_lost": "count", "interruption_cost_hours": "hours"}  # fmt: skip
        show_table(load.iloc[::-1], columns, t, describe=t("week.weeks_behind"), height=420)
    st.text(t("load.promise"))


show(frame())
