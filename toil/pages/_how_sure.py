"""How sure a week's toil is: what was not recorded, what people say themselves, and work without a ticket."""

from __future__ import annotations

from typing import Any

import streamlit as st

from toil.charts.facts import WeekFacts
from toil.locales.numbers import MISSING, count, hours, is_missing, percent, percent_range
from toil.pages._frame import Frame
from toil.pages._links import show_link
from toil.pages._rows import records


def show_how_sure(here: Frame, facts: WeekFacts) -> None:
    """The bounds in one sentence, and beside it the check-in of the week."""
    t = here.words
    said = records(here.reader.read("check_ins_by_week", team=here.team, week=facts.week))
    answer = said[0] if said else {}
    enough = bool(answer) and answer["is_shown"] and answer["answers"] >= here.settings.privacy.min_group
    bounds, reported, without = st.columns([2, 1, 1])
    with bounds, st.container(border=True, height="stretch"):
        st.markdown(t("sure.title"))
        st.text(bounds_sentence(here, facts))
        if not is_missing(answer.get("factor")):
            st.text(_calibration(here, answer))
    with reported, st.container(border=True, height="stretch"):
        st.metric(t("sure.reported"), percent(answer["reported_share"]) if enough else MISSING)
        st.text(_answers(here, answer, enough=enough))
        show_link(here, "check_in", t("sure.check_in"), week=facts.week)
    with without, st.container(border=True, height="stretch"):
        st.metric(t("sure.without"), percent(answer["without_ticket_share"]) if enough else MISSING)
        known = enough and not is_missing(answer["without_ticket_hours"])
        about = hours(answer["without_ticket_hours"], t) if known else ""
        st.text(t("sure.without_hours", hours=about) if known else t("sure.without_unknown"))


def bounds_sentence(here: Frame, facts: WeekFacts) -> str:
    """The least and the most that toil took, whatever was not recorded (toil_by_week.share_low, share_high)."""
    t = here.words
    if is_missing(facts.coverage) or is_missing(facts.dark_low) or is_missing(facts.dark_high):
        return t("sure.no_capacity")
    key = "sure.bounds" if float(facts.coverage or 0) < 1 else "sure.bounds_all"
    return t(
        key,
        coverage=percent(facts.coverage),
        rest=percent(max(0.0, 1 - float(facts.coverage or 0))),
        low=percent(facts.dark_low),
        high=percent(facts.dark_high),
    )


def _answers(here: Frame, answer: dict[str, Any], *, enough: bool) -> str:
    t, number = here.words, count(answer.get("answers", 0))
    if not enough:
        return t("sure.too_few", number=number, least=here.settings.privacy.min_group)
    return t(
        "sure.answers",
        number=number,
        range=percent_range(answer["reported_low_share"], answer["reported_high_share"]),
        estimate=percent(answer["estimated_share"]),
    )


def _calibration(here: Frame, answer: dict[str, Any]) -> str:
    return here.words(
        "sure.calibrated",
        weeks=count(answer["factor_weeks"]),
        factor=f"{float(answer['factor']):.1f}",
        share=percent(answer["calibrated_share"]),
    )
