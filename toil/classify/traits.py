"""Traits: how far each recurrence has the six properties of toil (SRE book, ch. 5), each with its evidence.

Scores lie between 0 and 1 and are computed from data only. Where the data say nothing, the score is 0.5 and the
evidence says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from toil.recurrence.flags import is_true

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

TRAITS = ("manual", "repetitive", "automatable", "tactical", "no_enduring_value", "grows_with_service")
OFTEN = 12
"""Occurrences from which work counts as fully repetitive; two are none (SRE book: not the first or second time)."""

RETURN_DAYS = 90
UNSAID = 0.5


def traits(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Six rows a recurrence: recurrence_id, trait, score, evidence.

    Reads recurrences, recurring_work, work, effort (work_id, person_id, engaged_seconds, effort_source), growth.
    """
    import pandas as pd

    table = frames["recurrences"].set_index("recurrence_id")
    occurrences = _occurrences(frames)
    elasticities = _elasticities(frames["growth"])
    rows: list[tuple[str, str, float, str]] = []
    for recurrence_id, group in occurrences.groupby("recurrence_id", sort=True):
        known: Any = table.loc[str(recurrence_id)]
        found = (
            _manual(group), _repetitive(known), _automatable(group), _tactical(group, known), _without_value(group),
            _growing(known, elasticities.get(str(recurrence_id))),
        )  # fmt: skip
        rows += [
            (str(recurrence_id), trait, round(score, 4), said)
            for trait, (score, said) in zip(TRAITS, found, strict=True)
        ]
    return pd.DataFrame(rows, columns=["recurrence_id", "trait", "score", "evidence"])


def _occurrences(frames: Frames) -> pd.DataFrame:
    """One row a piece of recurring work: its work columns, similarity, seconds, people, and how they are known."""
    effort = frames["effort"]
    known = effort.assign(measured=~effort["effort_source"].astype(str).str.startswith("imputed"))
    summed = known.groupby("work_id").agg(
        seconds=("engaged_seconds", "sum"), people=("person_id", "nunique"), measured=("measured", "max")
    )
    return frames["recurring_work"].merge(frames["work"], on="work_id").merge(summed, on="work_id", how="left")


def _manual(group: pd.DataFrame) -> tuple[float, str]:
    """The share of finished occurrences on which a person spent time."""
    finished = group[group["resolved_at"].notna() | group["seconds"].notna()]
    if finished.empty:
        return UNSAID, "No occurrence is finished yet."
    hands = int((finished["seconds"].fillna(0) > 0).sum())
    return hands / len(finished), f"People spent time on {hands} of {len(finished)} finished occurrences."


def _repetitive(known: pd.Series[Any]) -> tuple[float, str]:
    """Grows with the logarithm of the count from the third occurrence on."""
    count = int(known["item_count"])
    score = min(1.0, math.log(max(count, 2) / 2) / math.log(OFTEN / 2))
    rhythm = known["cadence"] if known["cadence"] not in ("random", "unknown") else "no fixed rhythm"
    return score, f"It came {count} times, now {known['per_week']:.1f} a week, {rhythm}."


def _automatable(group: pd.DataFrame) -> tuple[float, str]:
    """The mean of: sameness of titles, sameness of effort, few people, and a structured trigger."""
    measured = group.loc[is_true(group["measured"]), "seconds"]
    parts = {"titles": float(group["similarity"].mean())}
    if len(measured) >= 3 and measured.mean() > 0:
        parts["effort"] = 1 / (1 + float(measured.std() / measured.mean()) ** 2)
    if group["people"].notna().any():
        parts["people"] = 1 / float(group["people"].dropna().clip(lower=1).mean())
    parts["trigger"] = float(is_true(group["is_machine_made"]).mean())
    said = ", ".join(f"{name} {value:.2f}" for name, value in parts.items())
    return sum(parts.values()) / len(parts), f"Sameness of titles and effort, few people, structured trigger: {said}."


def _tactical(group: pd.DataFrame, known: pd.Series[Any]) -> tuple[float, str]:
    """The share that was not planned: it interrupts, and is not driven by strategy."""
    unplanned = float((~is_true(group["is_planned"])).mean())
    if known["cadence"] not in ("random", "unknown"):
        return unplanned / 2, f"{unplanned:.0%} came unplanned, but on a schedule ({known['cadence']})."
    return unplanned, f"{unplanned:.0%} came unplanned and without a schedule."


def _without_value(group: pd.DataFrame) -> tuple[float, str]:
    """The share of resolved occurrences after which the same work came back: nothing had changed for good."""
    ordered = group.sort_values(["created_at", "work_id"])
    following = ordered["created_at"].shift(-1) - ordered["created_at"]
    back = int((following.dt.days <= RETURN_DAYS).sum())
    judged = len(ordered) - 1
    return back / judged, f"After {back} of {judged} occurrences the same work was back within {RETURN_DAYS} days."


def _elasticities(growth: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By recurrence, its row of `growth` with the first driver of the file, where one could be measured."""
    rows = growth[(growth["kind"] == "recurrence") & (growth["position"] == 1) & growth["slope"].notna()]
    return {str(row["subject"]): {str(name): value for name, value in row.items()} for _, row in rows.iterrows()}


def _growing(known: pd.Series[Any], elasticity: dict[str, Any] | None) -> tuple[float, str]:
    """With a driver, the probability that the work grows more nearly as it does than not at all (elasticity above
    ½); else that the weekly count rises: 0.5 is steady, near 1 surely rising."""
    if elasticity is not None:
        return float(elasticity["near_linear"]), (
            f"Elasticity to {elasticity['driver']}: {elasticity['slope']:.2f} ({elasticity['low']:.2f} to "
            f"{elasticity['high']:.2f}) over {elasticity['weeks']:.0f} weeks; 1 grows as it does, 0 does not."
        )
    if math.isnan(known["trend"]) or math.isnan(known["trend_p"]):
        return UNSAID, "It came too seldom in the last 26 weeks to see a trend."
    rises = known["trend"] > 1
    score = 1 - known["trend_p"] / 2 if rises else known["trend_p"] / 2
    change = f"{abs(known['trend'] - 1):.0%} {'more' if rises else 'fewer'} each month"
    return float(score), f"{change} over the last 26 weeks ({known['trend_direction']}, p = {known['trend_p']:.2f})."
