"""Explore: which work the toil is, week by week, at which hours it interrupts, and down to each ticket."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.hour_map import hour_map
from toil.charts.parts import PICK, pareto, part_rows, stacked_weeks
from toil.exports.candidates import table_csv
from toil.exports.workbook import tables_xlsx
from toil.locales.numbers import count, hours, in_weeks
from toil.pages._choice import choose_for
from toil.pages._downloads import show_files
from toil.pages._explore_choice import ALL, COLUMNS, PARTS, Selection, choose_selection
from toil.pages._frame import Frame, frame
from toil.pages._links import show_link
from toil.pages._picture import show_picture
from toil.pages._plain import plain, web_links
from toil.pages._rows import name_of, records
from toil.pages._table import show_table
from toil.pages._week_choice import shown_weeks

PAGE = {"order": 12, "icon": "🧭", "title": {"en": "Explore", "ja": "内訳"}, "path": "explore"}
MOST_ROWS = 300  # what a grid shows without waiting; the file to download has all
NAMED = ("item_key", "title", "category", "recurrence_id", "recurrence_name", "url")
ITEM_COLUMNS = {"item_key": "text", "title": "title", "toil_hours": "hours", "hours": "hours", "category_name": "text",
                "recurrence_name": "name", "url": "link"}  # fmt: skip
_PICKED = "explore.picked"


def show(here: Frame) -> None:
    """The whole page: the pictures of the selection, the team's hours, and the pieces of work themselves."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    selection = choose_selection(here, weeks)
    pieces = here.reader.count("weekly_work", "work_id", **selection.wanted(here.team))
    if pieces:
        st.subheader(headline(here, selection, pieces), anchor=False)
        show_parts(here, selection)
        show_items(here, selection, pieces)
    else:
        show_nothing(here, selection)
    with st.container(border=True):
        show_hours(here)


def headline(here: Frame, selection: Selection, pieces: int) -> str:
    """What the selection comes to."""
    sums = here.reader.totals("weekly_work", by=["team"], of=["toil_hours", "hours"], **selection.wanted(here.team))
    return here.words(
        "explore.headline", weeks=in_weeks(len(selection.weeks), here.words), pieces=count(pieces),
        toil=hours(sums["toil_hours"].sum(), here.words), hours=hours(sums["hours"].sum(), here.words),
    )  # fmt: skip


def items_of(here: Frame, selection: Selection, *, most: int | None) -> pd.DataFrame:
    """The pieces of work of the selection with their hours there, most toil first."""
    wanted = selection.wanted(here.team)
    rows = here.reader.totals(
        "weekly_work", by=["work_id"], of=["toil_hours", "hours"], named=NAMED, most=most, **wanted
    )
    return rows.assign(category_name=[selection.names.get(str(one), str(one)) for one in rows["category"]])


def show_nothing(here: Frame, selection: Selection) -> None:
    """Which choice leaves nothing over, each with a way to let it go."""
    st.info(here.words("explore.nothing"), icon="🔎")
    for name, value in (("category", selection.category), ("recurrence", selection.recurrence)):
        if value:
            label = here.words("explore.reset", name=plain(selection.names.get(value, value)))
            st.button(label, key=f"explore.reset.{name}", on_click=choose_for, args=(name, ALL))


def show_parts(here: Frame, selection: Selection) -> None:
    """The Pareto of the parts and their weeks; a click on a bar chooses that part, a second one lets it go."""
    column = COLUMNS[selection.split]
    wanted = selection.wanted(here.team, without=selection.split)
    totals = here.reader.totals("weekly_work", by=[column], of=["toil_hours"], **wanted)
    rows = part_rows(totals, column, lambda one: selection.names.get(one, one), here.words)
    weekly = here.reader.totals("weekly_work", by=["week", column], of=["toil_hours"], **wanted)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        key = f"explore.pareto.{selection.split}"
        show_picture(pareto, rows, selection.chosen, here.words, key=key,
                     on_pick=partial(_choose_part, here, selection.split, selection.chosen, key))  # fmt: skip
    with right, st.container(border=True, height="stretch"):
        show_picture(stacked_weeks, weekly, rows, column, selection.chosen, here.words)


def show_hours(here: Frame) -> None:
    """The team's interruptions by hour of the week; nothing for a group that is too small."""
    rows = here.reader.read("interruptions_by_hour", team=here.team)
    if not rows["is_shown"].all():
        st.info(here.words("privacy.too_small", least=here.settings.privacy.min_group), icon="🔒")
        return
    working = records(here.reader.read("working_times", kind="team", owner=here.team))
    if not rows.empty and working:
        show_picture(hour_map, rows, working[0], here.words)


def show_items(here: Frame, selection: Selection, pieces: int) -> None:
    """The pieces of work; picking one leads to its ticket and to what its hours rest on."""
    t, shown = here.words, items_of(here, selection, most=MOST_ROWS)
    st.markdown(t("explore.items", shown=count(len(shown)), all=count(pieces)))
    ids = list(shown["work_id"])
    show_table(shown, ITEM_COLUMNS, t, describe=t("explore.describe_items"), height=min(38 + 35 * len(shown), 420),
               key="explore.rows", aside=("recurrence_name",),
               on_pick=lambda place: st.session_state.update({_PICKED: ids[place]}))  # fmt: skip
    for row in records(shown[shown["work_id"] == st.session_state.get(_PICKED)]):
        show_item(here, selection, row)
    st.text(t("explore.download"))
    show_files(here, f"toil-{selection.weeks[0]}-{selection.weeks[-1]}", {
        "csv": lambda: table_csv(_away(here, selection), t.language),
        "xlsx": lambda: tables_xlsx({t("explore.sheet"): _away(here, selection)}, t.language, as_of=here.reader.as_of),
    })  # fmt: skip


def show_item(here: Frame, selection: Selection, row: dict[str, Any]) -> None:
    """One piece of work: its weeks here, each a link to its evidence, and its ticket."""
    t = here.words
    rows = here.reader.read("weekly_work", work_id=row["work_id"], week=selection.weeks)
    with st.container(border=True):
        st.text(name_of(row))
        with st.container(horizontal=True):
            for one in records(rows.sort_values("week", ascending=False).head(6)):
                label = t("explore.explain", week=one["week"], hours=hours(one["toil_hours"], t))
                show_link(here, "explain", label, week=str(one["week"]), work=str(row["work_id"]))
            for url in web_links(pd.Series([row["url"]])).dropna():
                st.link_button(t("explore.ticket"), url, icon="🎫")


def _away(here: Frame, selection: Selection) -> pd.DataFrame:
    return items_of(here, selection, most=None)[[*ITEM_COLUMNS, "work_id"]]


def _choose_part(here: Frame, split: str, chosen: str, key: str) -> None:
    """From the chart's callback; work that does not recur is no choice of the sidebar's, so its bar chooses nothing."""
    picked = st.session_state[key]["selection"].get(PICK, [])
    for part in (str(one["part"]) for one in picked[:1]):
        if split in PARTS and here.reader.count("weekly_work", COLUMNS[split], **{COLUMNS[split]: part}):
            choose_for(split, ALL if part == chosen else part)


show(frame())
