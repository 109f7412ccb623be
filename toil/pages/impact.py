"""Impact: what each shipped automation really saved, the chart that shows it, and the form to register the next one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.control_chart import control_chart
from toil.charts.days_between import days_between
from toil.charts.impact_sentences import impact_sentences
from toil.charts.returned_hours import returned_hours
from toil.locales.numbers import count, hours, hours_range
from toil.pages._access import may_write
from toil.pages._choice import choose
from toil.pages._filed import show_resolved
from toil.pages._frame import Frame, frame, tells_of_all
from toil.pages._impact_form import show_form
from toil.pages._newest import show_newest
from toil.pages._picture import show_picture
from toil.pages._plain import plain
from toil.pages._rows import records
from toil.pages._said import pending
from toil.pages._table import show_table

PAGE = {"order": 35, "icon": "🎯", "title": {"en": "Impact", "ja": "効果"}, "path": "impact"}

ASIDE = ("weeks_to_verdict", "hours_returned", "hours_invested", "missed_count", "regressed_week")


def show(here: Frame) -> None:
    """All automations together, one in detail, and the form."""
    outcomes = here.reader.read("automation_outcomes").sort_values(["shipped_at", "automation_id"], ascending=False)
    show_pending(here)
    show_resolved(here)
    if outcomes.empty:
        st.info(here.words("impact.none"))
    else:
        show_totals(here)
        show_detail(here, outcomes)
        show_list(here, outcomes)
    show_form(here)


def show_pending(here: Frame) -> None:
    """Automations that were registered or changed since the build."""
    names = [str(event.body.get("name") or subject) for subject, event in pending(here, "automation").items()]
    if names:
        st.info(plain(here.words("impact.pending", names=", ".join(names))), icon="⏳")


def show_totals(here: Frame) -> None:
    """Verdicts, hours returned and invested, and what was done by hand, over all automations."""
    t = here.words
    if not tells_of_all(here):
        return
    total = records(here.reader.read("automation_totals"))[0]
    verdicts = ("automations", "proven", "too_early", "no_effect", "backfired")
    st.text(t("impact.in_all", **{one: count(total[one]) for one in verdicts}))
    returned, proven, invested, missed = st.columns(4)
    between = hours_range(total["hours_returned_low"], total["hours_returned_high"], t)
    returned.metric(t("impact.returned"), hours(total["hours_returned"], t),
                    help=t("impact.returned_help", range=between))  # fmt: skip
    proven.metric(t("impact.proven_hours"), hours(total["hours_proven"], t))
    nobody = total["without_investment"] == total["automations"]
    invested.metric(t("impact.invested"), hours(None if nobody else total["hours_invested"], t),
                    help=t("impact.invested_help", number=count(total["without_investment"])))  # fmt: skip
    missed.metric(t("impact.missed"), count(total["missed_count"]),
                  help=t("impact.missed_help", hours=hours(total["missed_hours"], t)))  # fmt: skip


def show_detail(here: Frame, outcomes: pd.DataFrame) -> None:
    """One automation: its sentences, its chart, and the work that was done by hand since."""
    t = here.words
    st.subheader(t("impact.detail"), anchor=False, divider="gray")
    rows = {str(row["automation_id"]): row for row in records(outcomes)}
    chosen = choose("automation", list(rows), default=next(iter(rows)), label=t("impact.which"),
                    show=lambda one: f"{rows[one]['name']} · {t('verdict.' + str(rows[one]['verdict']))}")  # fmt: skip
    row = rows[chosen]
    headline, *others = impact_sentences(row, t)
    st.markdown(f"**{plain(headline)}**")
    for sentence in others:
        st.text(sentence)
    gaps = here.reader.read("automation_gaps", automation_id=chosen)
    if not gaps.empty:
        show_picture(days_between, gaps, row, t)
    show_picture(control_chart, here.reader.read("automation_weeks", automation_id=chosen), row, t,
                 rare=not gaps.empty)  # fmt: skip
    show_misses(here, row)
    _take_back(here, chosen)


def show_misses(here: Frame, row: dict[str, Any]) -> None:
    """The pieces of work that a person did although the automation existed, newest first."""
    if not row["missed_count"]:
        return
    t = here.words
    with st.expander(t("impact.missed_list"), icon="🔎"):
        columns = {"url": "link", "item_key": "text", "title": "wide", "created_at": "moment", "hours": "hours"}
        show_newest(here, "automation_misses", columns, describe=t("impact.missed_list"), height=320,
                    automation_id=str(row["automation_id"]))  # fmt: skip


def show_list(here: Frame, outcomes: pd.DataFrame) -> None:
    """All of them: hours returned against hours invested, and the table."""
    t = here.words
    st.subheader(t("impact.list"), anchor=False, divider="gray")
    show_picture(returned_hours, outcomes, t)
    rows = outcomes.rename(columns={"name": "automation_name"}).assign(
        verdict=[t.or_else(f"verdict.{one}", str(one)) for one in outcomes["verdict"]]
    )
    columns = {"automation_name": "name", "verdict": "text", "shipped_at": "day", "weeks_to_verdict": "count",
               "promised_hours_per_week": "hours", "measured_hours_per_week": "hours", "low": "hours",
               "high": "hours", "hours_returned": "hours", "hours_invested": "hours", "missed_count": "count",
               "regressed_week": "text"}  # fmt: skip
    show_table(rows, columns, t, describe=t("impact.list"), key="impact.rows", aside=ASIDE)


def _take_back(here: Frame, automation_id: str) -> None:
    t = here.words
    events = here.journal.events("automation", automation_id)
    if not events or not st.button(t("impact.take_back"), disabled=not may_write(), key=f"undo.{automation_id}"):
        return
    if here.take_back(events[-1]):
        st.toast(t("impact.taken_back"), icon="✅")


show(frame())
