"""Growth: when the toil budget breaks, and which work grows with the service or with time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from toil.budgets.drivers import CALENDAR_WORD
from toil.charts.budget_path import budget_path
from toil.charts.elasticities import elasticities
from toil.charts.growth_sentences import forecast_sentence, growth_class, not_measured
from toil.pages._choice import choose
from toil.pages._frame import Frame, frame
from toil.pages._picture import show_picture
from toil.pages._rows import lookup, records
from toil.pages._table import show_table
from toil.pages._week_choice import shown_weeks

PAGE = {"order": 32, "icon": "📈", "title": {"en": "Growth", "ja": "増加の見通し"}, "path": "growth"}
KINDS = ("category", "recurrence")


def show(here: Frame) -> None:
    """The forecast, the picture and the table."""
    if shown_weeks(here).empty:
        return
    t = here.words
    every = here.reader.read("growth", team=here.team, kind=list(KINDS))
    if every.empty:
        show_forecast(here, "")
        st.info(t("growth.none"))
        return
    driver, kind = choose_what(here, every)
    show_forecast(here, driver)
    rows = every[(every["driver"] == driver) & (every["kind"] == kind)]
    show_growth(here, named(here, rows, driver), driver)
    if missing := not_measured(rows["reason"], t):
        st.text(missing)


def show_forecast(here: Frame, driver: str) -> None:
    """When the budget breaks: by the calendar and by each driver in words, and by the chosen one as a picture."""
    t = here.words
    paths = here.reader.read("budget_forecast", team=here.team, needed=("driver", "position")).sort_values("position")
    rows = {str(row["driver"]): row for row in records(paths)}
    for row in rows.values():
        st.text(forecast_sentence(row, t))
    chosen = rows.get(driver) or rows.get("")
    if chosen is not None and chosen["state"] != "unknown":
        ahead = here.reader.read("forecast_weeks", team=here.team, driver=chosen["driver"])
        weeks = here.reader.read("toil_by_week", team=here.team)
        show_picture(budget_path, weeks, ahead, chosen, t)


def choose_what(here: Frame, every: pd.DataFrame) -> tuple[str, str]:
    """The driver (the first of the file unless the reader says otherwise), and categories or recurring work."""
    t = here.words
    ordered = every[["driver", "position"]].drop_duplicates().sort_values("position")
    drivers = [str(one) for one in ordered["driver"] if one]
    with here.filters:
        driver = choose("driver", [*drivers, CALENDAR_WORD], default=(drivers or [CALENDAR_WORD])[0],
                        label=t("growth.driver"), show=lambda one: t("growth.calendar") if one == CALENDAR_WORD
                        else t.or_else(f"driver.{one}", one))  # fmt: skip
        kind = choose("growth", KINDS, default=KINDS[0], label=t("growth.kind"), show=lambda one: t(f"growth.{one}"))
    if not drivers:
        st.text(t("growth.no_drivers"))
        st.code(t("growth.example"), language="toml")
    return ("" if driver == CALENDAR_WORD else driver), kind


def named(here: Frame, rows: pd.DataFrame, driver: str) -> pd.DataFrame:
    """The measured rows with `label` and `growth_class`, those with most work first."""
    wanted = sorted(set(rows["subject"]))
    names = (
        lookup(here.reader.read("recurrences", recurrence_id=wanted), "recurrence_id", "name") | here.category_names()
    )
    measured = rows[rows["reason"] == ""].sort_values(["total", "subject"], ascending=[False, True])
    classes = [growth_class(low, high, with_driver=bool(driver))
               for low, high in zip(measured["low"], measured["high"], strict=True)]  # fmt: skip
    return measured.assign(label=[names.get(str(one), str(one)) for one in measured["subject"]], growth_class=classes)


def show_growth(here: Frame, rows: pd.DataFrame, driver: str) -> None:
    """The picture, what it means, and every row."""
    t = here.words
    show_picture(elasticities, rows, t, driver=driver)
    st.text(t("growth.note" if driver else "growth.note_calendar"))
    if rows.empty:
        return
    table = rows.rename(columns={"label": "growth_name", "weeks": "growth_weeks", "total": "growth_total"}).assign(
        growth_class=[t(f"growth_class.{one}") for one in rows["growth_class"]]
    )
    ends = {"low": "growth_low", "high": "growth_high"}
    if driver:
        table = table.rename(columns={"slope": "elasticity", **ends})
        kinds = {"elasticity": "hours2", "growth_low": "hours2", "growth_high": "hours2", "near_linear": "percent"}
    else:
        changes = np.expm1(table[["slope", "low", "high"]].clip(upper=7))
        table = table.assign(per_year=changes["slope"], growth_low=changes["low"], growth_high=changes["high"])
        kinds = dict.fromkeys(("per_year", "growth_low", "growth_high"), "percent")
    columns = {"growth_name": "wide", "growth_class": "text", **kinds, "growth_weeks": "count", "growth_total": "hours"}
    show_table(table, columns, t, describe=t("growth.describe", number=len(rows), grown=0), height=420,
               key="growth.rows", aside=("near_linear", "growth_weeks", "growth_total"))  # fmt: skip


show(frame())
