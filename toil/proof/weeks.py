"""The weeks of every automation as a control chart shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from toil.proof.control_chart import limits, signals
from toil.proof.outcomes import of_team, team_of
from toil.proof.registration import registrations
from toil.proof.series import window_of
from toil.recurrence.said import current_ids

if TYPE_CHECKING:
    import pandas as pd

    from toil.proof.registration import Registration
    from toil.proof.series import Window
    from toil.relations import Frames
    from toil.settings import Settings

COLUMNS: dict[str, str] = {
    "automation_id": "varchar", "week": "varchar", "week_starts_at": "timestamp", "phase": "varchar",
    "value": "double", "occurrences": "integer", "hours": "double", "mean": "double", "low": "double",
    "high": "double", "signal": "varchar", "after_mean": "double", "after_low": "double", "after_high": "double",
}  # fmt: skip


def automation_weeks(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row an automation × complete week: the metric's value, the limits of the baseline (in all weeks; null with
    fewer than eight weeks), the signal against them, and the limits of the weeks after (in these).

    Reads journal_events, recurrence_keys, recurrences, proof_occurrences, proof_weeks.
    """
    import pandas as pd

    parts = [charted(own, around.weeks, one.metric).assign(automation_id=one.automation_id)
             for one, own, around in automated(frames)]  # fmt: skip
    empty = pd.DataFrame({name: pd.Series([], dtype="object") for name in COLUMNS})
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)] if parts else empty


def automated(frames: Frames) -> Iterator[tuple[Registration, pd.DataFrame, Window]]:
    """The automations whose recurrence is among today's, each with the occurrences of that and the weeks around it.

    Reads journal_events, recurrence_keys, recurrences, proof_occurrences, proof_weeks.
    """
    registered = registrations(frames["journal_events"])
    meant = current_ids(frames["recurrence_keys"]) if registered else {}
    for one in registered:
        recurrence_id = meant.get(one.spoken_of)
        if recurrence_id is not None:
            occurrences = frames["proof_occurrences"]
            own = occurrences[occurrences["recurrence_id"] == recurrence_id]
            yield one, own, window_of(one, own, of_team(frames["proof_weeks"], team_of(frames, recurrence_id)))


def charted(own: pd.DataFrame, weeks: pd.DataFrame, metric: str) -> pd.DataFrame:
    """The weeks with their values, limits and signals; weeks before the first occurrence are left out."""
    rows = weeks[["week", "week_starts_at", "phase"]].copy()
    rows["occurrences"] = rows["week"].map(own.groupby("week").size()).fillna(0).astype(int)
    rows["hours"] = rows["week"].map(own.groupby("week")["hours"].sum()).fillna(0.0).astype(float)
    rows["value"] = rows["hours"] if metric == "hours" else rows["occurrences"].astype(float)
    rows = rows.reset_index(drop=True)
    rows = _with_limits(rows, "baseline", rows.index, "")
    rows = _with_limits(rows, "after", rows.index[rows["phase"] == "after"], "after_")
    known = limits(rows.loc[rows["phase"] == "baseline", "value"].tolist())
    rows["signal"] = signals(rows["value"].tolist(), known) if known else ""
    return rows


def _with_limits(rows: pd.DataFrame, phase: str, where: pd.Index[Any], prefix: str) -> pd.DataFrame:
    found = limits(rows.loc[rows["phase"] == phase, "value"].tolist())
    for name in ("mean", "low", "high"):
        rows[f"{prefix}{name}"] = float("nan")
        if found is not None:
            rows.loc[where, f"{prefix}{name}"] = getattr(found, name)
    return rows
