"""Conduct: what people did about recurring alerts tells noise, triage and incidents apart, whatever the titles say.

An alert on which nobody acts has nothing to tell: pages must be actionable (SRE book, ch. 6). What a team has set to
low urgency is looked at in working hours; what rings at night, and is acted upon, is no routine check. Which categories
mean that stands in the taxonomy (`untouched`, `urgency`); a more telling one, such as a shortage of resources, stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.classify.taxonomy import UNKNOWN, Category, Taxonomy

if TYPE_CHECKING:
    import pandas as pd

UNTOUCHED_SHARE = 0.5
URGENCY_SHARE = 0.5
SURE = 0.95


def by_conduct(won: pd.DataFrame, votes: pd.DataFrame, alerts: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """The winners of recurrences (category, rule, confidence, share, sentences), with those that conduct decides.

    `votes` has work_id, recurrence_id; `alerts` has work_id, urgency, is_untouched of what machines opened.
    """
    import pandas as pd

    seen = votes[["work_id", "recurrence_id"]].merge(alerts, on="work_id")
    counts = pd.DataFrame({
        "recurrence_id": seen["recurrence_id"], "total": 1, "alone": seen["is_untouched"],
        **{urgency: seen["urgency"] == urgency for urgency in ("low", "high")}, "known": seen["urgency"].notna(),
    }).groupby("recurrence_id").sum()  # fmt: skip
    machines = counts[counts["total"] * 2 > votes.groupby("recurrence_id").size().reindex(counts.index)]
    rows = {
        one.Index: row
        for one in machines.astype(int).itertuples()
        if (row := _row(one, str(won["category"].get(one.Index, "")), taxonomy))
    }
    told = pd.DataFrame.from_dict(rows, orient="index", columns=list(won.columns))
    return told if won.empty else pd.concat([won[~won.index.isin(told.index)], told]) if rows else won


def _row(counts: Any, name: str, taxonomy: Taxonomy) -> tuple[object, ...] | None:
    noise, low, high = _meaning(taxonomy, untouched=True), _meaning(taxonomy, "low"), _meaning(taxonomy, "high")
    total, alone, quiet, loud, known = counts.total, counts.alone, counts.low, counts.high, counts.known
    if noise and alone > UNTOUCHED_SHARE * total:
        return _told(noise, "untouched", f"On {alone} of {total} of these alerts nobody did anything: they went away",
                     f"{total} 件中 {alone} 件のアラートは、誰も対応しないまま解消しました")  # fmt: skip
    if not low or not high:
        return None
    vague = {"", UNKNOWN, low.category, low.top, high.category}
    if name in vague and quiet > URGENCY_SHARE * known > 0 and name != low.category:
        return _told(low, "urgency", f"{quiet} of {total} of these alerts are of low urgency",
                     f"{total} 件中 {quiet} 件のアラートは緊急度が低いものです")  # fmt: skip
    if name in (low.category, low.top) and loud > URGENCY_SHARE * known > 0:
        return _told(high, "urgency", f"{loud} of {total} of these alerts are urgent, and people acted on them",
                     f"{total} 件中 {loud} 件のアラートは緊急度が高く、人が対応しました")  # fmt: skip
    return None


def _meaning(taxonomy: Taxonomy, urgency: str = "", *, untouched: bool = False) -> Category | None:
    """The category that the taxonomy gives this meaning."""
    found = (one for one in taxonomy.categories if (one.untouched if untouched else one.urgency == urgency))
    return next(found, None)


def _told(category: Category, rule: str, english: str, japanese: str) -> tuple[object, ...]:
    name = f"{category.category}.{rule}"
    return category.category, name, SURE, f"{english} (rule {name}).", f"{japanese}（規則 {name}）。", 0.0
