"""The days of a piece of work: who (by pseudonym) was at it how long, and the evidence that says so."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from toil.charts.headlines import week_label
from toil.locales.numbers import count, hours, is_missing
from toil.pages._frame import Frame
from toil.pages._rows import lookup, records
from toil.pages._table import show_table

UNKNOWN = "?"


def show_days(here: Frame, work_id: str, week: str, weeks: list[str]) -> None:
    """The days of the weeks that may be shown, then the declarations and the stretches of time behind them."""
    t = here.words
    days = here.reader.read("explained_effort", work_id=work_id, week=weeks).sort_values(["day", "person"])
    if days.empty:
        st.info(t("explain.no_effort"))
    else:
        inside = days[days["week"] == week]
        st.markdown(t("explain.days"))
        st.text(
            t(
                "explain.days_sum",
                week=week_label(week, t),
                inside=hours(inside["hours"].sum(), t),
                every=hours(days["hours"].sum(), t),
            )
        )
        names = _typical_names(here, days)
        days = days.assign(how=[_how(here, day, names) for day in records(days)], person=_people(here, days))
        columns = {"day": "day", "person": "text", "hours": "hours2", "how": "sentence", "low_hours": "hours2",
                   "high_hours": "hours2"}  # fmt: skip
        show_table(days, columns, t, describe=t("explain.days"), height=min(38 + 35 * len(days), 300))
        if days["factor"].notna().any():
            st.text(t("explain.factor"))
    _show_declarations(here, work_id, weeks)
    _show_spans(here, work_id, weeks)


def _how(here: Frame, day: dict[str, Any], names: dict[str, str]) -> str:
    """The sum of one day in words."""
    t, source = here.words, str(day["effort_source"])
    if source in ("worklog", "edited_effort"):
        text = t(f"how.{source}", count=count(day["declaration_count"]))
    elif day["typical_kind"] is None or is_missing(day["typical_kind"]):
        text = _computed(here, day, source)
    elif bool(day["is_cancelled"]):
        text = t("how.cancelled")
    else:
        name = names.get(str(day["typical_name"]), str(day["typical_name"]))
        text = t(
            f"how.{source}", count=count(0 if is_missing(day["typical_count"]) else day["typical_count"]), name=name
        )
    if bool(day["is_capped"]):
        text += t("how.capped", before=_span(here, day["uncapped_hours"]))
    return text + (t("how.over_clock") if bool(day["is_over_clock"]) else "")


def _computed(here: Frame, day: dict[str, Any], source: str) -> str:
    t = here.words
    text = t.or_else(f"effort_source.{source}", source)
    if is_missing(day["factor"]):
        return text
    shared = "" if day["shared_hours"] == day["span_hours"] else t("how.shared", part=_span(here, day["shared_hours"]))
    learned = f"how.learned_{day['learned_from']}"
    return t(
        "how.computed",
        evidence=text,
        span=_span(here, day["span_hours"]),
        shared=shared,
        factor=f"{float(day['factor']):.2f}",
        learned=t(learned, count=count(day["pair_count"])) if t.knows(learned) else "",
    )


def _typical_names(here: Frame, days: pd.DataFrame) -> dict[str, str]:
    """The names of the recurring work and the categories that days without evidence were taken from."""
    wanted = [str(one) for one in days["typical_name"].dropna().unique()]
    if not wanted:
        return {}
    recurrences = here.reader.read("recurrences", recurrence_id=wanted)
    names = here.category_names()
    return {**names, **lookup(recurrences, "recurrence_id", "name")}


def _show_declarations(here: Frame, work_id: str, weeks: list[str]) -> None:
    t = here.words
    rows = here.reader.read("explained_declarations", work_id=work_id, week=weeks).sort_values(
        ["day", "declaration_id"]
    )
    if rows.empty:
        return
    st.markdown(t("explain.declarations"))
    columns = {
        "day": "day",
        "person": "text",
        "item_key": "text",
        "kind": "text",
        "hours": "hours2",
        "counts": "sentence",
    }
    _show_evidence(here, rows, columns, t("explain.declarations"))


def _show_spans(here: Frame, work_id: str, weeks: list[str]) -> None:
    t = here.words
    rows = here.reader.read("explained_spans", work_id=work_id, week=weeks).sort_values(["started_at", "item_id"])
    if rows.empty:
        return
    st.markdown(t("explain.spans"))
    columns = {"day": "day", "person": "text", "item_key": "text", "kind": "text", "started_at": "moment",
               "ended_at": "moment", "hours": "hours2", "counts": "wide"}  # fmt: skip
    _show_evidence(here, rows, columns, t("explain.spans"))


def _show_evidence(here: Frame, rows: pd.DataFrame, columns: dict[str, str], describe: str) -> None:
    t = here.words
    rows = rows.assign(
        person=_people(here, rows),
        kind=[t.or_else(f"effort_source.{one}", str(one)) for one in rows["evidence"]],
        counts=[
            t("explain.counts") if is_missing(one) else t.or_else(f"left_out.{one}", str(one))
            for one in rows["left_out"]
        ],
    )
    show_table(rows, columns, t, describe=describe, height=min(38 + 35 * len(rows), 300))


def _people(here: Frame, rows: pd.DataFrame) -> list[str]:
    return [here.words("explain.nobody") if one == UNKNOWN else str(one) for one in rows["person"]]


def _span(here: Frame, value: Any) -> str:
    """Minutes below an hour, hours from then on."""
    if float(value) < 1:
        return here.words("unit.minutes", number=round(float(value) * 60))
    return hours(value, here.words)
