"""Explain: a week's toil hours down to the pieces of work, their evidence, and the SQL that anybody can run."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.headlines import week_label
from toil.locales.numbers import MISSING, count, hours, hours_range, is_missing
from toil.pages._choice import choose, choose_for, wanted_choice
from toil.pages._explain_choice import choose_work
from toil.pages._explain_sql import show_sql
from toil.pages._explain_work import show_work
from toil.pages._frame import Frame, frame
from toil.pages._rows import lookup, records
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week, shown_weeks
from toil.store.query_text import select_text

PAGE = {"order": 15, "icon": "🔎", "title": {"en": "Explain", "ja": "数値の根拠"}, "path": "explain"}
ALL = "all"
ORDER = "toil_hours desc, hours desc, work_id"
MOST_ROWS = 300  # what a grid and a box show without waiting; the SQL below gives all
FIGURES = {"": "toil_by_week", "category": "toil_by_category", "recurrence_id": "weekly_topics"}
ASIDE = ("low_hours", "high_hours", "effort_sources", "recurrence_name", "decided_by")
RELATIONS = ("weekly_work", "work_weeks", "person_work_weeks", "effort", "toil_by_week", "toil_by_category")


def show(here: Frame) -> None:
    """The whole page: the figure, the pieces of work behind it, and one of them in full."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks, always=True)
    part = choose_part(here, week)
    rows = pieces(here, week, part)
    show_figure(here, week, part, rows)
    if not rows.empty:
        show_pieces(here, week, part, rows)
    scope = {"team": here.team, "week": week, **part}
    show_sql(
        here,
        [
            select_text("weekly_work", order=ORDER, **scope),
            select_text("weekly_work", columns=["sum(hours) as hours", "sum(toil_hours) as toil_hours"], **scope),
            *(select_text(name, **scope) for name in figure_of(part)),
        ],
        RELATIONS,
    )
    work_id = choose_work(here, rows, week, list(weeks["week"]))
    if work_id:
        show_work(here, work_id, week, list(weeks["week"]))


def choose_part(here: Frame, week: str) -> dict[str, str]:
    """What of the week is explained: all of it, a category, a recurring work, or one within the other."""
    t = here.words
    categories = here.reader.read("toil_by_category", team=here.team, week=week)
    topics = here.reader.read("weekly_topics", team=here.team, week=week)
    names = here.category_names()
    topic_names = lookup(topics, "recurrence_id", "name")
    ordered = categories.sort_values(["toil_hours", "category"], ascending=[False, True])["category"]
    by_hours = topics.sort_values(["toil_hours", "recurrence_id"], ascending=[False, True])["recurrence_id"]
    with here.filters:
        category = choose(
            "category", [ALL, *ordered], default=ALL, label=t("explain.category"), everywhere=False,
            show=lambda one: t("explain.every_category") if one == ALL else names.get(one, one),
        )  # fmt: skip
        recurrence = choose(
            "recurrence", [ALL, *by_hours], default=ALL, label=t("explain.recurrence"), everywhere=False,
            show=lambda one: t("explain.every_recurrence") if one == ALL else topic_names[one],
        )  # fmt: skip
    chosen = {"category": category, "recurrence_id": recurrence}
    return {name: one for name, one in chosen.items() if one != ALL}


def pieces(here: Frame, week: str, part: dict[str, str]) -> pd.DataFrame:
    """The pieces of work behind the figure, most toil first, with words for a reader: at most MOST_ROWS of them.

    The one that the address asks for is among them, if it is behind the figure at all.
    """
    t = here.words
    scope: dict[str, Any] = {"team": here.team, "week": week, **part}
    rows = here.reader.largest("weekly_work", of=["toil_hours", "hours"], by=["work_id"], most=MOST_ROWS, **scope)
    wanted = wanted_choice("work")
    if wanted and wanted not in set(rows["work_id"]):
        rows = pd.concat([rows, here.reader.read("weekly_work", work_id=wanted, **scope)], ignore_index=True)
    names = here.category_names()
    sources = [[t.or_else(f"effort_source.{one}", one) for one in _split(ids)] for ids in rows["effort_sources"]]
    return rows.assign(
        category_name=[names.get(str(one), str(one)) for one in rows["category"]],
        effort_sources=[t("explain.and").join(some) for some in sources],
        decided_by=[
            MISSING if is_missing(one) else t.or_else(f"decided_by.{one}", str(one)) for one in rows["decided_by"]
        ],
    )


