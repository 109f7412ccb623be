"""Votes of a retrospective: each person chooses up to three recurring works that are worth a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from toil.pages._access import may_write, signed_in
from toil.pages._frame import Frame
from toil.pages._rows import lookup
from toil.pages._table import show_table
from toil.store.journal import Event

MOST = 3
_CAST = "_votes_cast"


def votes(events: Sequence[Event], *, by_author: bool) -> dict[str, int]:
    """How many chose each recurrence, most votes first.

    With a sign-in the newest ballot of an author counts, else every ballot does: at a shared screen all of them are
    cast under one name.
    """
    ballots = list({event.author: event for event in events}.values()) if by_author else list(events)
    chosen = Counter(str(one) for event in ballots for one in set(event.body.get("chosen", [])))
    return dict(sorted(chosen.items(), key=lambda pair: (-pair[1], pair[0])))


def ballots_of(here: Frame, week: str) -> list[Event]:
    """The ballots of the team's week that stand."""
    return here.journal.events(kind="vote", subject=f"{here.team}/{week}")


def show_votes(here: Frame, topics: pd.DataFrame, week: str) -> None:
    """The ballot, and what was chosen so far, most votes first."""
    t, names = here.words, lookup(topics, "recurrence_id", "name")
    if not names:
        st.info(t("retro.no_topics"))
        return
    form = f"vote.{st.session_state.setdefault(_CAST, 0)}"
    with st.form(form, border=False):
        chosen = st.multiselect(t("vote.choose", most=MOST), list(names), format_func=lambda one: names[one],
                                max_selections=MOST, key=f"{form}.chosen", placeholder=t("vote.none"))  # fmt: skip
        wants = st.form_submit_button(t("vote.cast"), disabled=not may_write())
    body = {"team": here.team, "week": week, "chosen": chosen}
    if wants and chosen and here.write("vote", f"{here.team}/{week}", body):
        st.session_state[_CAST] += 1
        st.rerun()
    ballots = ballots_of(here, week)
    counted = votes(ballots, by_author=signed_in() is not None)
    if counted:
        rows = pd.DataFrame([{"name": names.get(one, one), "votes": number} for one, number in counted.items()])
        st.text(t("vote.so_far", number=len(ballots)))
        show_table(rows, {"name": "wide", "votes": "count"}, t, describe=t("retro.choose"))


def by_votes(topics: pd.DataFrame, counted: dict[str, int]) -> pd.DataFrame:
    """The topics in the order of their votes, the others after them as they were."""
    number = topics["recurrence_id"].map(counted).fillna(0)
    return topics.loc[number.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
