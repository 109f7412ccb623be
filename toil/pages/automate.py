"""Automation candidates: what to automate first, why, and what it would give back; downloadable."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.candidate_hours import candidate_hours
from toil.charts.frontier import frontier
from toil.pages._candidate import show_candidate
from toil.pages._downloads import show_downloads
from toil.pages._frame import Frame, frame
from toil.pages._picture import show_picture
from toil.pages._portfolio import show_portfolio
from toil.pages._push import show_push
from toil.pages._table import show_table

PAGE = {"order": 30, "icon": "⚙️", "title": {"en": "Automation candidates", "ja": "自動化候補"}, "path": "candidates"}

ASIDE = ("quadrant_name", "build_hours", "net_present_hours", "per_week", "hours_per_occurrence",
         "low_hours_per_year", "high_hours_per_year", "category_name")  # fmt: skip


def show(here: Frame) -> None:
    """Pictures, the ranked table with its downloads, the portfolio, the backlog, and one candidate in detail."""
    t = here.words
    candidates = here.reader.read("automation_candidates", team=here.team).sort_values("rank").reset_index(drop=True)
    if candidates.empty:
        st.info(t("candidates.none"))
        return
    names = here.category_names()
    gain, effort = st.tabs([t("candidates.tab_gain"), t("candidates.tab_frontier")])
    with gain:
        show_picture(candidate_hours, candidates, t)
    with effort:
        show_picture(frontier, candidates, t)
    show_ranking(here, candidates, names)
    show_downloads(here, candidates, names)
    show_portfolio(here, candidates)
    show_push(here, candidates)
    show_candidate(here, candidates)


def show_ranking(here: Frame, candidates: pd.DataFrame, names: dict[str, str]) -> None:
    """The ranked list, best first."""
    t = here.words
    rows = candidates.assign(
        category_name=[names.get(str(one), str(one)) for one in candidates["category"]],
        remedy_name=[t.or_else(f"remedy.{one}", str(one)) for one in candidates["remedy"]],
        quadrant_name=[t.or_else(f"quadrant.{one}", str(one)) for one in candidates["quadrant"]],
        payback_probability=candidates["payback_probability"].round(2),
        payback_weeks=candidates["payback_weeks"].round(0),
        hours_per_year=candidates["hours_per_year"].round(0),
        net_hours_per_year=candidates["net_hours_per_year"].round(0),
        low_hours_per_year=candidates["low_hours_per_year"].round(0),
        high_hours_per_year=candidates["high_hours_per_year"].round(0),
        net_present_hours=candidates["net_present_hours"].round(0),
    )
    columns = {"rank": "count", "name": "name", "hours_per_year": "count", "net_hours_per_year": "count",
               "remedy_name": "text", "quadrant_name": "text", "build_hours": "count", "payback_weeks": "count",
               "payback_probability": "percent", "net_present_hours": "count", "per_week": "hours",
               "hours_per_occurrence": "hours", "low_hours_per_year": "count", "high_hours_per_year": "count",
               "category_name": "text"}  # fmt: skip
    show_table(rows, columns, t, describe=t("candidates.ranking"), height=38 * min(len(rows), 12) + 40,
               key="candidates.rows", aside=ASIDE)  # fmt: skip


show(frame())
