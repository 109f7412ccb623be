"""Error budget: what services have left of it, how fast it goes, and the toil that they cost beside it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.error_budget_sentences import service_sentences
from toil.charts.service_budgets import service_budgets
from toil.locales.numbers import count
from toil.pages._choice import choose
from toil.pages._frame import Frame, frame
from toil.pages._picture import show_picture
from toil.pages._rows import records
from toil.pages._table import show_table

PAGE = {"order": 37, "icon": "🧯", "title": {"en": "Error budget", "ja": "エラーバジェット"}, "path": "error-budget"}


def show(here: Frame) -> None:
    """All services with an objective, one in detail, and those without."""
    every = here.reader.read("error_budgets")
    promised = every[every["objective"].notna()].sort_values(["remaining_share", "service"])
    if promised.empty:
        st.info(here.words("error_budget.none"))
        st.code(here.words("error_budget.example"), language="toml")
    else:
        show_services(here, promised)
        show_service(here, promised)
    show_without(here, every[every["objective"].isna()])


def show_services(here: Frame, promised: pd.DataFrame) -> None:
    """The picture of toil against error budget, and the table, the worst first."""
    t = here.words
    show_picture(service_budgets, promised, t)
    st.text(t("error_budget.all_teams", least=here.settings.privacy.min_group))
    rows = promised.assign(state=[t(f"error_budget_state.{one}") for one in promised["state"]])
    columns = {"service": "name", "state": "text", "objective": "objective", "window_days": "count",
               "remaining_share": "percent", "bad_minutes": "count", "budget_minutes": "count", "burn_1h": "hours",
               "burn_6h": "hours", "burn_3d": "hours", "toil_hours": "hours"}  # fmt: skip
    show_table(rows.round({"bad_minutes": 0, "budget_minutes": 0}), columns, t, describe=t("error_budget.services"),
               key="services.rows", aside=("window_days", "budget_minutes", "burn_6h"))  # fmt: skip


def show_service(here: Frame, promised: pd.DataFrame) -> None:
    """One service: its sentences, its burn rates, and when it was bad."""
    t = here.words
    rows = {str(row["service"]): row for row in records(promised)}
    chosen = choose("service", list(rows), default=next(iter(rows)), label=t("error_budget.which"))
    for sentence in service_sentences(rows[chosen], t, least=here.settings.privacy.min_group):
        st.text(sentence)
    st.markdown(t("error_budget.alerts"))
    alerts = here.reader.read("error_budget_burns", service=chosen).sort_values("long_hours")
    alerts["burn_alert"] = [t(f"burn_alert.{one}") for one in alerts["alert"]]
    columns = {"burn_alert": "text", "threshold": "hours", "long_hours": "hours", "long_burn": "hours",
               "short_hours": "hours2", "short_burn": "hours", "is_burning": "flag"}  # fmt: skip
    show_table(alerts, columns, t, describe=t("error_budget.alerts"))
    show_spans(here, chosen, int(rows[chosen]["window_days"]))


def show_spans(here: Frame, service: str, days: int) -> None:
    """The bad times of the window, newest first."""
    t = here.words
    spans = here.reader.read("bad_spans", service=service)
    since = here.reader.as_of - pd.Timedelta(days=days)
    spans = spans[(spans["ended_at"] > since) & (spans["bad_share"] > 0)]
    if spans.empty:
        return
    with st.expander(t("error_budget.spans"), icon="🔎"):
        rows = spans.sort_values("started_at", ascending=False).rename(columns={"item_count": "incident_count"})
        columns = {"started_at": "moment", "ended_at": "moment", "bad_share": "percent", "incident_count": "count"}
        show_table(rows, columns, t, describe=t("error_budget.spans"), height=320)


def show_without(here: Frame, without: pd.DataFrame) -> None:
    """The services that promise nothing, with their toil."""
    t = here.words
    if without.empty:
        return
    with st.expander(t("error_budget.without", count=count(len(without))), icon="❔"):
        st.text(t("error_budget.without_note"))
        rows = without.sort_values(["toil_hours", "service"], ascending=[False, True])
        show_table(rows, {"service": "name", "toil_hours": "hours"}, t,
                   describe=t("error_budget.without", count=count(len(without))))  # fmt: skip


show(frame())
