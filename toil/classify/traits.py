"""Traits: how far each recurrence has the six properties of toil (SRE book, ch. 5), each with its evidence.

Scores lie between 0 and 1 and are computed from data, unless a person overruled them. Where the data say nothing, the
score is 0.5 and the evidence says so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from toil.locales.evidence import told
from toil.recurrence.flags import is_true
from toil.recurrence.said import current_ids, said

if TYPE_CHECKING:
    import pandas as pd

    from toil.recurrence.said import Said
    from toil.relations import Frames
    from toil.settings import Settings

    Found = tuple[float, tuple[str, str]]

TRAITS = ("manual", "repetitive", "automatable", "tactical", "no_enduring_value", "grows_with_service")
OFTEN = 12
"""Occurrences from which work counts as fully repetitive; two are none (SRE book: not the first or second time)."""

RETURN_DAYS = 90
UNSAID = 0.5
NO_CADENCE = ("random", "unknown")
COLUMNS = ("recurrence_id", "trait", "score", "evidence", "facts", "decided_by", "measured_score", "event_id")


def traits(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Six rows a recurrence: COLUMNS, where measured_score is what the data say and event_id the word that overruled.

    Reads recurrences, recurring_work, work, effort (work_id, person_id, engaged_seconds, effort_source), growth,
    journal_events and recurrence_keys.
    """
    import pandas as pd

    table = frames["recurrences"].set_index("recurrence_id")
    occurrences = _occurrences(frames)
    overruled, elasticities = _overruled(frames), _elasticities(frames["growth"])
    rows: list[tuple[Any, ...]] = []
    for recurrence_id, group in occurrences.groupby("recurrence_id", sort=True):
        known: Any = table.loc[str(recurrence_id)]
        found = (
            _manual(group), _repetitive(known), _automatable(group), _tactical(group, known), _without_value(group),
            _growing(known, elasticities.get(str(recurrence_id))),
        )  # fmt: skip
        for trait, (measured, words) in zip(TRAITS, found, strict=True):
            word = overruled.get((str(recurrence_id), trait))
            rows.append((str(recurrence_id), trait, *_decided(round(measured, 4), words, word)))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"event_id": "Int64"})


def overruling(event: Said) -> float | None:
    """The score that a `trait` event of the journal states; None where it states none that counts."""
    score = event.body.get("score")
    is_score = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
    return float(score) if is_score and event.body.get("trait") in TRAITS else None  # type: ignore[arg-type]


def _overruled(frames: Frames) -> dict[tuple[str, str], Said]:
    """The newest word on each trait of each recurrence of today, by whichever of its ids it was said."""
    ids = current_ids(frames["recurrence_keys"])
    events = [one for one in said(frames["journal_events"], "trait") if overruling(one) is not None]
    return {(ids.get(one.subject, one.subject), str(one.body["trait"])): one for one in events}


def _decided(measured: float, words: tuple[str, str], word: Said | None) -> tuple[Any, ...]:
    if word is None:
        return measured, *words, "data", measured, None
    values = {"why": str(word.body["why"])} if word.body.get("why") else {}
    spoken = told("trait_person", event=str(word.event_id), measured_share=measured, **values)
    return overruling(word), *spoken, "person", measured, word.event_id


def _occurrences(frames: Frames) -> pd.DataFrame:
    """One row a piece of recurring work, oldest first: its work columns (flags are true where known and true),
    similarity, seconds, people, and how they are known.
    """
    effort = frames["effort"]
    known = effort.assign(measured=~effort["effort_source"].astype(str).str.startswith("imputed"))
    summed = known.groupby("work_id").agg(
        seconds=("engaged_seconds", "sum"), people=("person_id", "nunique"), measured=("measured", "max")
    )
    found = frames["recurring_work"].merge(frames["work"], on="work_id").merge(summed, on="work_id", how="left")
    flags = {name: is_true(found[name]) for name in ("is_machine_made", "is_planned", "measured")}
    return found.assign(**flags).sort_values(["created_at", "work_id"], ignore_index=True)


