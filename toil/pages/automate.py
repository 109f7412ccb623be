"""Automation candidates: what to automate first, why, and what it would give back; downloadable."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.candidate_hours import candidate_hours
from toil.charts.facts import category_names
from toil.charts.frontier import frontier
from toil.pages._candidate import show_candidate
from toil.pages._downloads import show_downloads
from toil.pages._frame import Frame, frame
from toil.pages._picture import show_picture
from toil.pages._rows import lookup
from toil.pages._table import show_table

PAGE = {"order": 30, "icon": "⚙️", "title": {"en": "Automation candidates", "ja": "自動化候補"}, "path": "candidates"}


def show(here: Frame) -> None:
    """The page: pictures, the ranked table with its downloads, one candidate in detail, and what was shipped."""
    t = here.words
    candidates = here.reader.read("automation_candidates", team=here.team).sort_values("rank").reset_index(drop=True)
    if candidates.empty:
        st.info(t("candidates.none"))
        return
    names = category_names(here.reader.read("categories"), t.language)
    gain, effort = st.tabs([t("candidates.tab_gain"), t("candidates.tab_frontier")])
    with gain:
        show_picture(candidate_hours(candidates, t))
    with effort:
        show_picture(frontier(candidates, t))
    show_ranking(here, candidates, names)
    show_downloads(here, candidates, names)
    show_candidate(here, candidates)
    show_outcomes(here)


def show_ranking(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> None:
    """The ranked list, best first."""
    t = here.words
    rows = candidates.assign(
        category_name=[names.get(str(one), str(one)) for one in candidates["category"]],
        remedy_name=[t.or_else(f"remedy.{one}", str(one)) for one in candidates["remedy"]],
        payback_probability=candidates["payback_probability"].round(2),
        payback_weeks=candidates["payback_weeks"].round(0),
        hours_per_year=candidates["hours_per_year"].round(0),
        net_hours_per_year=candidates["net_hours_per_year"].round(0),
        low_hours_per_year=candidates["low_hours_per_year"].round(0),
        high_hours_per_year=candidates["high_hours_per_year"].round(0),
    )
    columns = {"rank": "count", "name": "name", "hours_per_year": "count", "net_hours_per_year": "count",
               "remedy_name": "text", "build_hours": "count", "payback_weeks": "count",
               "payback_probability": "percent", "per_week": "hours", "hours_per_occurrence": "hours",
               "low_hours_per_year": "count", "high_hours_per_year": "count", "category_name": "text"}  # fmt: skip
    show_table(rows, columns, t, describe=t("candidates.ranking"), height=38 * min(len(rows), 12) + 40)


def show_outcomes(here: Frame) -> None:
    """What shipped automations really saved."""
    t = here.words
    outcomes = here.reader.read("automation_outcomes")
    st.subheader(t("outcomes.title"), anchor=False, divider="gray")
    if outcomes.empty:
        st.info(t("outcomes.none"))
        return
    names = lookup(here.reader.read("recurrences"), "recurrence_id", "name")
    rows = outcomes.assign(
        name=[names.get(str(one), str(one)) for one in outcomes["recurrence_id"]],
        verdict=[t.or_else(f"verdict.{one}", str(one)) for one in outcomes["verdict"]],
    )
    columns = {"name": "wide", "shipped_at": "day", "promised_hours_per_week": "hours",
               "measured_hours_per_week": "hours", "low": "hours", "high": "hours", "verdict": "text",
               "weeks_to_verdict": "count"}  # fmt: skip
    show_table(rows, columns, t, describe=t("outcomes.title"))


show(frame())
