"""Outcomes: for every automation that was registered, what it saved a week, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.proof.before_after import RateRatio
from toil.proof.verdict import BASELINE_WEEKS, MOST_AFTER_WEEKS, SELECTION_WEEKS, Verdict, verdict_of
from toil.recurrence.flags import is_true
from toil.recurrence.said import Said, current_ids, id_of_title, said

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

COLUMNS = (
    "automation_id", "recurrence_id", "shipped_at", "promised_hours_per_week", "measured_hours_per_week", "low", "high",
    "verdict", "weeks_to_verdict", "name", "hours_before_per_week", "hours_after_per_week", "rate_ratio",
    "rate_ratio_low", "rate_ratio_high", "baseline_weeks", "after_weeks", "evidence",
)  # fmt: skip

LOST = "Its recurrence is not among today's recurrences; name it again."

_YEARS = (1990, 2100)


@dataclass(frozen=True)
class Series:
    """Complete weeks around a shipping: counts before and after, and mean hours of an occurrence in each."""

    before: list[float]
    after: list[float]
    hours_before: float
    hours_after: float


def automation_outcomes(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row an automation (the latest event of an id counts). Saved hours a week are measured_hours_per_week,
    between low and high; null where there is nothing to compare yet.

    Reads journal_events, recurrence_keys, recurrences, recurring_work, work, effort, team_weeks.
    """
    import pandas as pd

    meant = current_ids(frames["recurrence_keys"])
    latest = {event.subject: event for event in said(frames["journal_events"], "automation")}
    first = {event.subject: event for event in reversed(said(frames["journal_events"], "automation"))}
    rows = []
    for automation_id, event in sorted(latest.items()):
        shipped = _day(event.body.get("shipped_on"))
        if shipped is None or not automation_id:
            continue
        recurrence_id = meant.get(_spoken_of(event))
        rows.append(_row(event, shipped, first[automation_id].written_at, recurrence_id, frames))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _day(value: object) -> pd.Timestamp | None:
    """The date as a time without a zone; None where it cannot be read, or lies where no week can be reached."""
    import pandas as pd

    moment = pd.to_datetime(str(value or ""), errors="coerce")
    if pd.isna(moment) or not _YEARS[0] <= moment.year <= _YEARS[1]:
        return None
    return moment.tz_convert(None) if moment.tzinfo else moment


def _spoken_of(event: Said) -> str:
    return str(event.body.get("recurrence_id") or "") or id_of_title(event.body.get("recurrence_title"))


def _row(
    event: Said, shipped: pd.Timestamp, registered: pd.Timestamp, recurrence_id: str | None, frames: Frames
) -> dict[str, Any]:
    promised = _hours(event.body.get("promised_hours_per_week"))
    base = {"automation_id": event.subject, "recurrence_id": recurrence_id, "shipped_at": shipped,
            "promised_hours_per_week": promised, "name": str(event.body.get("name") or event.subject)}  # fmt: skip
    if recurrence_id is None:
        return base | {"verdict": "too_early", "weeks_to_verdict": MOST_AFTER_WEEKS,
                       "baseline_weeks": 0, "after_weeks": 0, "evidence": LOST}  # fmt: skip
    series = weekly_series(frames, recurrence_id, shipped=shipped, registered=registered)
    weekly_hours = _mean(series.before) * series.hours_before
    ratio = None if promised is None or weekly_hours <= 0 else max(0.0, 1 - promised / weekly_hours)
    verdict = verdict_of(series.before, series.after, promised_ratio=ratio)
    return base | _measured(series, verdict) | {
        "verdict": verdict.verdict, "weeks_to_verdict": verdict.weeks_to_verdict, "evidence": verdict.evidence,
        "baseline_weeks": len(series.before), "after_weeks": len(series.after),
    }  # fmt: skip


def weekly_series(frames: Frames, recurrence_id: str, *, shipped: pd.Timestamp, registered: pd.Timestamp) -> Series:
    """The complete weeks of the recurrence's team: up to 26 before the selection window, all after shipping.

    `team_weeks` has team, week, week_starts_at, week_ends_at (UTC), is_complete, from the team's first work on.
    """
    import pandas as pd

    team = frames["recurrences"].set_index("recurrence_id").at[recurrence_id, "team"]
    weeks = frames["team_weeks"]
    weeks = weeks[(weeks["team"] == team) & is_true(weeks["is_complete"])].sort_values("week_starts_at")
    members = frames["recurring_work"].loc[frames["recurring_work"]["recurrence_id"] == recurrence_id, ["work_id"]]
    seconds = frames["effort"].groupby("work_id")["engaged_seconds"].sum().rename("seconds")
    work = members.merge(frames["work"][["work_id", "created_at"]], on="work_id")
    work = work.merge(seconds, left_on="work_id", right_index=True, how="left").sort_values("created_at")
    picked = min(shipped, registered) - pd.Timedelta(weeks=SELECTION_WEEKS)
    earlier = weeks[weeks["week_ends_at"] <= picked].tail(BASELINE_WEEKS)
    later = weeks[weeks["week_starts_at"] >= shipped + _rest_of_week(weeks, shipped)]
    before, hours_before = _counted(work, earlier)
    after, hours_after = _counted(work, later)
    known = hours_before if not math.isnan(hours_before) else 0.0
    return Series(before, after, known, hours_after if not math.isnan(hours_after) else known)


def _rest_of_week(weeks: pd.DataFrame, shipped: pd.Timestamp) -> pd.Timedelta:
    """From shipping to the end of its week: the transition that belongs to neither side."""
    import pandas as pd

    own = weeks[(weeks["week_starts_at"] <= shipped) & (weeks["week_ends_at"] > shipped)]
    return pd.Timedelta(0) if own.empty else own["week_ends_at"].iloc[0] - shipped


def _counted(work: pd.DataFrame, weeks: pd.DataFrame) -> tuple[list[float], float]:
    """Pieces of work that began in each week, and their mean hours (NaN where none is known)."""
    import numpy as np

    if weeks.empty:
        return [], float("nan")
    began = work["created_at"].to_numpy()
    starts, ends = weeks["week_starts_at"].to_numpy(), weeks["week_ends_at"].to_numpy()
    within = (began[None, :] >= starts[:, None]) & (began[None, :] < ends[:, None])
    chosen = within.any(axis=0)
    hours = work["seconds"].astype(float).to_numpy()[chosen] / 3600
    known = hours[~np.isnan(hours)]
    return within.sum(axis=1).astype(float).tolist(), float(known.mean()) if known.size else float("nan")


def _measured(series: Series, verdict: Verdict) -> dict[str, float | None]:
    """Hours a week before and after, and what was saved, with the interval of the rate ratio."""
    ratio: RateRatio | None = verdict.ratio
    if ratio is None:
        return {}
    before = _mean(series.before) * series.hours_before
    per_ratio = _mean(series.before) * series.hours_after
    after = _mean(series.after[: verdict.planned_weeks]) * series.hours_after
    return {
        "hours_before_per_week": before, "hours_after_per_week": after, "measured_hours_per_week": before - after,
        "low": None if math.isinf(ratio.high) else before - per_ratio * ratio.high,
        "high": before - per_ratio * ratio.low,
        "rate_ratio": ratio.ratio, "rate_ratio_low": ratio.low,
        "rate_ratio_high": None if math.isinf(ratio.high) else ratio.high,
    }  # fmt: skip


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _hours(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    return float(value)
