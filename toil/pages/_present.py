"""A page for a shared screen (`?present=1`): larger, without sidebar and controls; and every page on paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from toil.locales import Words

FOLDER = Path(__file__).resolve().parent
NAME, ON, OFF = "present", "1", "0"
_KEPT = f"kept.{NAME}"


def is_presenting() -> bool:
    """What the address says, else what it said on an earlier page: Streamlit drops it on the way to another one."""
    wish = st.query_params.get(NAME)
    if wish in (ON, OFF):
        st.session_state[_KEPT] = wish == ON
    return bool(st.session_state.get(_KEPT, False))


def dress_page(*, presenting: bool) -> None:
    """The styles of screen and paper, and of the shared screen where it is one; an address keeps saying so."""
    st.html(_style("screen.css", "print.css"))
    if presenting:
        st.html(_style("present.css"))
        st.query_params[NAME] = ON


@cache
def _style(*names: str) -> str:
    return f"<style>{''.join((FOLDER / name).read_text('utf-8') for name in names)}</style>"


def offer_presenting(words: Words, *, presenting: bool) -> None:
    """The way in, below the choices of the sidebar, or the way out, below the page."""
    label = words("present.end" if presenting else "present.begin")
    st.button(label, icon="🖥️", key="present", on_click=_turn, args=(not presenting,))


def _turn(on: bool) -> None:
    st.session_state[_KEPT] = on
    if on:
        st.query_params[NAME] = ON
    else:
        st.query_params.pop(NAME, None)
