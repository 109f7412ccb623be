"""What of the team's work the page Explore shows: which weeks, category and recurring work, and split by which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toil.charts.facts import comparable_weeks
from toil.charts.headlines import week_label
from toil.pages._choice import choose
from toil.pages._frame import Frame
from toil.pages._rows import lookup

ALL = "all"
PARTS = ("category", "recurrence")
COLUMNS = {"category": "category", "recurrence": "recurrence_id"}
USUAL_WEEKS = 12


@dataclass(frozen=True)
class Selection:
    """The reader's choices; `category` and `recurrence` are empty where all are meant."""

    weeks: list[str]
    split: str
    category: str
    recurrence: str
    names: dict[str, str]

    @property
    def chosen(self) -> str:
        """The part that is chosen among those that the pictures show."""
        return self.category if self.split == "category" else self.recurrence

    def wanted(self, team: str, *, without: str = "") -> dict[str, Any]:
        """The values that the columns of `weekly_work` must have, but for one of PARTS."""
        values = {"category": self.category, "recurrence": self.recurrence}
        only = {COLUMNS[name]: value for name, value in values.items() if value and name != without}
        return {"team": team, "week": self.weeks, **only}


def choose_selection(here: Frame, weeks: pd.DataFrame) -> Selection:
    """The choices in the sidebar, all of them kept in the address; weeks the wrong way round are turned."""
    t, known = here.words, [str(week) for week in weeks["week"]][::-1]
    usual = [str(week) for week in comparable_weeks(weeks)["week"]][-USUAL_WEEKS:]
    names = here.category_names()
    with here.filters:
        first, last = (
            choose(
                name, known, default=default, label=t(f"explore.{name}"), everywhere=False, always=True,
                show=lambda week: week_label(week, t),
            )
            for name, default in (("from", usual[0]), ("to", usual[-1]))
        )  # fmt: skip
        first, last = sorted((first, last))
        chosen = [week for week in known if first <= week <= last][::-1]
        split = choose("by", PARTS, default=PARTS[0], label=t("explore.by"), everywhere=False,
                       show=lambda one: t(f"explore.by_{one}"))  # fmt: skip
        topics = here.reader.totals("weekly_work", by=["recurrence_id"], of=["toil_hours", "hours"],
                                    named=["recurrence_name"], team=here.team, week=chosen)  # fmt: skip
        topics = topics.dropna(subset="recurrence_id")
        names |= lookup(topics, "recurrence_id", "recurrence_name")
        kinds = here.reader.totals(
            "weekly_work", by=["category"], of=["toil_hours", "hours"], team=here.team, week=chosen
        )
        category = _choose_part(here, "category", kinds["category"].dropna(), names)
        recurrence = _choose_part(here, "recurrence", topics["recurrence_id"], names)
    return Selection(chosen, split, category, recurrence, names)


def _choose_part(here: Frame, name: str, found: Iterable[str], names: dict[str, str]) -> str:
    """One of what the weeks hold, most toil first; empty for all of it."""
    t = here.words
    every = {"category": "explain.every_category", "recurrence": "explain.every_recurrence"}[name]
    chosen = choose(
        name, [ALL, *map(str, found)], default=ALL, label=t(f"explain.{name}"),
        everywhere=False, show=lambda one: t(every) if one == ALL else names.get(one, one),
    )  # fmt: skip
    return "" if chosen == ALL else chosen
