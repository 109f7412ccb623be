"""Decisions of a retrospective: who does what until when, and how everybody will see that it worked."""

from __future__ import annotations

import datetime

import pandas as pd
import streamlit as st

from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._plain import plain
from toil.pages._rows import lookup, records
from toil.pages._said import DECISIONS, closing, decision_rows, decisions_of, open_decisions
from toil.pages._table import show_table
from toil.store.journal import Event

DUE_IN = datetime.timedelta(days=14)
_NOTED = "_decisions_noted"


def show_open_decisions(here: Frame) -> None:
    """What was decided earlier and is still open, with its age; each can be closed."""
    t = here.words
    events = open_decisions(decisions_of(here))
    if not events:
        st.info(t("decision.none"))
        return
    subjects = sorted({event.subject for event in events})
    names = lookup(here.reader.read("recurrences", recurrence_id=subjects), "recurrence_id", "name")
    rows = decision_rows(events, names, max(here.reader.as_of, _newest(events)))
    rows["decision"] = [t.or_else(f"remedy.{one}", one) for one in rows["decision"]]
    st.text(t("decision.open", number=len(rows), late=int(rows["is_late"].sum())))
    columns = {"decision": "text", "text": "name", "about": "name", "owner": "text", "due": "day", "age_days": "count",
               "is_late": "flag", "verify": "text"}  # fmt: skip
    show_table(rows, columns, t, describe=t("retro.decided"), key="decided.rows", aside=("age_days", "is_late"))
    _close(here, events, rows)


def _close(here: Frame, events: list[Event], rows: pd.DataFrame) -> None:
    """Closing one; a click on a list that has changed since it was drawn closes nothing, least of all another one."""
    t = here.words
    labels = {int(row["event_id"]): f"{row['decision']}: {row['text'] or row['about']}" for row in records(rows)}
    shown = "-".join(str(event.event_id) for event in events)
    with st.form(f"decision.close.{shown}", border=False):
        which, done, drop = st.columns([6, 2, 2], vertical_alignment="bottom")
        chosen = which.selectbox(t("decision.which"), events, format_func=lambda event: labels[event.event_id])
        is_done = done.form_submit_button(t("decision.done"), disabled=not may_write(), width="stretch")
        is_dropped = drop.form_submit_button(t("decision.drop"), disabled=not may_write(), width="stretch")
    if chosen is not None and (is_done or is_dropped):
        status = "done" if is_done else "dropped"
        if here.write("decision", chosen.subject, closing(chosen, status)):
            st.rerun()


def show_decision_form(here: Frame, topics: pd.DataFrame, week: str) -> None:
    """Note a decision with its kind, owner, due date, and how it will be verified."""
    t = here.words
    form = f"decision.new.{st.session_state.setdefault(_NOTED, 0)}"
    names = _subjects(here, topics, chosen=st.session_state.get(f"{form}.about"))
    with st.form(form, clear_on_submit=False):
        about_column, kind_column = st.columns([3, 2])
        about = about_column.selectbox(
            t("decision.about"), list(names), format_func=lambda one: names[one], key=f"{form}.about"
        )
        kind = kind_column.selectbox(t("decision.kind"), DECISIONS, index=DECISIONS.index("automate"),
                                     format_func=lambda one: t(f"remedy.{one}"))  # fmt: skip
        text = st.text_input(t("decision.text"), max_chars=500, key=f"{form}.text").strip()
        owner_column, due_column, verify_column = st.columns([2, 2, 4])
        owner = owner_column.text_input(t("decision.owner"), max_chars=100, key=f"{form}.owner").strip()
        due = due_column.date_input(t("decision.due"), value=_default_due(here), format="YYYY-MM-DD")
        verify = verify_column.text_input(t("decision.verify"), max_chars=300, help=t("decision.verify_help"),
                                          key=f"{form}.verify")  # fmt: skip
        if not st.form_submit_button(t("decision.save"), type="primary", disabled=not may_write()):
            return
    missing = [t(f"decision.{name}") for name, value in (("text", text), ("owner", owner), ("due", due)) if not value]
    if missing:
        st.error(t("decision.missing", fields=plain(", ".join(missing))))
        return
    body: dict[str, object] = {
        "decision": kind, "text": text, "owner": owner, "due": f"{due:%Y-%m-%d}", "week": week,
        "team": here.team, "verify": verify.strip(), "status": "open",
    }  # fmt: skip
    if here.write("decision", str(about or ""), body):
        st.session_state[_NOTED] += 1  # the next form begins empty, so that a second click notes nothing twice
        st.toast(t("decision.saved"), icon="✅")
        st.rerun()


def _subjects(here: Frame, topics: pd.DataFrame, *, chosen: str | None) -> dict[str, str]:
    """What a decision may be about; what was chosen stays, even if a new build no longer has it among the topics."""
    names = {"": here.words("decision.general"), **lookup(topics, "recurrence_id", "name")}
    if chosen and chosen not in names:
        names[chosen] = chosen
        names |= lookup(here.reader.read("recurrences", recurrence_id=chosen), "recurrence_id", "name")
    return names


def _default_due(here: Frame) -> datetime.date:
    """Two weeks after the build's moment: the next retrospective but one."""
    due: datetime.date = (here.reader.as_of + DUE_IN).date()
    return due


def _newest(events: list[Event]) -> pd.Timestamp:
    return max(pd.Timestamp(event.written_at).tz_localize(None) for event in events)
