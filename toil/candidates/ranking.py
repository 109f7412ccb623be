"""The candidates: recurrences that are mostly toil, what each costs, its remedy, its worth, and its rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.candidates.benefit import Benefit, Terms, Work, benefit_of
from toil.candidates.cost import Build
from toil.candidates.estimates import estimates
from toil.candidates.quadrant import Thresholds, thresholds_by_team
from toil.candidates.remedy import Choice, Remedy, Slo, choose_remedy
from toil.candidates.sentences import evidence
from toil.locales import words
from toil.recurrence.rates import RECENT_WEEKS, SHORTEST_LIFE_WEEKS

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import CandidateSettings, Settings

TOIL_FROM = 0.5
"""A recurrence is a candidate if its mean toil probability is at least this."""

UNKNOWN_HOURS_ERROR = 0.6
FEWEST_KNOWN = 3
MACHINE_SHARE = 0.5
"""From this share of occurrences that machines opened, recurring work is what a service's alerts cause."""

COLUMNS = {
    "recurrence_id": "varchar", "rank": "integer", "name": "varchar", "category": "varchar", "per_week": "double",
    "hours_per_occurrence": "double", "hours_per_year": "double", "low_hours_per_year": "double",
    "high_hours_per_year": "double", "remedy": "varchar", "build_hours": "double", "payback_weeks": "double",
    "payback_probability": "double", "evidence": "varchar", "net_hours_per_year": "double",
    "low_net_hours_per_year": "double", "high_net_hours_per_year": "double", "net_present_hours": "double",
    "build_low_hours": "double", "build_high_hours": "double", "expected_build_hours": "double",
    "residual_hours_per_year": "double", "failure_hours_per_year": "double", "pushed_hours_per_year": "double",
    "upkeep_hours_per_year": "double", "cost_per_year": "double", "coverage": "double", "upkeep_share": "double",
    "reason": "varchar", "slo_case": "varchar", "noise_share": "double", "toil_probability": "double",
    "quadrant": "varchar", "often_per_week": "double", "long_hours": "double", "quadrant_basis": "varchar",
    "people_per_occurrence": "double", "measured_count": "bigint", "estimated_by": "varchar", "team": "varchar",
    "low_payback_weeks": "double", "high_payback_weeks": "double",
}  # fmt: skip


