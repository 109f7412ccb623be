"""Confirming or correcting what a recurring work is; what is said reaches every item of it in the next build."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.facts import category_names
from toil.locales.evidence import sentence
from toil.locales.numbers import count, hours, percent
from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._rows import records
from toil.pages._said import pending
from toil.pages._what_if import show_changes
from toil.store.journal import Event


def show_topics(here: Frame, topics: pd.DataFrame, *, facts: str = "judge.facts") -> None:
    """A card for each recurring work, in the order of the rows; `facts` names the sentence about each.

    Where the rows have `facts`, each card says why the machine thinks so.
    """
    names = category_names(here.reader.read("team_categories", team=here.team), here.words.language)
    waiting = pending(here, "label")
    if waiting:
        st.info(here.words("judge.waiting", number=len(waiting)), icon="⏳")
    for topic in records(topics):
        with st.container(border=True):
            _card(here, topic, names, waiting.get(str(topic["recurrence_id"])), facts)


def _card(here: Frame, topic: dict[str, Any], names: dict[str, str], said: Event | None, facts: str) -> None:
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with left:
        st.text(f"{topic['name']}")
        st.text(_facts(here, topic, names, facts))
        if evidence := sentence(topic.get("facts"), here.words, names):
            st.text(evidence)
        if said is not None:
            _show_pending(here, said, names)
    with right:
        _form(here, topic, names, said)


def _facts(here: Frame, topic: dict[str, Any], names: dict[str, str], facts: str) -> str:
    t = here.words
    return t(
        facts,
        category=names.get(str(topic["category"]), str(topic["category"])),
        toil=percent(topic["toil_probability"]),
        by=t.or_else(f"decided_by.{topic['decided_by']}", str(topic["decided_by"])),
        count=count(topic["item_count"]),
        hours=hours(topic["hours"], t),
    )


def _show_pending(here: Frame, said: Event, names: dict[str, str]) -> None:
    category = str(said.body.get("category", ""))
    st.text(here.words("judge.pending", category=names.get(category, category)))
    if st.button(here.words("judge.undo"), key=f"undo.{said.event_id}", disabled=not may_write()):
        _undo(here, said)


def _form(here: Frame, topic: dict[str, Any], names: dict[str, str], said: Event | None) -> None:
    t, identity = here.words, str(topic["recurrence_id"])
    current = str(said.body.get("category")) if said is not None else str(topic["category"])
    options = list(names)
    with st.form(f"label.{identity}", border=False):
        kind, toil = st.columns([5, 3], vertical_alignment="bottom")
        save, ask = st.columns(2)
        category = kind.selectbox(
            t("judge.category"), options, index=options.index(current) if current in options else None,
            format_func=lambda one: names[one], key=f"category.{identity}", placeholder=t("judge.choose"),
        )  # fmt: skip
        share = toil.number_input(
            t("judge.toil"), min_value=0, max_value=100, step=10, value=_said_share(said),
            placeholder=t("judge.as_category"), help=t("judge.toil_help"), key=f"toil.{identity}",
        )  # fmt: skip
        if save.form_submit_button(t("judge.save"), disabled=not may_write(), width="stretch") and category:
            _save(here, identity, str(category), share)
        asked = ask.form_submit_button(t("what_if.ask"), width="stretch", help=t("what_if.help"))
    if asked and category:
        show_changes(here, identity, _body(str(category), share), names)


def _said_share(said: Event | None) -> int | None:
    share = None if said is None else said.body.get("toil_probability")
    return None if share is None else round(float(share) * 100)


def _save(here: Frame, identity: str, category: str, share: int | None) -> None:
    version = str(here.reader.read("build_info")["taxonomy_version"].iloc[0])
    if here.write("label", identity, {**_body(category, share), "taxonomy_version": version}):
        st.toast(here.words("judge.saved"), icon="✅")
        st.rerun()


def _body(category: str, share: int | None) -> dict[str, object]:
    return {"category": category, "toil_probability": None if share is None else share / 100, "why": ""}


def _undo(here: Frame, said: Event) -> None:
    """Take the word back; asked again whether this reader may."""
    if not here.take_back(said):
        return
    for name in ("category", "toil"):
        st.session_state.pop(f"{name}.{said.subject}", None)
    st.rerun()
