"""Which week a page tells of: the newest complete one, unless the reader chooses another."""

from __future__ import annotations

import pandas as pd

from toil.charts.headlines import week_label
from toil.pages._choice import choose
from toil.pages._frame import Frame
from toil.pages._privacy import explain_nothing, without_small_groups


def shown_weeks(here: Frame) -> pd.DataFrame:
    """The rows of `toil_by_week` of the frame's team that may be shown, oldest first; says why where there are none."""
    every = here.reader.read("toil_by_week", team=here.team).sort_values("week")
    if here.reader.read("data_health").empty:
        every = every.head(0)  # a build of nothing has a week all the same, that of its earliest possible moment
    weeks = without_small_groups(every, here.settings.privacy.min_group)
    if weeks.empty:
        explain_nothing(here, every)
    return weeks


def choose_week(here: Frame, weeks: pd.DataFrame, *, always: bool = False) -> str:
    """The id of the chosen week, such as `2026-W47`, newest first in the list; `always` keeps it in the address."""
    known = [str(week) for week in weeks["week"]][::-1]
    complete = weeks.loc[weeks["is_complete"], "week"]
    newest = str(complete.iloc[-1]) if len(complete) else known[0]
    with here.filters:
        return choose(
            "week", known, default=newest, label=here.words("week.choose"),
            show=lambda week: week_label(week, here.words), always=always,
        )  # fmt: skip
