"""Which piece of work is explained: by the row, the box or the address, also where an older link says otherwise."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.headlines import week_label
from toil.locales.numbers import hours
from toil.pages._choice import choose, choose_for, forget_choice, wanted_choice
from toil.pages._frame import Frame
from toil.pages._plain import plain
from toil.pages._rows import name_of, records

NONE = ""
MOST_WEEKS = 6


def choose_work(here: Frame, rows: pd.DataFrame, week: str, weeks: list[str]) -> str:
    """The chosen piece of work, or an empty text; says what became of one that the address asks for in vain."""
    t = here.words
    st.subheader(t("explain.one"), anchor=False, divider="gray")
    labels = {str(row["work_id"]): _label(here, row) for row in records(rows)}
    wanted = wanted_choice("work")
    if wanted and wanted not in labels:
        labels |= _from_elsewhere(here, wanted, week, weeks, set(labels))
    if not labels:
        return NONE
    return choose(
        "work", [NONE, *labels], default=NONE, label=t("explain.which"), everywhere=False,
        show=lambda one: labels.get(one, t("explain.pick")),
    )  # fmt: skip


def _from_elsewhere(here: Frame, wanted: str, week: str, weeks: list[str], shown: set[str]) -> dict[str, str]:
    """A piece of work that is not among the rows: its label where it may be shown, and why it is not among them."""
    t = here.words
    items = here.reader.read("work_items", item_id=wanted)
    works = records(here.reader.read("work", work_id=list(items["work_id"])))  # none of a team that may not be read
    if not works:
        forget_choice("work")
        st.warning(t("explain.unknown", work=plain(wanted[:120])), icon="🔗")
        return {}
    work = works[0]
    work_id = str(work["work_id"])
    if work["team"] != here.team:
        forget_choice("work")
        st.info(t("explain.other_team", key=plain(name_of(work)), team=plain(work["team"])), icon="🔗")
        return {}
    if work_id != wanted:
        choose_for("work", work_id)
        item = records(items)[0]
        st.info(t("explain.joined", item=plain(name_of(item)), key=plain(name_of(work))), icon="🔗")
    if work_id in shown:
        return {}
    _say_where(here, work_id, week, weeks)
    return {work_id: name_of(work)}


def _say_where(here: Frame, work_id: str, week: str, weeks: list[str]) -> None:
    """Another category now, hours in other weeks, or none anywhere."""
    t = here.words
    everywhere = here.reader.read("weekly_work", work_id=work_id, week=weeks).sort_values("week", ascending=False)
    if week in set(everywhere["week"]):
        st.info(t("explain.outside_part"), icon="🔎")
        st.button(t("explain.whole_week"), on_click=_whole_week)
        return
    spent = everywhere[everywhere["hours"] > 0]
    if spent.empty:
        st.info(t("explain.no_hours"), icon="🔎")
        return
    st.info(t("explain.other_weeks", week=week_label(week, t)), icon="🔎")
    with st.container(horizontal=True):
        for row in records(spent.head(MOST_WEEKS)):
            other = str(row["week"])
            label = f"{week_label(other, t)} ({hours(row['hours'], t)})"
            st.button(label, key=f"explain.{other}", on_click=choose_for, args=("week", other))


def _whole_week() -> None:
    for name in ("category", "recurrence"):
        choose_for(name, "all")


def _label(here: Frame, row: dict[str, object]) -> str:
    return f"{name_of(row)} · {hours(row['toil_hours'], here.words)}"
