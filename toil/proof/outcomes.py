"""Outcomes: for every automation that was registered, the verdict, what it saved a week, and what came of it since."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.proof.afterwards import missed, regressed_at
from toil.proof.change_point import NEAR_WEEKS, nearest_fall
from toil.proof.hours import Saved, expected_per_week, saved_by_count, saved_by_hours
from toil.proof.looks import confidence_at
from toil.proof.plan import hours_per_week, promised_ratio
from toil.proof.registration import Registration, registrations
from toil.proof.series import Window, case_of, weekly, window_of
from toil.proof.verdict import FEWEST_BASELINE_WEEKS, MOST_AFTER_WEEKS, Case, Verdict, baseline, per_week, verdict_of
from toil.recurrence.said import current_ids

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

LOST = "Its recurrence is not among today's recurrences; name it again."
COLUMNS: dict[str, str] = {
    "automation_id": "varchar", "recurrence_id": "varchar", "shipped_at": "timestamp",
    "promised_hours_per_week": "double", "measured_hours_per_week": "double", "low": "double", "high": "double",
    "verdict": "varchar", "weeks_to_verdict": "integer", "name": "varchar", "team": "varchar", "metric": "varchar",
    "method": "varchar", "hours_before_per_week": "double", "hours_expected_per_week": "double",
    "hours_after_per_week": "double", "rate_ratio": "double", "rate_ratio_low": "double", "rate_ratio_high": "double",
    "confidence": "double", "baseline_weeks": "integer", "baseline_per_week": "double", "after_weeks": "integer",
    "after_per_week": "double", "expected_per_week": "double",
    "looked_after_weeks": "integer", "decided_after_weeks": "integer",
    "planned_weeks": "integer", "sibling_count": "integer", "is_stated_before": "boolean", "trouble": "varchar",
    "change_week": "varchar", "is_change_near": "boolean", "missed_count": "integer", "missed_hours": "double",
    "regressed_week": "varchar", "hours_returned": "double", "hours_returned_low": "double",
    "hours_returned_high": "double", "hours_invested": "double", "evidence": "varchar",
}  # fmt: skip
"""`trouble`: empty, `lost`, `thin`, `never`, or `future`; the app and the command line say it in words."""


@dataclass(frozen=True)
class Material:
    """What is known of one team: its `proof_occurrences`, its `proof_weeks`, and recurrences without an automation."""

    occurrences: pd.DataFrame
    weeks: pd.DataFrame
    untouched: frozenset[str]


def automation_outcomes(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row an automation (the latest event of an id counts). Saved hours a week are measured_hours_per_week,
    between low and high; null where there is nothing to compare yet.

    Reads journal_events, recurrence_keys, recurrences, proof_occurrences, proof_weeks, build_info.
    """
    import pandas as pd

    registered = registrations(frames["journal_events"])
    meant = current_ids(frames["recurrence_keys"]) if registered else {}
    rows = []
    for one in registered:
        recurrence_id = meant.get(one.spoken_of)
        if recurrence_id is None:
            rows.append(_stated(one) | {"verdict": "too_early", "weeks_to_verdict": MOST_AFTER_WEEKS,
                                        "trouble": "lost", "evidence": LOST})  # fmt: skip
            continue
        team = team_of(frames, recurrence_id)
        touched = {meant.get(other.spoken_of) for other in registered if is_in_the_way(other, one)}
        untouched = frozenset(frames["recurrences"]["recurrence_id"]) - touched
        material = Material(of_team(frames["proof_occurrences"], team), of_team(frames["proof_weeks"], team), untouched)
        rows.append(_stated(one) | {"recurrence_id": recurrence_id, "team": team}
                    | outcome(one, recurrence_id, material, frames["build_info"]["as_of"].iloc[0]))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def outcome(
    one: Registration, recurrence_id: str, material: Material, as_of: pd.Timestamp, *, siblings: bool = True
) -> dict[str, Any]:
    """The columns of an outcome that data say."""
    own = material.occurrences[material.occurrences["recurrence_id"] == recurrence_id]
    around = window_of(one, own, material.weeks)
    case = case_of(material.occurrences, around, recurrence_id, untouched=material.untouched if siblings else ())
    if one.metric == "hours":
        case = Case(case.weeks, case.siblings, case.gap_dispersion,
                    weekly(own, around, by_day=False, value="hours"))  # fmt: skip
    ratio = promised_ratio(one.promised, hours_per_week(own, around))
    verdict = verdict_of(case, promised_ratio=ratio, planned=one.planned_weeks)
    found = {
        "verdict": verdict.verdict, "weeks_to_verdict": verdict.weeks_to_verdict, "evidence": verdict.evidence,
        "method": verdict.method, "planned_weeks": verdict.planned_weeks, "after_weeks": case.weeks.after,
        "looked_after_weeks": verdict.looked_after, "decided_after_weeks": verdict.decided_after,
        "baseline_weeks": case.weeks.before,
        "baseline_per_week": per_week(baseline(case.weeks)),
        "sibling_count": len(case.siblings) if verdict.method == "siblings" else 0, "trouble": _trouble(case),
    }  # fmt: skip
    if one.shipped > as_of:
        ahead = int((one.shipped - as_of).days // 7) + 1
        found |= {"trouble": "future", "weeks_to_verdict": verdict.weeks_to_verdict + ahead,
                  "evidence": f"It ships on {one.shipped:%Y-%m-%d}; the verdict falls {verdict.planned_weeks} weeks "
                              "after that."}  # fmt: skip
    return found | _change(case, around) | _measured(own, around, case, verdict) | _since(own, around, case, verdict)


def is_in_the_way(other: Registration, one: Registration) -> bool:
    """Whether an automation ships before the last week in which `one` can be looked at: its work is no sibling then.

    One that ships later leaves the comparison as it was, so that registering it cannot move a verdict.
    """
    weeks = one.planned_weeks or MOST_AFTER_WEEKS
    return (other.shipped - one.shipped).days < 7 * (weeks + 1)


def team_of(frames: Frames, recurrence_id: str) -> str:
    """The team whose weeks a recurrence is counted in."""
    recurrences = frames["recurrences"]
    return str(recurrences.loc[recurrences["recurrence_id"] == recurrence_id, "team"].iloc[0])


def of_team(rows: pd.DataFrame, team: str) -> pd.DataFrame:
    """The rows of one team."""
    return rows[rows["team"] == team]


def _stated(one: Registration) -> dict[str, Any]:
    return {
        "automation_id": one.automation_id, "recurrence_id": None, "shipped_at": one.shipped, "name": one.name,
        "promised_hours_per_week": one.promised, "hours_invested": one.invested, "metric": one.metric,
        "is_stated_before": one.is_stated_before, "baseline_weeks": 0, "after_weeks": 0, "missed_count": 0,
        "missed_hours": 0.0, "trouble": "",
    }  # fmt: skip


def _trouble(case: Case) -> str:
    if case.weeks.before < FEWEST_BASELINE_WEEKS:
        return "thin"
    return "" if sum(case.weeks.counts[: case.weeks.before]) > 0 else "never"


def _change(case: Case, around: Window) -> dict[str, Any]:
    """The week in which the data themselves place a fall, and whether that is near the claimed one."""
    rows = around.weeks[around.weeks["phase"] != "earlier"]
    by_week = dict(zip(case.weeks.numbers, case.weeks.counts, strict=True))
    compared = rows[rows["number"].isin(by_week)]
    if case.weeks.after < 4 or not len(compared):
        return {}
    place = nearest_fall([by_week[float(number)] for number in compared["number"]], case.weeks.before)
    if place is None:
        return {"is_change_near": False}
    at = compared.iloc[place]
    return {"change_week": at["week"], "is_change_near": abs(int(at["number"])) <= NEAR_WEEKS}


def _measured(own: pd.DataFrame, around: Window, case: Case, verdict: Verdict) -> dict[str, Any]:
    """Hours a week before and after, what was saved a week and since, with intervals; empty without a comparison."""
    ratio = verdict.ratio
    if ratio is None or verdict.change is None:
        return {}
    looked = around.after.head(verdict.looked_after)
    confidence = confidence_at(verdict.looked_after, verdict.planned_weeks)
    came = int(own["week"].isin(looked["week"]).sum())
    if case.hours is not None:
        saved = saved_by_hours(case.hours.until(verdict.looked_after), ratio)
    else:
        saved = saved_by_count(
            verdict.change, came / max(len(looked), 1), _efforts(own, around.before), _efforts(own, looked),
            confidence=confidence,
        )  # fmt: skip
    return {
        "rate_ratio": ratio.ratio, "rate_ratio_low": ratio.low,
        "rate_ratio_high": None if math.isinf(ratio.high) else ratio.high, "confidence": confidence,
        "measured_hours_per_week": saved.saved, "low": saved.low, "high": saved.high,
        "hours_before_per_week": hours_per_week(own, around), "hours_expected_per_week": saved.expected,
        "hours_after_per_week": saved.after,
        "after_per_week": came / max(len(looked), 1),
        "expected_per_week": expected_per_week(verdict.change, came / max(len(looked), 1)),
    } | _returned(saved, len(around.after))  # fmt: skip


def _returned(saved: Saved, weeks: int) -> dict[str, Any]:
    return {"hours_returned": saved.saved * weeks, "hours_returned_low": saved.low * weeks,
            "hours_returned_high": saved.high * weeks}  # fmt: skip


def _since(own: pd.DataFrame, around: Window, case: Case, verdict: Verdict) -> dict[str, Any]:
    """What people did by hand although it exists, and whether a proven success was lost again."""
    by_hand = missed(own, around)
    found: dict[str, Any] = {"missed_count": by_hand.count, "missed_hours": by_hand.hours}
    if verdict.verdict == "proven":
        k = case.weeks.before
        lost = regressed_at(sum(case.weeks.counts[:k]) / k, case.weeks.counts[k:], verdict.looked_after)
        if lost is not None:
            number = case.weeks.numbers[k + lost]
            rows = around.weeks
            found["regressed_week"] = rows.loc[rows["number"] == number, "week"].iloc[0]
    return found


def _efforts(own: pd.DataFrame, weeks: pd.DataFrame) -> list[float]:
    hours = own.sort_values(["created_at", "work_id"]).loc[lambda rows: rows["week"].isin(weeks["week"]), "hours"]
    return [float(one) for one in hours.dropna()]
