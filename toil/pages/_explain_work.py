"""One piece of work in full: what it is, its items with their links, and why it is taken for toil."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.headlines import week_label
from toil.charts.why_sentences import other_sentences, rule_sentences
from toil.classify.explain import explain, frames_to_explain
from toil.locales.evidence import sentence
from toil.locales.numbers import hours, is_missing, percent
from toil.pages._explain_days import show_days
from toil.pages._explain_sql import show_sql
from toil.pages._frame import Frame
from toil.pages._plain import plain
from toil.pages._rows import lookup, name_of, records
from toil.pages._table import show_table
from toil.store.query_text import select_text

RELATIONS = (
    "explained_effort", "explained_declarations", "explained_spans", "effort", "measured_effort", "imputed_effort",
    "declared_effort", "effort_evidence", "credited_days", "engagement_days", "engagement_spans", "effort_calibration",
    "typical_effort",
)  # fmt: skip


def show_work(here: Frame, work_id: str, week: str, weeks: list[str]) -> None:
    """The piece of work, of which only days in weeks that may be shown are told."""
    work = records(here.reader.read("work", work_id=work_id))[0]
    st.markdown(f"**{plain(name_of(work))}**")
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_reason(here, work_id, week)
    with right:
        show_items(here, work_id)
    show_days(here, work_id, week, weeks)
    queries = [
        select_text(name, order=order, work_id=work_id)
        for name, order in (
            ("explained_effort", "day, person"),
            ("explained_declarations", "day, person, declaration_id"),
            ("explained_spans", "day, person, started_at"),
            ("classifications", ""),
            ("work_items", "created_at"),
        )
    ]
    show_sql(here, queries, RELATIONS)


def show_reason(here: Frame, work_id: str, week: str) -> None:
    """How its hours become toil hours, its category and the sentence that says why."""
    t = here.words
    names = here.category_names()
    for row in records(here.reader.read("weekly_work", work_id=work_id, week=week)):
        st.text(
            t(
                "explain.product",
                week=week_label(week, t),
                hours=_exact(row["hours"], here),
                toil=percent(row["toil_probability"]),
                product=_exact(row["toil_hours"], here),
            )
        )
        if not is_missing(row["recurrence_name"]):
            st.text(t("explain.recurs_as", name=row["recurrence_name"]))
    decisions = records(here.reader.read("classifications", work_id=work_id))
    if not decisions:
        st.text(t("explain.unclassified"))
    for decision in decisions:
        st.text(_reason(here, decision, names))
        with st.expander(t("why.title")):
            show_why(here, work_id, names)


def show_why(here: Frame, work_id: str, names: dict[str, str]) -> None:
    """Every rule that fits, what the recurrence, the model and people said, as `toil classify --explain` tells it."""
    t = here.words
    found = explain(frames_to_explain(here.reader.read, work_id), here.settings, work_id)
    st.markdown(t("why.rules"))
    for line in rule_sentences(found, t, names):
        st.markdown(f"- {plain(line)}")
    for line in other_sentences(found, t, names):
        st.text(line)


def _reason(here: Frame, decision: dict[str, Any], names: dict[str, str]) -> str:
    t = here.words
    return t(
        "explain.reason",
        category=names.get(str(decision["category"]), str(decision["category"])),
        toil=percent(decision["toil_probability"]),
        by=t.or_else(f"decided_by.{decision['decided_by']}", str(decision["decided_by"])),
        sure=percent(decision["confidence"]),
        sentence=sentence(decision["facts"], t, names),
    )


def show_items(here: Frame, work_id: str) -> None:
    """Everything in Jira and PagerDuty that is this one piece of work, and what says so."""
    t = here.words
    items = here.reader.read("work_items", work_id=work_id).sort_values("created_at")
    columns = {"url": "link", "source": "text", "item_key": "text", "source_status": "text", "created_at": "moment",
               "resolved_at": "moment", "is_deleted": "flag"}  # fmt: skip
    show_table(items, columns, t, describe=t("explain.items"))
    keys = lookup(items, "item_id", "item_key")
    links = here.reader.read("work_links", item_id=list(keys))
    if links.empty:
        return
    st.text(t("explain.linked"))
    links = links.assign(
        item_key=links["item_id"].map(keys),
        linked_key=links["linked_item_id"].map(keys),
        method=[t.or_else(f"link_method.{one}", str(one)) for one in links["method"]],
    )
    columns = {"item_key": "text", "linked_key": "text", "method": "text", "confidence": "percent", "evidence": "name"}
    show_table(pd.DataFrame(links), columns, t, describe=t("explain.linked"))


def _exact(value: Any, here: Frame) -> str:
    return here.words("unit.hours", number=f"{float(value):,.2f}") if float(value) < 100 else hours(value, here.words)
