"""Which week a page tells of: the newest complete one, unless the reader chooses another."""

from __future__ import annotations

import pandas as pd

from toil.charts.headlines import week_label
from toil.pages._choice import choose
from toil.pages._frame import Frame


def team_weeks(here: Frame) -> pd.DataFrame:
    """The rows of `toil_by_week` of the frame's team, oldest first."""
    return here.reader.read("toil_by_week", team=here.team).sort_values("week").reset_index(drop=True)


def choose_week(here: Frame, weeks: pd.DataFrame) -> str:
    """The id of the chosen week, such as `2026-W47`, newest first in the list."""
    known = [str(week) for week in weeks["week"]][::-1]
    complete = here.reader.read("team_weeks", team=here.team, is_complete=True)["week"]
    newest = max((week for week in complete if week in known), default=known[0])
    return choose(
        "week", known, default=newest, label=here.words("week.choose"),
        show=lambda week: week_label(week, here.words),
    )  # fmt: skip
