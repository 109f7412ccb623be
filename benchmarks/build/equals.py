"""Relations of a finished build made a second time in pandas, from what they are made of, and held against them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

READ = {
    "effort": "work_id, person_id, day, engaged_seconds",
    "work": "work_id, team, resolved_at",
    "classifications": "work_id, category, toil_probability",
    "work_components": "item_id, work_id",
    "interruptions": "item_id, person_id, interrupted_at, hour_class, day, local_hour",
    "recurring_work": "work_id, recurrence_id",
    "team_weeks": "team, week",
}
"""Columns of the relations that the figures are made of."""
Frames = dict[str, pd.DataFrame]


def toil_by_category(frames: Frames) -> pd.DataFrame:
    """Hours and toil hours by team, week and category; toil is rounded to seconds by work, person and week."""
    spent = frames["effort"].groupby(["work_id", "person_id", "week"], as_index=False)["engaged_seconds"].sum()
    spent = spent.merge(frames["work"], on="work_id").merge(frames["classifications"], on="work_id")
    spent["hours"] = spent["engaged_seconds"] / 3600
    spent["toil_hours"] = np.floor(spent["engaged_seconds"] * spent["toil_probability"] + 0.5) / 3600
    return spent.groupby(["team", "week", "category"])[["hours", "toil_hours"]].sum()


def toil_by_week(frames: Frames) -> pd.DataFrame:
    """Recorded hours by team and week."""
    spent = frames["effort"].merge(frames["work"], on="work_id")
    return (spent.groupby(["team", "week"])[["engaged_seconds"]].sum() / 3600).set_axis(["recorded_hours"], axis=1)


def recurrence_costs(frames: Frames) -> pd.DataFrame:
    """Mean hours of an occurrence that is finished or was worked on, and how many those are, by recurrence."""
    spent = frames["effort"].groupby("work_id")["engaged_seconds"].sum().rename("seconds")
    pieces = frames["recurring_work"].merge(frames["work"], on="work_id").merge(spent, on="work_id", how="left")
    pieces = pieces[pieces["resolved_at"].notna() | pieces["seconds"].notna()].fillna({"seconds": 0})
    costs = pieces.groupby("recurrence_id")["seconds"].agg(["mean", "size"])
    return pd.DataFrame({"hours": costs["mean"] / 3600, "known": costs["size"]})


def interruptions_by_hour(frames: Frames) -> pd.DataFrame:
    """Interruptions by team, weekday and hour of the day, of each team's last 26 weeks."""
    recent = frames["team_weeks"].sort_values("week").groupby("team").tail(26)
    told = frames["interruptions"].merge(recent, on=["team", "week"])
    told["weekday"] = told["day"].dt.weekday + 1
    return told.groupby(["team", "weekday", "local_hour"]).size().to_frame("interruption_count")


def interruptions_by_week(frames: Frames) -> pd.DataFrame:
    """Interruptions, interrupted people and disrupted hours of theirs, by team, week and class of the hour."""
    told, key = frames["interruptions"], ["team", "week", "hour_class"]
    hours = told.assign(hour=told["interrupted_at"].dt.floor("h")).drop_duplicates([*key, "person_id", "hour"])
    counted = told.groupby(key)["person_id"].agg(["size", "nunique"])
    counted = counted.set_axis(["interruption_count", "people"], axis=1)
    return counted.assign(disrupted_hours=hours.groupby(key).size())


FIGURES: tuple[Callable[[Frames], pd.DataFrame], ...] = (
    toil_by_category, toil_by_week, recurrence_costs, interruptions_by_hour, interruptions_by_week
)  # fmt: skip


def seconds_of_equals(build: Path) -> dict[str, float]:
    """Seconds of each figure in pandas, and of what all of them share; raises AssertionError where a value differs."""
    with duckdb.connect(str(build), read_only=True) as connection:
        frames = {name: connection.execute(f"select {columns} from {name}").df() for name, columns in READ.items()}
        made = {one.__name__: connection.execute(f"from {one.__name__}").df() for one in FIGURES}
    seconds: dict[str, float] = {}
    began = time.perf_counter()
    for name in ("effort", "interruptions"):
        frames[name]["week"] = _weeks(frames[name]["day"])
    placed = frames["work_components"].merge(frames["work"], on="work_id")
    frames["interruptions"] = frames["interruptions"].merge(placed[["item_id", "team"]], on="item_id")
    seconds["weeks and teams"] = time.perf_counter() - began
    for one in FIGURES:
        began = time.perf_counter()
        found = one(frames)
        seconds[one.__name__] = time.perf_counter() - began
        held_against(found, made[one.__name__], one.__name__)
    return seconds


def held_against(found: pd.DataFrame, made: pd.DataFrame, name: str) -> None:
    """Raises AssertionError where a value that the build shows is another in pandas; keys that pandas lacks are 0."""
    shown = made.set_index(list(found.index.names))[list(found.columns)].astype(float)
    assert found.index.isin(shown.index).all(), f"{name}: the build lacks rows"
    wanted = found.reindex(shown.index).fillna(0).astype(float)
    differs = (shown.notna() & ((shown - wanted).abs() > 1e-6 * (1 + wanted.abs()))).any(axis=1)
    assert not differs.any(), f"{name}: {int(differs.sum())} rows differ, the first at {shown.index[differs][0]}"


def _weeks(days: pd.Series) -> pd.Series:
    """ISO weeks as text, made once for each day."""
    different = pd.Series(days.unique())
    return days.map(dict(zip(different, different.dt.strftime("%G-W%V"), strict=True)))
