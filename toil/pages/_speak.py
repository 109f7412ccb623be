"""Speaking of recurring work: what stands in the journal, what is said now, and what others said meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from toil.errors import ToilError
from toil.pages._frame import Frame, show_error
from toil.pages._plain import plain
from toil.pages._rows import lookup
from toil.recurrence.decided import SPOKEN
from toil.store.journal import Event

_NOTES = "_speak_notes"


def events_frame(events: Sequence[Event]) -> pd.DataFrame:
    """Events as the relation `journal_events` has them."""
    rows = [(one.event_id, pd.Timestamp(one.written_at).tz_localize(None), one.author, one.kind, one.subject,
             json.dumps(dict(one.body))) for one in events]  # fmt: skip
    return pd.DataFrame(rows, columns=["event_id", "written_at", "author", "kind", "subject", "body"])


def spoken_of(event: Event) -> set[str]:
    """The ids that an event about recurring work names."""
    return {one for one in (event.subject, str(event.body.get("other") or "")) if one}


def current_of(here: Frame, ids: Iterable[str]) -> dict[str, str]:
    """The recurrence that each of the ids means in this build."""
    wanted = sorted(set(ids))
    return lookup(here.reader.read("recurrence_keys", key_id=wanted), "key_id", "recurrence_id") if wanted else {}


def speak(here: Frame, kind: str, subject: str, body: Mapping[str, object], seen: int) -> None:
    """Say it, unless somebody spoke of the same recurring work since event `seen`, the newest when this was drawn.

    To be called by a button; what became of it is shown by `show_notes` in the rerun.
    """
    t = here.words
    about = {one for one in (subject, str(body.get("other") or "")) if one}
    try:
        meanwhile = said_since(here, about, seen)
        standing = here.journal.events(kind=kind)
    except ToilError as error:
        show_error(error)
        return
    if meanwhile:
        kinds = ", ".join(dict.fromkeys(t(f"spoken.{one.kind}") for one in meanwhile))
        _note("conflict", t("speak.meanwhile", number=len(meanwhile), kinds=kinds))
    elif any((one.kind, one.subject, one.body) == (kind, subject, body) for one in standing):
        _note("conflict", t("speak.already"))
    elif here.write(kind, subject, body):
        _note("done", t("speak.saved"))


def said_since(here: Frame, about: set[str], seen: int) -> list[Event]:
    """What was said or taken back of these ids, by whichever of their former ids, after the event `seen`."""
    history = here.journal.history()
    by_id = {str(one.event_id): one for one in history}
    fresh = [by_id.get(one.subject, one) if one.kind == "undo" else one for one in history if one.event_id > seen]
    fresh = [one for one in fresh if one.kind in SPOKEN]
    current = current_of(here, about.union(*map(spoken_of, fresh)))
    meant = {current.get(one, one) for one in about}
    return [one for one in fresh if meant & {current.get(name, name) for name in spoken_of(one)}]


def take_back(here: Frame, event_id: int) -> None:
    """Undo what was said, if it still stands and this reader may; to be called by a button."""
    t = here.words
    try:
        standing = [one for one in here.journal.events() if one.event_id == event_id]
    except ToilError as error:
        show_error(error)
        return
    if not standing:
        _note("conflict", t("speak.undone_already"))
    elif here.take_back(standing[0]):
        _note("done", t("speak.undone"))


def show_notes() -> None:
    """What became of the reader's click, once."""
    for kind, text in st.session_state.pop(_NOTES, []):
        if kind == "done":
            st.toast(text, icon="✅")
        else:
            st.warning(plain(text), icon="👥")


def _note(kind: str, text: str) -> None:
    st.session_state.setdefault(_NOTES, []).append((kind, text))
