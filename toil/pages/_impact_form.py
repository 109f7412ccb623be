"""Registering an automation: what is fixed is shown before anybody presses the button."""

from __future__ import annotations

import datetime
from functools import lru_cache

import pandas as pd
import streamlit as st

from toil.locales.numbers import hours, in_weeks
from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._plain import plain
from toil.pages._reader import Reader
from toil.pages._rows import lookup
from toil.proof.plan import Plan, plan_from
from toil.proof.registration import METRICS, new_automation_id

_ROUND = "_impact_round"


def show_form(here: Frame) -> None:
    """The fields, the plan that follows from them, and the button."""
    t = here.words
    asked = st.query_params.get("work", "")
    names = lookup(_worth_it(here, asked), "recurrence_id", "name")
    if not names:
        return
    st.subheader(t("impact.register"), anchor=False, divider="gray")
    form = f"impact.{st.session_state.setdefault(_ROUND, 0)}"
    work = st.selectbox(t("impact.work"), list(names), index=list(names).index(asked) if asked in names else 0,
                        format_func=lambda one: names[one], key=f"{form}.work")  # fmt: skip
    name_at, day_at, metric_at = st.columns([3, 2, 2])
    name = name_at.text_input(t("impact.name"), max_chars=120, key=f"{form}.name").strip()
    day = day_at.date_input(t("impact.shipped_on"), value=here.reader.as_of.date(), format="YYYY-MM-DD",
                            key=f"{form}.day")  # fmt: skip
    metric = metric_at.selectbox(t("impact.metric"), METRICS, format_func=lambda one: t(f"impact.metric_{one}"),
                                 key=f"{form}.metric")  # fmt: skip
    promised_at, invested_at = st.columns(2)
    promised = promised_at.number_input(t("impact.promised"), 0.0, 10_000.0, 1.0, 0.5, key=f"{form}.promised")
    invested = invested_at.number_input(t("impact.hours_invested"), 0.0, 100_000.0, None, 1.0, key=f"{form}.invested")
    if not work or not isinstance(day, datetime.date):
        return
    plan = _plan(here.reader, str(work), day, str(metric), float(promised))
    _show_plan(here, plan)
    if not st.button(t("impact.save"), type="primary", disabled=not may_write()):
        return
    if not name:
        st.error(t("impact.no_name"))
        return
    body: dict[str, object] = {"recurrence_id": work, "name": name, "shipped_on": day.isoformat(),
                               "promised_hours_per_week": float(promised), "metric": metric}  # fmt: skip
    body |= {} if invested is None else {"invested_hours": float(invested)}
    if here.write_new("automation", body | (plan.body() if plan else {}), named=new_automation_id):
        st.session_state[_ROUND] += 1
        st.query_params.pop("work", None)
        st.toast(t("impact.saved"), icon="✅")
        st.rerun()


@lru_cache(maxsize=256)
def _plan(reader: Reader, work: str, day: datetime.date, metric: str, promised: float) -> Plan | None:
    """Registered now; data later than the build do not exist, so the build's moment says the same."""
    return plan_from(reader.read, work, shipped=pd.Timestamp(day), registered=reader.as_of, metric=metric,
                     promised=promised)  # fmt: skip


def _show_plan(here: Frame, plan: Plan | None) -> None:
    t = here.words
    if plan is None:
        st.info(t("impact.plan_none"))
        return
    if plan.trouble in ("thin", "never"):
        st.warning(t(f"impact.{plan.trouble}"))
        return
    metric = "hours" if plan.metric == "hours" else "days" if plan.is_rare else "count"
    baseline = t("impact.plan", weeks=in_weeks(plan.baseline_weeks, t), first=plan.baseline_first,
                 last=plan.baseline_last, per_week=t("impact.count_a_week", number=f"{plan.per_week:.1f}"),
                 hours=hours(plan.hours_per_week, t))  # fmt: skip
    verdict = t(
        "impact.plan_verdict",
        day=plan.verdict_on,
        weeks=in_weeks(plan.planned_weeks, t),
        metric=t(f"impact.plan_{metric}"),
    )
    st.info(plain(baseline) + "\n\n" + plain(verdict), icon="📅")
    if plan.trouble == "blunt":
        st.warning(t("impact.plan_blunt"))


def _worth_it(here: Frame, asked: str) -> pd.DataFrame:
    """The team's candidates by rank, after what the address asks for; without any, all recurring work by name."""
    candidates = here.reader.read("automation_candidates", team=here.team).sort_values("rank")
    if candidates.empty:
        return here.reader.read("recurrences").sort_values("name")
    wanted = here.reader.read("recurrences", recurrence_id=asked)
    return pd.concat([wanted, candidates]).drop_duplicates("recurrence_id")
