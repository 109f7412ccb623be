"""Recurring work: what may be one job, what people make of it, and what they have said."""

from __future__ import annotations

import streamlit as st

from toil.pages._frame import Frame, frame
from toil.pages._near import show_near
from toil.pages._regroup import show_regroup
from toil.pages._speak import show_notes
from toil.pages._trail import show_trail
from toil.recurrence.decided import SPOKEN

PAGE = {"order": 26, "icon": "🔁", "title": {"en": "Recurring work", "ja": "繰り返し作業"}, "path": "recurring"}


def show(here: Frame) -> None:
    """The questions, the changes, and the trail of what was said."""
    show_notes()
    history = here.journal.history()
    seen = max((one.event_id for one in history), default=0)
    built = {int(one) for one in here.reader.values("journal_events", "event_id")}
    waiting = [one for one in here.journal.events() if one.kind in SPOKEN and one.event_id not in built]
    if waiting:
        st.info(here.words("recurring.waiting", number=len(waiting)), icon="⏳")
    show_near(here, waiting, seen)
    show_regroup(here, seen)
    show_trail(here, history, built)


show(frame())
