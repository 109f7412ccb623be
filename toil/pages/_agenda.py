"""The agenda of a retrospective: five steps in half an hour, one of them or all, and a timer that disturbs nobody."""

from __future__ import annotations

import time

import streamlit as st

from toil.pages._choice import choose, choose_for
from toil.pages._frame import Frame

STEPS = {"decided": 5, "biggest": 5, "judge": 8, "choose": 4, "decide": 8}  # minutes; half an hour in all
ALL = "all"
_STARTED = "_retro_started"


def choose_step(here: Frame) -> list[str]:
    """The steps that the page shows, by `?step=`: one of them, or all."""
    t, names = here.words, list(STEPS)
    numbers = [str(place) for place in range(1, len(STEPS) + 1)]
    with here.filters:
        chosen = choose(
            "step", [ALL, *numbers], default=ALL, label=t("agenda.step"), everywhere=False,
            show=lambda one: t("agenda.all") if one == ALL else step_name(here, names[int(one) - 1]),
        )  # fmt: skip
    return names if chosen == ALL else [names[int(chosen) - 1]]


def step_name(here: Frame, name: str) -> str:
    """The step with its number and its minutes."""
    t = here.words
    title = t("retro.step", number=list(STEPS).index(name) + 1, name=t(f"retro.{name}"))
    return t("agenda.minutes", title=title, minutes=STEPS[name])


def show_way(steps: list[str], here: Frame) -> None:
    """To the step before and after the one that is shown; from all of them to the first alone."""
    if len(steps) > 1:
        st.button(here.words("agenda.single"), key="agenda.single", on_click=choose_for, args=("step", "1"))
        return
    place = list(STEPS).index(steps[0]) + 1
    with st.container(horizontal=True):
        for other, key in ((place - 1, "agenda.back"), (place + 1, "agenda.next")):
            st.button(here.words(key), key=key, disabled=not 1 <= other <= len(STEPS), on_click=choose_for,
                      args=("step", str(other)))  # fmt: skip


def show_timer(here: Frame) -> None:
    """Begin and end the half hour; while it runs, only its own line is drawn anew."""
    started = st.session_state.get(_STARTED)
    if started is None:
        st.button(here.words("agenda.start"), icon="⏱️", key="agenda.start", on_click=_turn, args=(True,))
        return
    st.fragment(_show_elapsed, run_every=10)(here)
    st.button(here.words("agenda.stop"), key="agenda.stop", on_click=_turn, args=(False,))


def planned_step(minutes: float) -> str | None:
    """The step that should be under way after so many minutes; None once the time is over."""
    over = 0
    for name, least in STEPS.items():
        over += least
        if minutes < over:
            return name
    return None


def _show_elapsed(here: Frame) -> None:
    t = here.words
    minutes = (time.monotonic() - float(st.session_state.get(_STARTED) or time.monotonic())) / 60
    planned = planned_step(minutes)
    total = sum(STEPS.values())
    if planned is None:
        st.warning(t("agenda.over", minutes=int(minutes), total=total), icon="⏱️")
    else:
        st.text(t("agenda.elapsed", minutes=int(minutes), total=total, step=t(f"retro.{planned}")))
        st.progress(min(1.0, minutes / total), text=None)


def _turn(on: bool) -> None:
    st.session_state[_STARTED] = time.monotonic() if on else None
