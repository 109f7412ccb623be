"""Conduct: what people did about recurring alerts tells noise, triage and incidents apart, whatever the titles say.

An alert on which nobody acts has nothing to tell: pages must be actionable (SRE book, ch. 6). What a team has set to
low urgency is looked at in working hours; what rings at night, and is acted upon, is no routine check. Which categories
mean that stands in the taxonomy (`untouched`, `urgency`); a more telling one, such as a shortage of resources, stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.classify.taxonomy import UNKNOWN, Category, Taxonomy
from toil.locales.evidence import told
from toil.recurrence.flags import places_of

if TYPE_CHECKING:
    import pandas as pd

UNTOUCHED_SHARE = 0.5
URGENCY_SHARE = 0.5
SURE = 0.98


def by_conduct(won: pd.DataFrame, votes: pd.DataFrame, alerts: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """The winners of recurrences (category, rule, confidence, evidence, facts, share), with those that conduct decides.

    `votes` has work_id, recurrence_id; `alerts` has work_id, urgency, is_untouched of what machines opened.
    """
    import pandas as pd

    names = votes["recurrence_id"].astype(str)
    places = places_of(alerts["work_id"], votes["work_id"])
    seen = alerts[places >= 0].assign(recurrence_id=names.to_numpy()[places[places >= 0]])
    counts = pd.DataFrame({
        "recurrence_id": seen["recurrence_id"], "total": 1, "alone": seen["is_untouched"],
        **{urgency: seen["urgency"] == urgency for urgency in ("low", "high")}, "known": seen["urgency"].notna(),
    }).groupby("recurrence_id").sum()  # fmt: skip
    machines = counts[counts["total"] * 2 > names.value_counts().reindex(counts.index)]
    rows = {
        one.Index: row
        for one in machines.astype(int).itertuples()
        if (row := _row(one, str(won["category"].get(one.Index, "")), taxonomy))
    }
    decided = pd.DataFrame.from_dict(rows, orient="index", columns=list(won.columns))
    return decided if won.empty else pd.concat([won[~won.index.isin(decided.index)], decided]) if rows else won


def _row(counts: Any, name: str, taxonomy: Taxonomy) -> tuple[object, ...] | None:
    noise, low, high = _meaning(taxonomy, untouched=True), _meaning(taxonomy, "low"), _meaning(taxonomy, "high")
    total, alone, quiet, loud, known = counts.total, counts.alone, counts.low, counts.high, counts.known
    if noise and alone > UNTOUCHED_SHARE * total:
        return _decided(noise, "untouched", "untouched", alone, total)
    if not low or not high:
        return None
    vague = {"", UNKNOWN, low.category, low.top, high.category}
    if name in vague and quiet > URGENCY_SHARE * known > 0 and name != low.category:
        return _decided(low, "urgency", "low_urgency", quiet, total)
    if name in (low.category, low.top) and loud > URGENCY_SHARE * known > 0:
        return _decided(high, "urgency", "high_urgency", loud, total)
    return None


def _meaning(taxonomy: Taxonomy, urgency: str = "", *, untouched: bool = False) -> Category | None:
    """The category that the taxonomy gives this meaning."""
    found = (one for one in taxonomy.categories if (one.untouched if untouched else one.urgency == urgency))
    return next(found, None)


def _decided(category: Category, rule: str, say: str, number: int, total: int) -> tuple[object, ...]:
    name = f"{category.category}.{rule}"
    return category.category, name, SURE, *told(say, number=number, total=total, rule=name), 0.0
