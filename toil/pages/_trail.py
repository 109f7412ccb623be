"""What people said of recurring work: all of it, with what became of it; what stands can be taken back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._rows import lookup
from toil.pages._speak import spoken_of, take_back
from toil.pages._table import show_table
from toil.recurrence.decided import SPOKEN
from toil.store.journal import Event

_COLUMNS = {"written_at": "moment", "spoken": "text", "about": "wide", "other": "wide", "became": "text"}


def show_trail(here: Frame, history: list[Event], built: set[int]) -> None:
    """Every word of it, the newest first, undone ones included; `built` are the events that the build has read."""
    t = here.words
    st.subheader(t("recurring.trail"), anchor=False, divider="gray")
    said = [one for one in reversed(history) if one.kind in SPOKEN]
    if not said:
        st.info(t("recurring.nothing_said"))
        return
    standing = {one.event_id for one in here.journal.events()}
    names = _names(here, said)
    rows = pd.DataFrame([
        {"written_at": pd.Timestamp(one.written_at).tz_localize(None), "spoken": t(f"spoken.{one.kind}"),
         "about": names.get(one.subject, one.subject), "other": _other(one, names),
         "became": t(f"became.{_became(one, standing, built)}")}
        for one in said
    ])  # fmt: skip
    show_table(rows, _COLUMNS, t, describe=t("recurring.trail"))
    options = [one for one in said if one.event_id in standing]
    if not options:
        return
    labels = {one.event_id: _told(here, one, names) for one in options}
    which, button = st.columns([6, 2], vertical_alignment="bottom")
    with which:
        chosen = st.selectbox(t("recurring.undo_which"), [one.event_id for one in options],
                              format_func=lambda one: labels[one], key="trail.undo")  # fmt: skip
    button.button(t("recurring.undo"), key="trail.undo_it", disabled=not may_write(), width="stretch",
                  on_click=take_back, args=(here, chosen))  # fmt: skip


def _names(here: Frame, said: list[Event]) -> dict[str, str]:
    """What each id is called: the recurrence that bears it, else a title of the wording that it was made of."""
    ids = sorted(set().union(*map(spoken_of, said)))
    titles = lookup(here.reader.read("wordings", key_id=ids), "key_id", "title")
    return titles | lookup(here.reader.read("recurrences", recurrence_id=ids), "recurrence_id", "name")


def _other(event: Event, names: dict[str, str]) -> str:
    other = str(event.body.get("other") or "")
    return str(event.body.get("name") or "") if event.kind == "rename" else names.get(other, other)


def _told(here: Frame, event: Event, names: dict[str, str]) -> str:
    parts = (here.words(f"spoken.{event.kind}"), names.get(event.subject, event.subject), _other(event, names))
    return " · ".join(part for part in parts if part)


def _became(event: Event, standing: set[int], built: set[int]) -> str:
    if event.event_id not in standing:
        return "undone"
    return "built" if event.event_id in built else "waiting"
