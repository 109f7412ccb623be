"""The weekly check-in: one minute on one's own week, kept without a name, shown only together with others."""

from __future__ import annotations

from typing import Any

import streamlit as st

from toil.charts.headlines import week_label
from toil.locales.numbers import count, is_missing
from toil.pages._access import may_write
from toil.pages._frame import Frame, frame
from toil.pages._links import show_link
from toil.pages._rows import records
from toil.pages._table import show_table
from toil.pages._week_choice import choose_week, shown_weeks
from toil.store.check_ins import KIND, answer_body, pseudonym, subject_of

PAGE = {"order": 18, "icon": "⏱️", "title": {"en": "Check-in", "ja": "週次チェックイン"}, "path": "check-in"}
TOP = 3
STEP = 5  # percent of one's week; nobody knows it better
_ROUND = "_check_in_round"


def show(here: Frame) -> None:
    """The form for one's own week, how many have answered, and what they say together."""
    weeks = shown_weeks(here)
    if weeks.empty:
        return
    week = choose_week(here, weeks, always=True)
    t = here.words
    st.subheader(t("check_in.headline", week=week_label(week, t)), anchor=False)
    st.text(t("check_in.promise", least=here.settings.privacy.min_group))
    estimate = records(weeks[weeks["week"] == week])[0]
    show_form(here, week, estimate)
    show_answers(here, week)


def show_form(here: Frame, week: str, estimate: dict[str, Any]) -> None:
    """Toil, its largest categories, and how much of it had no ticket, prefilled from the team's estimate."""
    t = here.words
    number = st.session_state.setdefault(_ROUND, 0)
    form = f"check_in.{here.team}.{week}.{number}"
    top = top_categories(here, week, estimate)
    names = here.category_names()
    with st.form(form, border=True):
        toil = _number(form, "toil", t("check_in.toil"), _percent(estimate["toil_share"], STEP))
        st.text(t("check_in.of_it"))
        columns = st.columns(max(len(top), 1), gap="large")
        parts = {}
        for column, (category, usual) in zip(columns, top.items(), strict=False):
            with column:
                parts[category] = _number(form, category, names.get(category, category), usual, step=1)
        without = _number(form, "without", t("check_in.without"), 0, help_text=t("check_in.without_help"))
        word = st.text_input(t("check_in.word"), type="password", max_chars=60, key=f"{form}.word",
                             help=t("check_in.word_help"))  # fmt: skip
        with st.container(horizontal=True):
            wants = st.form_submit_button(t("check_in.save"), type="primary", disabled=not may_write())
            regrets = st.form_submit_button(t("check_in.take_back"), disabled=not may_write())
    if not (wants or regrets):
        return
    if not word.strip():
        st.error(t("check_in.no_word"))
    elif regrets:
        take_back(here, week, word)
    elif sum(parts.values()) > toil:
        st.error(t("check_in.too_much", parts=sum(parts.values()), toil=toil))
    else:
        save(here, week, word, toil, without, parts)


def top_categories(here: Frame, week: str, estimate: dict[str, Any]) -> dict[str, int]:
    """The categories with most toil in the week and their share of capacity in %, rounded down so that they fit in."""
    rows = here.reader.read("toil_by_category", team=here.team, week=week)
    rows = rows[rows["toil_hours"] > 0].sort_values(["toil_hours", "category"], ascending=[False, True]).head(TOP)
    capacity = estimate["capacity_hours"]
    known = not is_missing(capacity) and float(capacity) > 0
    return {str(row["category"]): _percent(row["toil_hours"] / capacity if known else 0) for row in records(rows)}


def save(here: Frame, week: str, word: str, toil: int, without: int, parts: dict[str, int]) -> None:
    """Write the answer under its pseudonym, and leave the form empty for the next person at this machine."""
    body = answer_body(
        team=here.team, week=week, toil_share=toil / 100, without_ticket=without / 100,
        categories={category: part / 100 for category, part in parts.items()},
    )  # fmt: skip
    author = pseudonym(word, team=here.team, week=week)
    if here.write(KIND, subject_of(here.team, week), body, author=author):
        _begin_anew(here.words("check_in.saved"))


def take_back(here: Frame, week: str, word: str) -> None:
    """Undo every answer of this person for the week."""
    author = pseudonym(word, team=here.team, week=week)
    mine = [event for event in here.journal.events(KIND, subject_of(here.team, week)) if event.author == author]
    if not mine:
        st.error(here.words("check_in.not_found"))
    elif all(here.take_back(event, author=author) for event in mine):
        _begin_anew(here.words("check_in.taken_back"))


def show_answers(here: Frame, week: str) -> None:
    """How many have answered; what they say by category, once enough of them have and a build has read it."""
    t, least = here.words, here.settings.privacy.min_group
    authors = {event.author for event in here.journal.events(KIND, subject_of(here.team, week))}
    st.text(t("check_in.answers", number=count(len(authors)), least=least))
    rows = here.reader.read("check_ins_by_category", team=here.team, week=week)
    rows = rows[rows["answers"] >= least].sort_values("reported_share", ascending=False)
    if not rows.empty:
        names = here.category_names()
        rows = rows.round({"reported_share": 2, "estimated_share": 2}).assign(
            category_name=[names.get(str(one), str(one)) for one in rows["category"]]
        )
        st.markdown(t("check_in.together"))
        columns = {"category_name": "name", "reported_share": "percent", "estimated_share": "percent"}
        show_table(rows, columns, t, describe=t("check_in.together"))
    show_link(here, "week", t("check_in.to_week"), week=week)


def _number(form: str, name: str, label: str, value: int, *, step: int = STEP, help_text: str | None = None) -> int:
    return int(st.number_input(label, 0, 100, value, step, key=f"{form}.{name}", help=help_text))


def _percent(share: object, step: int = 0) -> int:
    """In whole percent: to the nearest step, or rounded down so that the parts never exceed the whole."""
    percent = 0.0 if is_missing(share) else min(1.0, max(0.0, float(str(share)))) * 100
    return step * round(percent / step) if step else int(percent)


def _begin_anew(message: str) -> None:
    st.session_state[_ROUND] += 1
    st.toast(message, icon="✅")
    st.rerun()


show(frame())