def automation_candidates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence worth deciding on, ranked by net hours a year for an hour of building × probability.

    Reads build_info, recurrences, recurrence_costs, recurrence_keys, team_categories, slo_actions, journal_events.
    Recurrences that did not come in the last 12 weeks are left out: there is nothing to save.
    """
    import pandas as pd

    profiles = _profiles(frames)
    said = estimates(frames)
    hints = frames["team_categories"].set_index(["team", "category"])["remedy"].to_dict()
    as_of = pd.Timestamp(frames["build_info"]["as_of"].iloc[0])
    usual = thresholds_by_team(profiles)
    slos = _slos(frames["slo_actions"])
    rows = [
        _row(profile, said.get(str(recurrence_id)), _names(hints.get((profile["team"], profile["category"]))), as_of,
             usual[str(profile["team"])], _slo(profile, slos), settings.candidates)
        for recurrence_id, profile in profiles.iterrows()
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["worth"][0], -row["worth"][1], row["recurrence_id"]))
    return pd.DataFrame([row | {"rank": rank} for rank, row in enumerate(rows, start=1)], columns=list(COLUMNS))


def _profiles(frames: Frames) -> pd.DataFrame:
    """The recurrences that are candidates, each with its costs."""
    costs = frames["recurrence_costs"].set_index("recurrence_id")
    profiles = frames["recurrences"].set_index("recurrence_id").join(costs, how="inner")
    return profiles[(profiles["toil_probability"] >= TOIL_FROM) & (profiles["per_week"] > 0)]


def _row(
    profile: pd.Series[Any], estimate: Build | None, hints: list[str], as_of: pd.Timestamp, usual: Thresholds,
    slo: Slo | None, settings: CandidateSettings,
) -> dict[str, Any]:  # fmt: skip
    choice = choose_remedy(hints, noise_share=profile["noise_share"], sameness=profile["sameness"], slo=slo)
    build = choice.remedy.build if estimate is None else estimate
    terms = terms_of(choice.remedy, settings)
    benefit = benefit_of(_work(profile, as_of), build, terms)
    row = {
        "recurrence_id": profile.name, "name": profile["name"], "category": profile["category"],
        "team": profile["team"], "toil_probability": profile["toil_probability"],
        "hours_per_occurrence": profile["hours"], "noise_share": profile["noise_share"],
        "slo_case": None if slo is None else slo.case,
        "people_per_occurrence": profile["people_per_occurrence"], "measured_count": profile["known"],
        "cost_per_year": benefit.hours_per_year * settings.hourly_cost, "upkeep_share": terms.upkeep,
        "quadrant": usual.quadrant(benefit.per_week, profile["hours"]), "often_per_week": usual.often,
        "long_hours": usual.long, "quadrant_basis": usual.basis,
        "estimated_by": "default" if estimate is None else "person", "worth": benefit.worth,
        **_chosen(choice, build), **_figures(benefit),
    }  # fmt: skip
    return row | {"evidence": evidence(row, words("en"))}


def _slos(actions: pd.DataFrame) -> dict[str, Slo]:
    """What may be done about the objective of each service, by its name in lower case."""
    columns = (actions[name] for name in ("service", "slo_case", "may_loosen", "may_tighten"))
    return {
        str(service).lower(): Slo(str(case), bool(may_loosen), bool(may_tighten))
        for service, case, may_loosen, may_tighten in zip(*columns, strict=True)
    }


def _slo(profile: pd.Series[Any], slos: dict[str, Slo]) -> Slo | None:
    return slos.get(str(profile["service"]).lower()) if profile["machine_share"] >= MACHINE_SHARE else None


def terms_of(remedy: Remedy, settings: CandidateSettings) -> Terms:
    """What a remedy does and costs, by its nature and the settings."""
    return Terms(
        coverage=remedy.coverage, upkeep=remedy.upkeep if settings.upkeep_share is None else settings.upkeep_share,
        residual_hours=settings.residual_minutes / 60 if remedy.runs else 0.0,
        failure_share=settings.failure_share if remedy.runs else 0.0, failure_factor=settings.failure_factor,
        pushed_share=settings.pushed_share if remedy.pushes else 0.0, horizon_weeks=settings.horizon_weeks,
        years=settings.lifetime_years, decay=settings.decay_share, interest=settings.discount_rate,
    )  # fmt: skip


def _chosen(choice: Choice, build: Build) -> dict[str, Any]:
    return {
        "remedy": choice.remedy.name, "reason": choice.reason, "coverage": choice.remedy.coverage,
        "build_low_hours": build.low, "build_hours": build.likely, "build_high_hours": build.high,
        "expected_build_hours": build.expected,
    }  # fmt: skip


def _figures(benefit: Benefit) -> dict[str, Any]:
    """The figures of a benefit that are columns by the same name."""
    return {name: value for name, value in vars(benefit).items() if name in COLUMNS and name != "build_hours"}


def _work(profile: pd.Series[Any], as_of: pd.Timestamp) -> Work:
    """The recurrence as the simulation sees it, over the weeks that its rate was taken from."""
    life = (as_of - profile["first_seen_at"]).total_seconds() / 86_400 / 7
    weeks = min(max(life, SHORTEST_LIFE_WEEKS), RECENT_WEEKS)
    is_known = profile["known"] >= FEWEST_KNOWN and profile["hours"] > 0
    return Work(
        count=profile["per_week"] * weeks, weeks=weeks, dispersion=profile["dispersion"], hours=profile["hours"],
        hours_error=float(profile["hours_error"]) if is_known else UNKNOWN_HOURS_ERROR,
    )  # fmt: skip


def _names(hints: Any) -> list[str]:
    return [str(name) for name in hints] if hasattr(hints, "__iter__") else []
