"""Notes of a retrospective, and its minutes to take away: what it was about, what was decided, what is carried over."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.exports.minutes import Minutes
from toil.pages._access import may_write, signed_in
from toil.pages._frame import Frame
from toil.pages._rows import lookup, records
from toil.pages._said import decision_rows, decisions_of, open_decisions
from toil.pages._votes import ballots_of, votes
from toil.store.journal import Event

_NOTED = "_notes_noted"


def show_notes(here: Frame, week: str) -> None:
    """What was said and is no decision; every note is kept, whoever writes at the same time."""
    t, subject = here.words, f"{here.team}/{week}"
    for event in here.journal.events(kind="note", subject=subject):
        st.text(f"• {event.body.get('text', '')}")
    form = f"note.{st.session_state.setdefault(_NOTED, 0)}"
    with st.form(form, border=False):
        text = st.text_area(t("minutes.note"), max_chars=2000, key=f"{form}.text").strip()
        wants = st.form_submit_button(t("minutes.save_note"), disabled=not may_write())
    if wants and text and here.write("note", subject, {"team": here.team, "week": week, "text": text}):
        st.session_state[_NOTED] += 1
        st.rerun()


def show_minutes(here: Frame, headline: str, week: str) -> None:
    """The minutes as text for three places, each with a button that copies it."""
    t = here.words
    made = minutes_of(here, headline, week)
    texts = {"markdown": made.markdown(), "slack": made.slack(), "confluence": made.confluence()}
    with st.expander(t("minutes.title"), icon="📝"):
        for tab, text in zip(st.tabs([t(f"minutes.{name}") for name in texts]), texts.values(), strict=True):
            tab.code(text, language=None, wrap_lines=True)
        st.download_button(t("minutes.download"), data=texts["markdown"], file_name=f"toil-{here.team}-{week}.md",
                           mime="text/markdown", on_click="ignore", icon="⬇️")  # fmt: skip


def minutes_of(here: Frame, headline: str, week: str) -> Minutes:
    """What came of the week's retrospective: votes, decisions, what is carried over with its age, notes."""
    t = here.words
    names = lookup(here.reader.read("recurrences", team=here.team), "recurrence_id", "name")
    events = decisions_of(here)
    now = max([here.reader.as_of, *(pd.Timestamp(event.written_at).tz_localize(None) for event in events)])
    still = open_decisions(events)
    fresh, older = [[one for one in still if (one.body.get("week") == week) is new] for new in (True, False)]
    counted = votes(ballots_of(here, week), by_author=signed_in() is not None)
    notes = here.journal.events(kind="note", subject=f"{here.team}/{week}")
    parts = [
        ("minutes.measured", [headline]),
        ("retro.choose", [t("minutes.votes", name=names.get(one, one), votes=n) for one, n in counted.items()]),
        ("minutes.decided", _decisions(here, fresh, names, now)),
        ("minutes.carried", _decisions(here, older, names, now)),
        ("minutes.notes", [str(event.body.get("text", "")) for event in notes]),
    ]
    title = t("minutes.heading", team=here.team, week=week)
    return Minutes(title, [(t(key), said or [t("minutes.nothing")]) for key, said in parts])


def _decisions(here: Frame, events: list[Event], names: dict[str, str], now: pd.Timestamp) -> list[str]:
    t = here.words
    return [
        t(
            "minutes.late" if row["is_late"] else "minutes.decision",
            decision=t.or_else(f"remedy.{row['decision']}", row["decision"]),
            what=" – ".join(one for one in (row["about"], row["text"]) if one), owner=row["owner"],
            due=f"{row['due']:%Y-%m-%d}" if pd.notna(row["due"]) else "–", age=row["age_days"],
            verify=row["verify"] or "–",
        )
        for row in records(decision_rows(events, names, now))
    ]  # fmt: skip
