"""All teams of a week, one row each, with a link to each team's week; teams too small to tell of are left out."""

from __future__ import annotations

import streamlit as st

from toil.locales.numbers import count
from toil.pages._frame import Frame, frame
from toil.pages._links import show_link
from toil.pages._privacy import without_small_groups
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week

PAGE = {"order": 11, "icon": "🏢", "title": {"en": "All teams", "ja": "全チーム"}, "path": "organisation"}
COLUMNS = {
    "team": "text", "toil_share": "percent", "usual_share": "percent", "budget_share": "percent",
    "budget_state": "text", "toil_hours": "hours", "low_hours": "hours", "high_hours": "hours", "coverage": "percent",
    "capacity_hours": "hours", "people": "count",
}  # fmt: skip
MOST_LINKS = 24  # teams that have a link each; where there are more, a picked row has one
_PICKED = "organisation.picked"


def show(here: Frame) -> None:
    """The choice of the week, the table, and the ways on."""
    t = here.words
    every = here.reader.read("organisation_weeks").sort_values(["week", "position"])
    shown = without_small_groups(every, here.settings.privacy.min_group)
    if shown.empty or here.reader.read("data_health").empty:  # a build of nothing has a week all the same
        st.info(t("organisation.nothing"))
        return
    weeks = shown.groupby("week")["is_complete"].all().reset_index()
    week = choose_week(here, weeks)
    rows = shown[shown["week"] == week]
    st.markdown(t("organisation.note"))
    told = rows.assign(budget_state=[t(f"toil_budget_state.{one}") for one in rows["budget_state"]])
    teams = list(rows["team"])
    show_table(told, COLUMNS, t, describe=t("organisation.table"), key="organisation.rows",
               on_pick=lambda place: st.session_state.update({_PICKED: teams[place]}))  # fmt: skip
    if hidden := int((every["week"] == week).sum()) - len(rows):
        st.info(t("organisation.hidden", number=count(hidden), least=here.settings.privacy.min_group), icon="🔒")
    few = rows if len(rows) <= MOST_LINKS else rows[rows["team"] == st.session_state.get(_PICKED)]
    st.markdown(t("organisation.pick" if few.empty else "organisation.open"))
    with st.container(horizontal=True):
        for row in records(few):
            show_link(here, "week", str(row["team"]), week=week, team=str(row["team"]))


show(frame())
