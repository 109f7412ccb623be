"""The candidates: recurrences that are mostly toil, what each costs, its remedy, its worth, and its rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.candidates.benefit import Benefit, Work, benefit_of, quadrant
from toil.candidates.remedy import Remedy, choose_remedy
from toil.recurrence.flags import is_true
from toil.recurrence.rates import RECENT_WEEKS, SHORTEST_LIFE_WEEKS
from toil.recurrence.said import current_ids, said

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

TOIL_FROM = 0.5
"""A recurrence is a candidate if its mean toil probability is at least this."""

UNKNOWN_HOURS_ERROR = 0.6
COLUMNS = (
    "recurrence_id", "rank", "name", "category", "per_week", "hours_per_occurrence", "hours_per_year",
    "low_hours_per_year", "high_hours_per_year", "remedy", "build_hours", "payback_weeks", "payback_probability",
    "evidence", "net_hours_per_year", "cost_per_year", "coverage", "upkeep_share", "toil_probability", "quadrant",
    "estimated_by", "team",
)  # fmt: skip


def automation_candidates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence worth deciding on, ranked by net hours a year × probability of payback.

    Reads build_info, recurrences, recurring_work, recurrence_keys, work, classifications, categories, effort,
    journal_events. Recurrences that did not come in the last 12 weeks are left out: there is nothing to save.
    """
    import pandas as pd

    profiles = _profiles(frames)
    estimates = _estimates(frames)
    hints = dict(zip(frames["categories"]["category"], frames["categories"]["remedy"], strict=True))
    as_of = pd.Timestamp(frames["build_info"]["as_of"].iloc[0])
    rows = [
        _row(profile, estimates.get(str(recurrence_id)), _names(hints.get(profile["category"])), as_of, settings)
        for recurrence_id, profile in profiles.iterrows()
        if profile["toil_probability"] >= TOIL_FROM and profile["per_week"] > 0
    ]
    rows.sort(key=lambda row: (-row["worth"][0], -row["worth"][1], row["recurrence_id"]))
    return pd.DataFrame([row | {"rank": rank} for rank, row in enumerate(rows, start=1)], columns=list(COLUMNS))


def _profiles(frames: Frames) -> pd.DataFrame:
    """One row a recurrence: its columns, its category, toil_probability, hours, their error, and noise."""
    import pandas as pd

    seconds = frames["effort"].groupby("work_id")["engaged_seconds"].sum().rename("seconds")
    work = frames["recurring_work"].merge(frames["work"][["work_id", "is_machine_made", "resolved_at"]], on="work_id")
    work = work.merge(frames["classifications"][["work_id", "category", "toil_probability"]], on="work_id")
    work = work.merge(seconds, left_on="work_id", right_index=True, how="left")
    finished = work["resolved_at"].notna() | work["seconds"].notna()
    work["hours"] = (work["seconds"].astype(float).fillna(0) / 3600).where(finished)
    work["noise"] = (is_true(work["is_machine_made"]) & (work["hours"] == 0)).astype(float)
    grouped = work.groupby("recurrence_id")
    hours = grouped["hours"]
    table = pd.DataFrame({
        "toil_probability": grouped["toil_probability"].mean(), "hours": hours.mean().fillna(0.0),
        "hours_error": (hours.sem() / hours.mean()).astype(float), "noise_share": grouped["noise"].mean(),
        "sameness": grouped["similarity"].mean(), "known": hours.count(),
    })  # fmt: skip
    counted = work.groupby(["recurrence_id", "category"]).size().rename("n").reset_index()
    counted = counted.sort_values(["n", "category"], ascending=[False, True]).drop_duplicates("recurrence_id")
    table["category"] = counted.set_index("recurrence_id")["category"]
    return frames["recurrences"].set_index("recurrence_id").join(table, how="inner")


_MOST_BUILD_HOURS = 100_000  # fifty people for a year: what is above was mistyped


def _estimates(frames: Frames) -> dict[str, float]:
    """The latest building hours that people estimated, by recurrence."""
    meant = current_ids(frames["recurrence_keys"])
    found: dict[str, float] = {}
    for event in said(frames["journal_events"], "estimate"):
        hours = event.body.get("build_hours")
        if not isinstance(hours, int | float) or isinstance(hours, bool):
            continue
        if event.subject in meant and 0 <= hours <= _MOST_BUILD_HOURS:
            found[meant[event.subject]] = float(hours)
    return found


def _row(
    profile: pd.Series[Any], estimate: float | None, hints: list[str], as_of: pd.Timestamp, settings: Settings
) -> dict[str, Any]:
    remedy, reason = choose_remedy(hints, noise_share=profile["noise_share"], sameness=profile["sameness"])
    build_hours = remedy.build_hours if estimate is None else estimate
    benefit = benefit_of(
        _work(profile, as_of), build_hours=build_hours, coverage=remedy.coverage, upkeep=remedy.upkeep,
        horizon_weeks=settings.candidates.horizon_weeks,
    )  # fmt: skip
    return {
        "recurrence_id": profile.name, "name": profile["name"], "category": profile["category"],
        "team": profile["team"], "per_week": benefit.per_week, "hours_per_occurrence": profile["hours"],
        "hours_per_year": benefit.hours_per_year, "low_hours_per_year": benefit.low_hours_per_year,
        "high_hours_per_year": benefit.high_hours_per_year, "remedy": remedy.name, "build_hours": build_hours,
        "payback_weeks": benefit.payback_weeks, "payback_probability": benefit.payback_probability,
        "net_hours_per_year": benefit.net_hours_per_year, "coverage": remedy.coverage, "upkeep_share": remedy.upkeep,
        "cost_per_year": benefit.hours_per_year * settings.candidates.hourly_cost,
        "toil_probability": profile["toil_probability"], "quadrant": quadrant(benefit.per_week, profile["hours"]),
        "estimated_by": "default" if estimate is None else "person", "worth": benefit.worth,
        "evidence": _evidence(profile, benefit, remedy, reason, estimate),
    }  # fmt: skip


def _work(profile: pd.Series[Any], as_of: pd.Timestamp) -> Work:
    """The recurrence as the simulation sees it, over the weeks that its rate was taken from."""
    life = (as_of - profile["first_seen_at"]).total_seconds() / 86_400 / 7
    weeks = min(max(life, SHORTEST_LIFE_WEEKS), RECENT_WEEKS)
    error = profile["hours_error"] if profile["known"] >= 3 and profile["hours"] > 0 else UNKNOWN_HOURS_ERROR
    return Work(count=profile["per_week"] * weeks, weeks=weeks, dispersion=profile["dispersion"],
                hours=profile["hours"], hours_error=float(error))  # fmt: skip


def _evidence(profile: pd.Series[Any], benefit: Benefit, remedy: Remedy, reason: str, estimate: float | None) -> str:
    whose = "a person's estimate" if estimate is not None else "our default"
    pays = "never pays back" if benefit.payback_weeks is None else f"pays back in {benefit.payback_weeks:.0f} weeks"
    return (
        f"{benefit.per_week:.1f} a week × {profile['hours']:.1f} h (mean of {int(profile['known'])}) = "
        f"{benefit.hours_per_year:.0f} h a year ({benefit.low_hours_per_year:.0f}–{benefit.high_hours_per_year:.0f}). "
        f"{remedy.name}: {reason}. It {pays} ({whose} for building; removes {remedy.coverage:.0%})."
    )


def _names(hints: Any) -> list[str]:
    return [str(name) for name in hints] if hasattr(hints, "__iter__") else []
