"""What being on call cost in a week, and the time lost at interruptions: beside the toil hours, never in them."""

from __future__ import annotations

import streamlit as st

from toil.locales.numbers import count, hours, is_missing
from toil.pages._frame import Frame
from toil.pages._links import show_link


def show_on_call_load(here: Frame, week: str) -> None:
    """One line of nights, focus and rest, and one of the cost; neither for a team that is too small to show."""
    t = here.words
    for row in here.reader.read("on_call_load", team=here.team, week=week).itertuples():
        if not row.is_shown:
            continue
        st.text(
            t(
                "week.on_call_load",
                nights=count(row.nights_broken),
                blocks=count(row.focus_blocks_lost),
                rests=count(row.short_rests),
            )
        )
        if not is_missing(row.interruption_cost_hours):
            cost, minutes = hours(row.interruption_cost_hours, t), f"{row.interruption_minutes:g}"
            st.text(t("week.interruption_cost", hours=cost, count=count(row.interruption_count), minutes=minutes))
        show_link(here, "load", t("load.explore"), week=week)
