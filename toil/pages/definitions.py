"""Definitions: what toil is, how each figure is computed and after whom, every category and every relation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.definitions import FORMULAS, PROPERTIES
from toil.locales.numbers import count, hours
from toil.pages._frame import Frame, frame
from toil.pages._plain import plain
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.relations import Relation, all_relations

PAGE = {"order": 50, "icon": "📖", "title": {"en": "Definitions", "ja": "用語と計算方法"}, "path": "definitions"}
TABS = ("toil", "formulas", "categories", "relations")


def show(here: Frame) -> None:
    """The page, in four tabs."""
    t = here.words
    toil, formulas, categories, relations = st.tabs([t(f"define.tab_{name}") for name in TABS])
    with toil:
        show_properties(here)
    with formulas:
        show_formulas(here)
    with categories:
        show_categories(here)
    with relations:
        show_relations(here)


def show_properties(here: Frame) -> None:
    """The six properties of toil."""
    t = here.words
    st.markdown(t("define.toil"))
    columns = [*st.columns(3), *st.columns(3)]
    for column, name in zip(columns, PROPERTIES, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{t(f'trait.{name}')}**")
            st.markdown(t(f"trait_meaning.{name}"))


def show_formulas(here: Frame) -> None:
    """Each figure, its formula, and where the formula comes from."""
    t = here.words
    for name in FORMULAS:
        with st.container(border=True):
            st.markdown(f"**{plain(t(f'formula.{name}.name'))}**")
            st.text(t(f"formula.{name}.text"))
            st.text(t("define.after", source=t(f"formula.{name}.source")))


def show_categories(here: Frame) -> None:
    """The team's taxonomy as the build used it, in its order, and what it changed."""
    t = here.words
    rows = here.reader.read("team_categories", team=here.team).sort_values("position")
    rows = rows.assign(
        category_name=rows[f"name_{t.language}"],
        meaning=rows[f"meaning_{t.language}"],
        usual=[hours(minutes / 60, t) for minutes in rows["default_minutes"]],
    )
    rows = rows.assign(origin=[t(f"origin.{one}") for one in rows["origin"]])
    columns = {"category": "text", "category_name": "text", "origin": "text", "toil_probability": "percent",
               "usual": "text", "meaning": "wide"}  # fmt: skip
    own = records(here.reader.read("taxonomies", team=here.team))[0]
    st.text(t("taxonomy.version", version=own["version"], team=here.team, number=count(len(rows))))
    if len(own["removed"]):
        st.text(t("taxonomy.removed", list=", ".join(own["removed"])))
    show_table(rows, columns, t, describe=t("define.tab_categories"), height=35 * len(rows) + 38)


def show_relations(here: Frame) -> None:
    """Every relation of the published store: the public ones in full, the others as a table."""
    t = here.words
    st.markdown(t("define.relations"))
    columns = here.reader.columns()
    relations = sorted(all_relations(), key=lambda one: one.name)
    for relation in (one for one in relations if one.public):
        with st.container(border=True):
            show_public(here, relation, columns.get(relation.name, []))
    st.subheader(t("define.inner"), anchor=False)
    rows = pd.DataFrame([_described(one, columns, t("define.one_row")) for one in relations if not one.public])
    kinds = {"relation": "text", "meaning": "wide", "grain": "text", "columns": "wide"}
    show_table(rows, kinds, t, describe=t("define.inner"), height=560)


def show_public(here: Frame, relation: Relation, columns: list[str]) -> None:
    """One public relation: what a row is, its key and its columns."""
    t = here.words
    st.markdown(f"**{plain(relation.name)}**")
    st.text(relation.meaning)
    st.text(t("define.grain", grain=", ".join(relation.grain) or t("define.one_row")))
    st.text(t("define.columns", columns=", ".join(columns)))


def _described(relation: Relation, columns: dict[str, list[str]], one_row: str) -> dict[str, object]:
    return {
        "relation": relation.name,
        "meaning": relation.meaning,
        "grain": ", ".join(relation.grain) or one_row,
        "columns": ", ".join(columns.get(relation.name, [])),
    }


show(frame())
