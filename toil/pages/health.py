"""Data health: what each source brought, what could not be taken and why, and which build this is."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.locales.numbers import MISSING, count, hours, is_missing, percent
from toil.locales.rejections import rejection_sentence
from toil.pages._banner import partly_read
from toil.pages._frame import Frame, frame, tells_of_all
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.store.run_log import RunLog

PAGE = {"order": 40, "icon": "🩺", "title": {"en": "Data health", "ja": "データ状態"}, "path": "health"}

_MOST_RUNS = 14  # two weeks of nights
_TALLIES = ("archived", "trashed", "access_lost", "unobserved", "topped_up", "crosschecked", "missing")


def show(here: Frame) -> None:
    """The page; whoever reads of some teams only is not told what was rejected, which quotes rows of any team."""
    health = here.reader.read("data_health")
    for source in records(health):
        with st.container(border=True):
            show_source(here, source, partial=_name(source) in partly_read(health))
    if tells_of_all(here):
        show_counted_once(here)
        show_completeness(here)
        show_unknown(here)
        show_rejected(here, here.reader.read("rejected_rows"))
    show_runs(here)
    show_learned(here)
    show_build(here)


def show_source(here: Frame, source: dict[str, Any], *, partial: bool) -> None:
    """One source's figures; a state that asks for something is named in words, not by a colour."""
    t = here.words
    st.text(
        t(
            "health.source",
            source=source["source"],
            site=source["site"],
            state=t("health.partial" if partial else "health.complete"),
        )
    )
    read, newest = _moment(source["last_complete_at"]), _moment(source["newest_item_at"])
    st.text(t("health.fresh", read=read, newest=newest))
    figures = (
        ("items", count(source["items"])),
        ("rejected", count(source["rejected"])),
        ("unknown_statuses", count(source["unknown_statuses"])),
        ("unmatched_people", count(source["unmatched_people"])),
        ("truncated", count(source["truncated"])),
        ("deleted", count(source["deleted"])),
        ("coverage", percent(source["coverage"])),
        *((name, count(source[name])) for name in _TALLIES),
    )
    columns = [column for _ in range(4) for column in st.columns(4)]
    for column, (name, value) in zip(columns, figures, strict=False):
        column.metric(t(f"health.{name}"), value, help=t(f"health.{name}_help"))


def show_counted_once(here: Frame) -> None:
    """What the links between sources save from being counted twice."""
    t = here.words
    for row in here.reader.read("counted_once").itertuples():
        said = {"pairs": count(row.pair_count), "pieces": count(row.work_count), "hours": hours(row.saved_hours, t)}
        st.text(t("health.counted_once", **said))


def show_completeness(here: Frame) -> None:
    """What each service says it has, against what is held of it, scope by scope."""
    t = here.words
    scopes = here.reader.read("completeness")
    st.subheader(t("health.completeness"), anchor=False, divider="gray")
    if scopes.empty:
        st.info(t("health.nothing_counted"))
        return
    columns = {"source": "text", "site": "text", "counted_scope": "name", "server_total": "count",
               "held": "count", "missing": "count", "surplus": "count", "counted_at": "moment"}  # fmt: skip
    show_table(scopes.rename(columns={"name": "counted_scope"}), columns, t, describe=t("health.completeness_help"))


def show_unknown(here: Frame) -> None:
    """Statuses in use whose meaning nobody told us."""
    t = here.words
    statuses = here.reader.read("unknown_status")
    if statuses.empty:
        return
    st.subheader(t("health.unknown_title", number=count(len(statuses))), anchor=False, divider="gray")
    columns = {"source": "text", "site": "text", "status_name": "name", "item_count": "count"}
    show_table(statuses.rename(columns={"name": "status_name"}), columns, t, describe=t("health.unknown_statuses_help"))


def show_rejected(here: Frame, rejected: pd.DataFrame) -> None:
    """Every row that was not taken: where it stood and why."""
    t = here.words
    st.subheader(t("health.rejected_title", number=count(rejected["row_count"].sum())), anchor=False, divider="gray")
    if rejected.empty:
        st.info(t("health.nothing_rejected"))
        return
    columns = {"source": "text", "site": "text", "place": "name", "reason": "wide", "row_count": "count"}
    told = rejected.assign(reason=[rejection_sentence(str(one), t) for one in rejected["reason"]])
    show_table(told, columns, t, describe=t("health.rejected_help"))


def show_runs(here: Frame) -> None:
    """The newest runs of the schedule; nothing where there never was one."""
    t = here.words
    records = RunLog(here.settings.store.folder).records()[-_MOST_RUNS:]
    if not records:
        return
    st.subheader(t("health.runs"), anchor=False, divider="gray")
    rows = pd.DataFrame(
        {
            "run_began": [_moment(one.started_at) for one in records],
            "run_outcome": [t(f"health.run_{one.outcome}") for one in records],
            "run_seconds": [sum(one.seconds.values()) for one in records],
            "run_message": [one.message for one in records],
        }
    )
    columns = {"run_began": "text", "run_outcome": "text", "run_seconds": "count", "run_message": "wide"}
    show_table(rows[::-1], columns, t, describe=t("health.runs_help"))


def show_learned(here: Frame) -> None:
    """How old the models are, and what they have seen; they are not learned anew in every build."""
    t = here.words
    st.subheader(t("health.learned"), anchor=False, divider="gray")
    for row in here.reader.read("learned_models").itertuples():
        said = {"at": f"{row.learned_at:%Y-%m-%d}", "seen": count(row.seen_count), "now": count(row.now_count)}
        st.text(t(f"health.learned_{row.model}", **said))
    st.caption(t("health.learned_help"))


def show_build(here: Frame) -> None:
    """Which build the pages show, and when sources were read."""
    t = here.words
    st.subheader(t("health.build"), anchor=False, divider="gray")
    info = here.reader.read("build_info").iloc[0]
    st.text(
        t(
            "health.build_sentence",
            build=info["build_id"],
            as_of=_moment(None if here.reader.read("data_health").empty else here.reader.as_of),
            version=info["toil_version"],
            taxonomy=info["taxonomy_version"],
        )
    )
    with st.expander(t("health.sizes"), icon="🗄️"):
        columns = {"relation": "text", "rows": "count", "engine": "text"}
        show_table(_sizes(here), columns, t, describe=t("health.sizes"), height=420)


def _name(source: dict[str, Any]) -> str:
    return f"{source['source']} ({source['site']})"


def _sizes(here: Frame) -> pd.DataFrame:
    rows = pd.DataFrame(sorted(here.reader.sizes().items()), columns=["relation", "rows"])
    return rows.merge(here.reader.read("relation_engines"), how="left", on="relation")


def _moment(moment: object) -> str:
    return MISSING if is_missing(moment) else f"{pd.Timestamp(str(moment)):%Y-%m-%d %H:%M} UTC"


show(frame())
