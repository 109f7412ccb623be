"""Nothing is shown for groups so small that figures would tell of persons."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from toil.charts.facts import tells_of_few
from toil.pages._frame import Frame


def without_small_groups(weeks: pd.DataFrame, least: int) -> pd.DataFrame:
    """The rows of `toil_by_week` without the weeks that tell of few people."""
    return weeks[~tells_of_few(weeks["people"], least)].reset_index(drop=True)


def explain_nothing(here: Frame, weeks: pd.DataFrame) -> None:
    """Why no week is shown: the team is too small, or there is nothing yet."""
    if weeks.empty:
        st.info(here.words("week.nothing"))
    else:
        st.info(here.words("privacy.too_small", least=here.settings.privacy.min_group), icon="🔒")
