"""One candidate in detail: why it is one, the work behind it, and the hours to build its remedy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.locales.numbers import hours, hours_range, is_missing, percent
from toil.pages._access import may_write
from toil.pages._choice import choose
from toil.pages._frame import Frame
from toil.pages._rows import records
from toil.pages._said import pending
from toil.pages._table import show_table
from toil.pages._traits import show_traits
from toil.store.journal import Event


def show_candidate(here: Frame, candidates: pd.DataFrame) -> None:
    """The candidate that the reader chose, the best one at first."""
    t = here.words
    st.subheader(t("candidates.detail"), anchor=False, divider="gray")
    rows = {str(row["recurrence_id"]): row for row in records(candidates)}
    chosen = choose(
        "cand", list(rows), default=next(iter(rows)), label=t("candidates.which"),
        show=lambda one: f"{rows[one]['rank']}. {rows[one]['name']}",
    )  # fmt: skip
    candidate = rows[chosen]
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_why(here, candidate)
    with right, st.container(border=True):
        _show_estimate(here, candidate)
    show_traits(here, chosen)
    with st.expander(t("candidates.work_behind"), icon="🔎"):
        _show_work(here, chosen)


def _show_why(here: Frame, candidate: dict[str, Any]) -> None:
    t = here.words
    st.text(
        t(
            "candidates.sentence",
            hours=hours(candidate["hours_per_year"], t),
            range=hours_range(candidate["low_hours_per_year"], candidate["high_hours_per_year"], t),
            back=hours(candidate["net_hours_per_year"], t),
            remedy=t.or_else(f"remedy.{candidate['remedy']}", str(candidate["remedy"])),
            build=hours(candidate["build_hours"], t),
            chance=percent(candidate["payback_probability"]),
        )
    )
    st.text(t("candidates.evidence", evidence=str(candidate["evidence"])))


def _show_estimate(here: Frame, candidate: dict[str, Any]) -> None:
    t, identity = here.words, str(candidate["recurrence_id"])
    said = pending(here, "estimate").get(identity)
    current = candidate["build_hours"] if said is None else said.body.get("build_hours")
    with st.form(f"estimate.{identity}", border=False):
        value = st.number_input(
            t("estimate.build_hours"), min_value=0.5, max_value=10_000.0, step=1.0, help=t("estimate.help"),
            value=_at_least_half(current), key=f"build_hours.{identity}",
        )  # fmt: skip
        wants = st.form_submit_button(t("estimate.save"), disabled=not may_write(), type="primary")
    _show_said(here, said)
    if wants and value is not None and here.write("estimate", identity, {"build_hours": float(value)}):
        st.toast(t("estimate.saved"), icon="✅")
        st.rerun()


def _at_least_half(value: object) -> float | None:
    return None if is_missing(value) else max(0.5, float(str(value)))


def _show_said(here: Frame, said: Event | None) -> None:
    if said is not None:
        st.text(here.words("estimate.pending", hours=hours(said.body.get("build_hours"), here.words)))


def _show_work(here: Frame, recurrence_id: str) -> None:
    work = here.reader.read("recurrence_work", recurrence_id=recurrence_id)
    columns = {"url": "link", "item_key": "text", "title": "wide", "created_at": "moment", "resolved_at": "moment",
               "hours": "hours"}  # fmt: skip
    newest = work.sort_values("created_at", ascending=False)
    show_table(newest, columns, here.words, describe=here.words("candidates.work_behind"), height=360)