def _manual(group: pd.DataFrame) -> Found:
    """The share of finished occurrences on which a person spent time."""
    finished = group[group["resolved_at"].notna() | group["seconds"].notna()]
    if finished.empty:
        return UNSAID, told("manual_unsaid")
    hands = int((finished["seconds"].fillna(0) > 0).sum())
    return hands / len(finished), told("manual", hands=hands, finished=len(finished))


def _repetitive(known: pd.Series[Any]) -> Found:
    """Grows with the logarithm of the count from the third occurrence on."""
    count = int(known["item_count"])
    score = min(1.0, math.log(max(count, 2) / 2) / math.log(OFTEN / 2))
    return score, told("repetitive", number=count, rate=round(float(known["per_week"]), 1), cadence=_cadence(known))


def _automatable(group: pd.DataFrame) -> Found:
    """The mean of: sameness of titles, sameness of effort, few people, and a structured trigger."""
    measured = group.loc[group["measured"], "seconds"]
    parts = {"titles": float(group["similarity"].mean())}
    if len(measured) >= 3 and measured.mean() > 0:
        parts["effort"] = 1 / (1 + float(measured.std() / measured.mean()) ** 2)
    if group["people"].notna().any():
        parts["people"] = 1 / float(group["people"].dropna().clip(lower=1).mean())
    parts["trigger"] = float(group["is_machine_made"].mean())
    shown = {name: f"{parts[name]:.2f}" if name in parts else "–" for name in ("titles", "effort", "people", "trigger")}
    return sum(parts.values()) / len(parts), told("automatable", **shown)


def _tactical(group: pd.DataFrame, known: pd.Series[Any]) -> Found:
    """The share that was not planned: it interrupts, and is not driven by strategy."""
    unplanned = float((~group["is_planned"]).mean())
    if known["cadence"] not in NO_CADENCE:
        return unplanned / 2, told("scheduled", share=round(unplanned, 4), cadence=_cadence(known))
    return unplanned, told("tactical", share=round(unplanned, 4))


def _without_value(group: pd.DataFrame) -> Found:
    """The share of resolved occurrences after which the same work came back: nothing had changed for good."""
    following = group["created_at"].diff().iloc[1:]
    back = int((following.dt.days <= RETURN_DAYS).sum())
    judged = len(following)
    return back / judged, told("returns", back=back, judged=judged, days=RETURN_DAYS)


def _elasticities(growth: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By recurrence, its row of `growth` with the first driver of the file, where one could be measured."""
    rows = growth[(growth["kind"] == "recurrence") & (growth["position"] == 1) & growth["slope"].notna()]
    return {str(row["subject"]): {str(name): value for name, value in row.items()} for _, row in rows.iterrows()}


def _growing(known: pd.Series[Any], elasticity: dict[str, Any] | None) -> Found:
    """With a driver, the probability that the work grows more nearly as it does than not at all (elasticity above
    ½); else that the weekly count rises: 0.5 is steady, near 1 surely rising."""
    if elasticity is not None:
        figures = {name: f"{elasticity[name]:.2f}" for name in ("slope", "low", "high")}
        values = {"driver": str(elasticity["driver"]), "weeks": int(elasticity["weeks"])}
        return float(elasticity["near_linear"]), told("elasticity", **figures, **values)
    if math.isnan(known["trend"]) or math.isnan(known["trend_p"]):
        return UNSAID, told("growth_unsaid")
    rises = known["trend"] > 1
    score = 1 - known["trend_p"] / 2 if rises else known["trend_p"] / 2
    values = {"share": round(abs(float(known["trend"]) - 1), 4), "p": f"{float(known['trend_p']):.2f}"}
    return float(score), told("rises" if rises else "falls", **values)


def _cadence(known: pd.Series[Any]) -> str:
    return "none" if known["cadence"] in NO_CADENCE else str(known["cadence"])
