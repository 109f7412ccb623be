"""One candidate in detail: why it is one, the work behind it, and the team's estimate of its cost."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pandas as pd
import streamlit as st

from toil.candidates.cost import BUILD_FIELDS, MOST_HOURS, Build, build_said
from toil.candidates.sentences import evidence_sentences
from toil.locales.numbers import hours, hours_range
from toil.pages._access import may_write
from toil.pages._choice import choose
from toil.pages._frame import Frame
from toil.pages._newest import show_newest
from toil.pages._rows import records
from toil.pages._said import pending
from toil.pages._traits import show_traits


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
    for sentence in evidence_sentences(candidate, here.words):
        st.text(sentence)


def _show_estimate(here: Frame, candidate: dict[str, Any]) -> None:
    t, identity = here.words, str(candidate["recurrence_id"])
    said = pending(here, "estimate").get(identity)
    current = None if said is None else build_said(said.body)
    build = current or Build(*(float(candidate[name]) for name in BUILD_FIELDS))
    with st.form(f"estimate.{identity}", border=False):
        st.markdown(f"**{t('estimate.title')}**", help=t("estimate.help"))
        values = [
            column.number_input(t(f"estimate.{name}"), min_value=0.0, max_value=MOST_HOURS, step=1.0, value=now,
                                key=f"{name}.{identity}")
            for column, name, now in zip(st.columns(3), BUILD_FIELDS, astuple(build), strict=True)
        ]  # fmt: skip
        wants = st.form_submit_button(t("estimate.save"), disabled=not may_write(), type="primary")
    if current is not None:
        st.text(t("estimate.pending", hours=hours(current.likely, t), range=hours_range(current.low, current.high, t)))
    if not wants:
        return
    body = dict(zip(BUILD_FIELDS, values, strict=True))
    if build_said(body) is None:
        st.error(t("estimate.order"))
    elif here.write("estimate", identity, body):
        st.toast(t("estimate.saved"), icon="✅")
        st.rerun()


def _show_work(here: Frame, recurrence_id: str) -> None:
    columns = {"url": "link", "item_key": "text", "title": "wide", "created_at": "moment", "resolved_at": "moment",
               "hours": "hours"}  # fmt: skip
    show_newest(here, "recurrence_work", columns, describe=here.words("candidates.work_behind"), height=360,
                recurrence_id=recurrence_id)  # fmt: skip
