"""Rename, merge, split, keep apart or ignore a recurring work: chosen, what it would change is shown, then saved."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from toil.charts.regroup_sentences import regroup_sentences
from toil.charts.rhythm_sentence import rhythm_sentence
from toil.locales.numbers import count
from toil.pages._access import may_write
from toil.pages._choice import choose
from toil.pages._frame import Frame
from toil.pages._plain import plain
from toil.pages._reader import Reader
from toil.pages._rows import records
from toil.pages._speak import events_frame, speak
from toil.pages._table import show_table
from toil.recurrence.decided import DECIDED
from toil.recurrence.what_if import frames_to_regroup, regrouped
from toil.recurrence.wordings import as_key
from toil.recurrence.words import key_id

ACTIONS = ("rename", "merge", "apart", "split", "ignore")
MOST_WORDINGS = 200
FEW_WORDINGS = 6
MOST_OTHERS = 2_000
_COLUMNS = {"title": "wide", "pieces": "count", "hours": "hours"}


def show_regroup(here: Frame, seen: int) -> None:
    """The recurring work, what is in it, what to do with it, and what that would change."""
    t = here.words
    st.subheader(t("recurring.change"), anchor=False, divider="gray")
    rows = {str(row["recurrence_id"]): row for row in records(
        here.reader.largest("recurrences", of=["item_count"], by=["recurrence_id"], team=here.team))}  # fmt: skip
    labels = {one: _label(here, row) for one, row in rows.items()}
    own = list(rows)
    if not own:
        st.info(t("recurring.nothing"))
        return
    which, what = st.columns([3, 2])
    with which:
        subject = choose("recurrence", own, default=own[0], label=t("recurring.which"), everywhere=False,
                         show=lambda one: labels[one])  # fmt: skip
    with what:
        action = choose("action", ACTIONS, default=ACTIONS[0], label=t("recurring.action"), everywhere=False,
                        show=lambda one: t(f"spoken.{one}"))  # fmt: skip
    st.caption(rhythm_sentence(rows[subject], t))
    wordings = here.reader.totals("wording_costs", by=["key"], of=["pieces", "hours"], named=["title"],
                                  most=MOST_WORDINGS, recurrence_id=subject)  # fmt: skip
    st.text(t(f"recurring.does_{action}"))
    body = _body(here, action, subject, labels, wordings)
    if body is not None:
        _preview(here, action, subject, body, seen)
    st.text(t("recurring.wordings", number=count(len(wordings))))
    show_table(wordings, _COLUMNS, t, describe=t("recurring.wordings", number=count(len(wordings))),
               height=240 if len(wordings) > FEW_WORDINGS else None)  # fmt: skip


def _of_all_teams(here: Frame) -> dict[str, str]:
    """The labels of the recurring work that comes most often, whichever team's it is: as many as a box can hold."""
    every = here.reader.largest("recurrences", of=["item_count"], by=["recurrence_id"], most=MOST_OTHERS)
    return {str(row["recurrence_id"]): _label(here, row) for row in records(every)}


def _label(here: Frame, row: dict[str, object]) -> str:
    return here.words("recurring.label", name=row["name"], pieces=count(row["item_count"]))


def _body(
    here: Frame, action: str, subject: str, labels: dict[str, str], wordings: pd.DataFrame
) -> dict[str, object] | None:
    """What the journal would be told beside the recurrence; None while the reader has not chosen yet."""
    t = here.words
    if action == "ignore":
        return {}
    if action == "rename":
        name = st.text_input(t("recurring.name"), max_chars=120, key=f"name.{subject}").strip()
        return {"name": name} if name else None
    if action == "split":
        titles = {key_id(as_key(str(row["key"]))): f"{row['title']}" for row in records(wordings)}
        titles.pop(subject, None)  # the wording that the id stands for stays
        other = st.selectbox(t("recurring.wording"), list(titles), index=None, format_func=lambda one: titles[one],
                             placeholder=t("recurring.choose"), key=f"split.{subject}")  # fmt: skip
    else:
        labels = _of_all_teams(here) | labels
        others = [one for one in labels if one != subject]
        other = st.selectbox(t("recurring.other"), others, index=None, format_func=lambda one: labels[one],
                             placeholder=t("recurring.choose"), key=f"other.{subject}")  # fmt: skip
    return {"other": other} if other else None


def _preview(here: Frame, action: str, subject: str, body: dict[str, object], seen: int) -> None:
    """What would change, in sentences, and the button that says it."""
    t = here.words
    text = json.dumps(body, sort_keys=True)
    with st.container(border=True):
        if action == "rename":
            st.text(t("recurring.renamed", name=body["name"]))
        else:
            events = here.journal.events()
            heard = " ".join(f"{one.event_id}@{one.written_at}" for one in events if one.kind in DECIDED)
            rows = _changes(here.reader, heard, here.settings.recurrence.minimum, action, subject, text, here)
            if rows.empty:
                st.text(t("recurring.nothing_moves" if action != "apart" else "recurring.stays_apart"))
            for line in regroup_sentences(rows, t):
                st.markdown(f"- {plain(line)}")
        st.button(t("recurring.save"), type="primary", key=f"save.{action}.{subject}.{text}", on_click=speak,
                  disabled=not may_write(), args=(here, action, subject, body, seen))  # fmt: skip


@st.cache_data(max_entries=64, show_spinner=False)
def _changes(
    reader: Reader, heard: str, minimum: int, kind: str, subject: str, body: str, _here: Frame
) -> pd.DataFrame:
    """What a word would change of what `reader` tells of, after the words that were `heard` and stand.

    The number of the last word would not do: a journal that was put back gives the same numbers to other words.
    """
    word = (kind, subject, json.loads(body))
    frames = frames_to_regroup(_here.reader.read, events_frame(_here.journal.events()), *word)
    return regrouped(frames, _here.settings, *word)
