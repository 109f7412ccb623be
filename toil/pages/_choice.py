"""A choice that the address keeps: `?team=sre`, by ids that mean the same in every language.

Streamlit's own `bind="query-params"` writes the translated label into the address
(https://github.com/streamlit/streamlit/issues/14224), so a link would break in the other language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

_IGNORED = "_ignored_parameters"


def choose(
    name: str, options: Sequence[str], *, default: str, label: str, show: Callable[[str], str] = str,
    everywhere: bool = True, always: bool = False,
) -> str:  # fmt: skip
    """The id that the reader chose in a selectbox: from the address, else what was chosen before, else `default`.

    An id that is not among the options is ignored and remembered for a note. The id is written back to the address
    where it is not the default, or `always`: the default of a link that is opened next week may be another one. What
    is not chosen for `everywhere` is forgotten on the way to another page.
    """
    kept = f"kept.{name}"
    # Streamlit forgets a widget's value on the way to another page, so the kept one is its index there.
    first = _first_of(name, options, st.session_state.get(kept), default)
    chosen = st.selectbox(label, options, index=options.index(first), key=f"widget.{name}", format_func=show)
    if everywhere:
        st.session_state[kept] = chosen
    _write_back(name, chosen, None if always else default)
    return str(chosen)


def choose_for(name: str, chosen: str) -> None:
    """Make a choice for the reader, before its selectbox is drawn: from a callback, or where an id has changed."""
    st.session_state[f"widget.{name}"] = chosen
    st.query_params[name] = chosen


def wanted_choice(name: str) -> str:
    """What the reader asks for, whether there is such an option or not; empty for nothing."""
    return str(st.session_state.get(f"widget.{name}") or st.query_params.get(name) or "")


def forget_choice(name: str) -> None:
    """Ask for nothing any more: the page has said itself what became of it."""
    st.session_state.pop(f"widget.{name}", None)
    st.query_params.pop(name, None)


def current_choice(name: str, options: Sequence[str], *, default: str) -> str:
    """What `choose` will say, before its selectbox is drawn: the language is needed for the label of its own."""
    drawn = st.session_state.get(f"widget.{name}")
    if drawn in options:
        return str(drawn)
    wishes = (st.query_params.get(name), st.session_state.get(f"kept.{name}"))
    return next((wish for wish in wishes if wish in options and wish is not None), default)


def ignored_parameters() -> list[str]:
    """The `name=value` pairs of the address that meant nothing here; asked once, then forgotten."""
    return list(st.session_state.pop(_IGNORED, []))


def _first_of(name: str, options: Sequence[str], kept: str | None, default: str) -> str:
    wanted = st.query_params.get(name)
    if wanted is not None and wanted not in options:
        st.session_state.setdefault(_IGNORED, []).append(f"{name}={wanted[:60]}")
    return next((wish for wish in (wanted, kept) if wish in options and wish is not None), default)


def _write_back(name: str, chosen: str, default: str | None) -> None:
    if chosen != default:
        if st.query_params.get(name) != chosen:
            st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
