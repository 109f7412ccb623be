"""Candidates into the team's backlog: what would be sent is shown first, and only that is sent, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from toil.errors import ToilError
from toil.exports.backlog import NOT_FILED, Proposal, read_proposals
from toil.pages._access import may_send, role
from toil.pages._frame import Frame, show_error
from toil.pages._links import show_link
from toil.pages._plain import plain
from toil.pages._rows import lookup
from toil.pages._table import show_table
from toil.store.lock import store_lock

if TYPE_CHECKING:
    from toil.outbox.filing import Filing
    from toil.outbox.plan import Step

_SHOWN, _DONE = "_push_shown", "_push_done"


@dataclass(frozen=True)
class _Shown:
    """A preview: of what it was made, the steps, and whether one of them would be sent."""

    made_of: tuple[str, ...]
    steps: list[Step]
    sends: bool


def show_push(here: Frame, candidates: pd.DataFrame) -> None:
    """The choice of candidates, the preview, and the button that sends it; then what became of each."""
    t = here.words
    st.subheader(t("push.title"), anchor=False, divider="gray")
    backlog = here.settings.backlog
    work = candidates[~candidates["remedy"].isin(NOT_FILED)]
    if not backlog.project or work.empty:
        st.info(t("push.none" if backlog.project else "push.no_project"))
        return
    st.text(t("push.lead", project=backlog.project))
    if not may_send():
        st.info(t("access.may_not_send", role=t(f"access.role_{role()}")), icon="🔒")
    names = lookup(work, "recurrence_id", "name")
    chosen = st.multiselect(t("push.which"), list(names), list(names)[: backlog.most], key=f"push.{here.team}",
                            max_selections=100, format_func=lambda one: names[one])  # fmt: skip
    made_of = (here.reader.build_id, here.team, t.language, *chosen)
    if st.button(t("push.preview"), disabled=not may_send() or not chosen, icon="🔎"):
        st.session_state.pop(_DONE, None)
        _preview(here, work[work["recurrence_id"].isin(chosen)], made_of)
    shown = st.session_state.get(_SHOWN)
    if isinstance(shown, _Shown) and shown.made_of == made_of:
        _show_steps(here, shown.steps, "push_plan")
        if not shown.sends:
            st.text(t("push.nothing"))
        elif st.button(t("push.apply"), type="primary", disabled=not may_send(), icon="📤"):
            _send(here, shown)
            st.rerun()
    _show_done(here)


def _preview(here: Frame, rows: pd.DataFrame, made_of: tuple[str, ...]) -> None:
    from toil.outbox.filing import SENDS

    st.session_state.pop(_SHOWN, None)
    if not may_send():
        return
    try:
        with st.spinner(here.words("push.asking")):
            proposals = read_proposals(here.reader.read, rows, here.words.language, most=len(rows))
            steps = _filing(here).planned(proposals)
    except ToilError as error:
        show_error(error)
        return
    st.session_state[_SHOWN] = _Shown(made_of, steps, any(step.action in SENDS for step in steps))


def _send(here: Frame, shown: _Shown) -> None:
    """Plan the same proposals anew and do it: whatever was filed since the preview is found, and not filed again.

    Nothing is drawn in between, because Streamlit ends a script there when its reader presses another button.
    """
    st.session_state.pop(_SHOWN, None)
    done: list[Step] = []
    failure: ToilError | None = None
    if may_send():
        try:
            with store_lock(here.settings.store.folder):
                filing = _filing(here)
                for step in filing.applied(filing.planned(_proposals(shown)), here.words.language):
                    done.append(step)
        except ToilError as error:
            failure = error
    st.session_state[_DONE] = (here.team, done, failure)


def _proposals(shown: _Shown) -> list[Proposal]:
    return [step.proposal for step in shown.steps]


def _filing(here: Frame) -> Filing:
    from toil.outbox.filing import Filing
    from toil.outbox.jira import open_backlog

    return Filing(open_backlog(here.settings), here.journal, here.settings.app.user)


def _show_steps(here: Frame, steps: list[Step], said: str) -> None:
    t = here.words
    rows = pd.DataFrame({
        "push_action": [t(f"{said}.{step.action}") for step in steps],
        "summary": [step.proposal.summary for step in steps],
        "item_key": [step.key for step in steps],
        "hours_per_year": [round(step.proposal.hours_per_year) for step in steps],
    })  # fmt: skip
    columns = {"push_action": "text", "summary": "wide", "item_key": "text", "hours_per_year": "count"}
    show_table(rows, columns, t, describe=t("push.title"))
    for step in steps:
        if step.action == "create" and said == "push_plan":
            with st.expander(plain(step.proposal.summary)):
                for part in step.proposal.parts:
                    st.text("\n".join(("• " if part.is_list else "") + line.text for line in part.lines))
        elif step.action == "resolved":
            label = t("push.register", key=step.key, name=step.proposal.summary)
            show_link(here, "impact", label, work=step.proposal.ids[0])


def _show_done(here: Frame) -> None:
    team, done, failure = st.session_state.get(_DONE, ("", [], None))
    if team != here.team:
        return
    if done:
        st.success(here.words("push.done"))
        _show_steps(here, done, "push_did")
    if failure is not None:
        show_error(failure)
