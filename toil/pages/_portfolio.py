"""The portfolio on a page: the hours there are, what to build with them, and what becomes of the toil budget."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.candidates.outlook import outlook
from toil.candidates.portfolio import choose_portfolio, frontier_of_hours
from toil.charts.portfolio import outlook_sentence, portfolio_frontier
from toil.pages._frame import Frame
from toil.pages._picture import show_picture
from toil.pages._privacy import without_small_groups
from toil.pages._rows import records
from toil.pages._table import show_table

USUAL_HOURS = 80


def show_portfolio(here: Frame, candidates: pd.DataFrame) -> None:
    """What the team's candidates give back at most for the hours that the reader states."""
    t = here.words
    st.subheader(t("portfolio.title"), anchor=False, divider="gray")
    hours_at, target_at = st.columns(2)
    available = hours_at.number_input(t("portfolio.hours"), 0, 100_000, USUAL_HOURS, 10, key="portfolio.hours",
                                      help=t("portfolio.help"))  # fmt: skip
    chosen = choose_portfolio(candidates, float(available))
    rows = candidates[candidates["recurrence_id"].isin(chosen.recurrence_ids)]
    _show_outlook(here, rows, target_at)
    show_picture(portfolio_frontier, frontier_of_hours(candidates), chosen, float(available), t)
    if rows.empty:
        return
    rows = rows.assign(
        expected_build_hours=rows["expected_build_hours"].round(1),
        net_hours_per_year=rows["net_hours_per_year"].round(0),
        remedy_name=[t.or_else(f"remedy.{one}", str(one)) for one in rows["remedy"]],
        quadrant_name=[t.or_else(f"quadrant.{one}", str(one)) for one in rows["quadrant"]],
    )
    columns = {"rank": "count", "name": "name", "remedy_name": "text", "expected_build_hours": "count",
               "net_hours_per_year": "count", "quadrant_name": "text"}  # fmt: skip
    show_table(rows, columns, t, describe=t("portfolio.title"))


def _show_outlook(here: Frame, chosen: pd.DataFrame, place: st.delta_generator.DeltaGenerator) -> None:
    """The newest budget that may be shown, against the target that the reader may change."""
    t, least = here.words, here.settings.privacy.min_group
    budgets = here.reader.read("toil_budget", team=here.team).sort_values("week").tail(1)
    if budgets.empty:
        return
    if without_small_groups(budgets, least).empty:
        st.info(t("privacy.too_small", least=least), icon="🔒")
        return
    budget = records(budgets)[0]
    target = place.number_input(t("portfolio.target"), 0, 100, round(100 * float(budget["target_share"])), 5,
                                key=f"portfolio.target.{here.team}")  # fmt: skip
    found = outlook(budget, chosen, target / 100)
    (st.warning if found.refused else st.text)(outlook_sentence(here.team, found, t))
