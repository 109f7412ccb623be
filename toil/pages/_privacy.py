"""Nothing is shown for groups so small that figures would tell of persons."""

from __future__ import annotations

import streamlit as st

from toil.pages._frame import Frame


def is_too_small(here: Frame) -> bool:
    """Whether fewer than `privacy.min_group` people are known in the frame's team."""
    return _people(here) < here.settings.privacy.min_group


def show_too_small(here: Frame) -> None:
    """Why nothing is shown."""
    st.info(here.words("privacy.too_small", least=here.settings.privacy.min_group), icon="🔒")


def _people(here: Frame) -> int:
    people = here.reader.read("people", team=here.team, is_human=True)
    return int(people["identity_id"].nunique())
