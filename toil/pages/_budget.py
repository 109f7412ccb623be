"""The toil budget on a page: what is used and left, how fast it goes, the on-call floor, and what applies."""

from __future__ import annotations

import streamlit as st

from toil.charts.budget_sentences import budget_of, budget_sentences, rate
from toil.charts.growth_sentences import forecast_sentence
from toil.locales.numbers import count, hours, hours_range, percent
from toil.pages._frame import Frame
from toil.pages._rows import records


def show_budget(here: Frame, week: str) -> None:
    """The budget at the last complete week up to `week`; nothing where there is no such week."""
    row = budget_of(here.reader.read("toil_budget", team=here.team), week)
    if row is None:
        return
    t = here.words
    with st.container(border=True):
        st.subheader(t("budget.title"), anchor=False)
        figures = (
            ("used", percent(1 - row["remaining_share"]),
             t("budget.detail_used", hours=hours(row["toil_hours"], t), budget=hours(row["budget_hours"], t))),
            ("left", hours(row["remaining_hours"], t),
             t("budget.detail_left", between=hours_range(row["remaining_low_hours"], row["remaining_high_hours"], t))),
            ("burn_fast", rate(row["burn_fast"]), t("budget.detail_burn", weeks=count(row["fast_weeks"]))),
            ("burn_slow", rate(row["burn_slow"]), t("budget.detail_burn", weeks=count(row["slow_weeks"]))),
            ("floor_share", percent(row["floor_share"]), t("budget.detail_floor", target=percent(row["target_share"]))),
        )  # fmt: skip
        if row["state"] != "unknown":
            for column, (name, value, detail) in zip(st.columns(len(figures)), figures, strict=True):
                column.metric(t(f"budget.{name}"), value)
                column.text(detail)
        for sentence in budget_sentences(row, t, policy=here.settings.policy_of(here.team)):
            st.text(sentence)
        for ahead in records(here.reader.read("budget_forecast", team=here.team, driver="", last_week=row["week"])):
            st.text(forecast_sentence(ahead, t))
