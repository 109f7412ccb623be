"""The six properties of toil of one recurring work: what shows each of them, and a person's word that overrules it."""

from __future__ import annotations

import streamlit as st

from toil.classify.traits import TRAITS
from toil.locales.evidence import sentence
from toil.locales.numbers import is_missing, percent
from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._table import show_table


def show_traits(here: Frame, recurrence_id: str) -> None:
    """The properties with their sentence and who says so; below, the way to overrule one and to take that back."""
    t = here.words
    traits = here.reader.read("traits", recurrence_id=recurrence_id)
    rows = traits.assign(
        score=traits["score"].round(2),
        trait=[t.or_else(f"trait.{one}", str(one)) for one in traits["trait"]],
        evidence=[sentence(facts, t) for facts in traits["facts"]],
        decided_by=[t.or_else(f"decided_by.{one}", str(one)) for one in traits["decided_by"]],
    )
    columns = {"trait": "text", "score": "share", "evidence": "wide", "decided_by": "text"}
    show_table(rows, columns, t, describe=t("candidates.traits"))
    _show_said(here, recurrence_id, {int(one) for one in traits["event_id"] if not is_missing(one)})
    with st.expander(t("overrule.title")):
        _form(here, recurrence_id)


def _show_said(here: Frame, recurrence_id: str, built: set[int]) -> None:
    """The words that the build has not read yet, and those that it has, each with a way to take it back."""
    t = here.words
    known = set(here.reader.read("journal_events", kind="trait")["event_id"].astype(int))
    for event in here.journal.events(kind="trait"):
        is_waiting = event.subject == recurrence_id and event.event_id not in known
        if not is_waiting and event.event_id not in built:
            continue
        text, button = st.columns([4, 1], vertical_alignment="center")
        trait = t.or_else(f"trait.{event.body.get('trait')}", str(event.body.get("trait")))
        key = "overrule.pending" if is_waiting else "overrule.standing"
        text.text(t(key, trait=trait, score=percent(event.body.get("score"))))
        wants = button.button(t("judge.undo"), key=f"undo.trait.{event.event_id}", disabled=not may_write())
        if wants and here.take_back(event):
            st.rerun()


def _form(here: Frame, recurrence_id: str) -> None:
    t = here.words
    with st.form(f"trait.{recurrence_id}", border=False):
        which, how_much = st.columns([3, 2])
        trait = which.selectbox(t("overrule.trait"), list(TRAITS), format_func=lambda one: t(f"trait.{one}"),
                                key=f"overrule.{recurrence_id}")  # fmt: skip
        score = how_much.number_input(t("overrule.score"), min_value=0, max_value=100, step=10, value=None,
                                      key=f"overrule_score.{recurrence_id}")  # fmt: skip
        why = st.text_input(t("overrule.why"), key=f"overrule_why.{recurrence_id}")
        wants = st.form_submit_button(t("overrule.save"), disabled=not may_write())
    if wants and score is not None:
        body = {"trait": trait, "score": score / 100, "why": why.strip()}
        if here.write("trait", recurrence_id, body):
            st.toast(t("judge.saved"), icon="✅")
            st.rerun()