def figure_of(part: dict[str, str]) -> list[str]:
    """The relation that This week reads the same figure from; none for a category of a recurring work."""
    return [FIGURES[next(iter(part), "")]] if len(part) < 2 else []


def show_figure(here: Frame, week: str, part: dict[str, str], rows: pd.DataFrame) -> None:
    """The sums of the rows below, and the figure on This week that they have to agree with."""
    t = here.words
    scope: dict[str, Any] = {"team": here.team, "week": week, **part}
    if rows.empty:
        st.info(t("explain.nothing", week=week_label(week, t)))
        return
    sums = records(here.reader.totals("weekly_work", by=["team"], of=["toil_hours", "hours"], **scope))[0]
    st.subheader(t("explain.headline", week=week_label(week, t), hours=hours(sums["toil_hours"], t)), anchor=False)
    toil, every, number = st.columns(3)
    with toil, st.container(border=True, height="stretch"):
        st.metric(t("week.hours"), hours(sums["toil_hours"], t))
        st.text(_agreement(here, week, part, sums["toil_hours"]))
    with every, st.container(border=True, height="stretch"):
        st.metric(t("explain.all_hours"), hours(sums["hours"], t))
        st.text(t("explain.all_hours_detail"))
    with number, st.container(border=True, height="stretch"):
        st.metric(t("explain.pieces"), count(here.reader.count("weekly_work", "work_id", **scope)))
        timeless = here.reader.count("weekly_work", "work_id", hours=0.0, **scope)
        st.text(t("explain.pieces_detail", timeless=count(timeless)))
    if not part:
        bounds = records(here.reader.read("toil_by_week", team=here.team, week=week))[0]
        st.text(t("explain.range", range=hours_range(bounds["low_hours"], bounds["high_hours"], t)))


def _agreement(here: Frame, week: str, part: dict[str, str], toil: float) -> str:
    t = here.words
    for relation in figure_of(part):
        figure = here.reader.read(relation, team=here.team, week=week, **part)["toil_hours"].sum()
        key = "explain.agrees" if hours(figure, t) == hours(toil, t) else "explain.differs"
        return t(key, figure=hours(figure, t))
    return t("explain.no_figure")


def show_pieces(here: Frame, week: str, part: dict[str, str], rows: pd.DataFrame) -> None:
    """The table; picking a row opens that piece of work below."""
    t = here.words
    columns = {"item_key": "text", "title": "title", "toil_hours": "hours2", "hours": "hours2",
               "toil_probability": "percent", "low_hours": "hours2", "high_hours": "hours2", "effort_sources": "text",
               "category_name": "text", "recurrence_name": "name", "decided_by": "text", "url": "link"}  # fmt: skip
    st.markdown(t("explain.table"))
    every = here.reader.count("weekly_work", "work_id", team=here.team, week=week, **part)
    if every > len(rows):
        st.text(t("explain.table_most", shown=count(len(rows)), all=count(every)))
    ids = list(rows["work_id"])
    show_table(rows, columns, t, describe=t("explain.table"), height=min(38 + 35 * len(rows), 420), key="explain.rows",
               aside=ASIDE, on_pick=lambda place: choose_for("work", ids[place]))  # fmt: skip


def _split(ids: object) -> list[str]:
    return [one for one in str(ids).split(", ") if one] if isinstance(ids, str) else []


show(frame())
