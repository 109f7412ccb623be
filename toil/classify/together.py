"""Together: the pieces of a recurrence are one kind of work, so the rules' votes on them are counted as one.

A title of eight words says less than forty titles do. The category for which the pieces' votes weigh most (each by its
confidence) goes to all of them; the team's own rules and, later, people's labels are no votes but decisions. What
became of alerts says more than their titles do (`conduct.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.classify.conduct import by_conduct
from toil.classify.facts import with_texts
from toil.classify.taxonomy import UNKNOWN, Taxonomy
from toil.locales.evidence import told
from toil.recurrence.flags import are_among, places_of, taken

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

AGREED_FROM = 0.999
_TEXTS = ("category", "rule", "evidence", "facts")
_COLUMNS = (*_TEXTS, "confidence")


def voted_together(
    votes: pd.DataFrame, recurring: pd.DataFrame, alerts: pd.DataFrame, taxonomy: Taxonomy, *, fixed: Flags
) -> pd.DataFrame:
    """The votes with those of each recurrence counted together; `fixed` ones stay, and do not count.

    `votes` has work_id, category, rule, confidence, evidence, facts (texts as categories of pandas); `recurring` has
    work_id, recurrence_id; `alerts` has what `conduct.by_conduct` reads. Confidence becomes the winner's share of all
    weight times the mean confidence of its voters. Where one category has all votes, each keeps its own sentence and
    confidence.
    """
    places = places_of(votes["work_id"], recurring["work_id"])
    is_open = (places >= 0) & ~fixed
    open_ones = votes.loc[is_open, ["work_id", "category", "confidence"]]
    if open_ones.empty:
        return votes
    names = recurring["recurrence_id"].astype("category")
    open_ones["recurrence_id"] = taken(names, places[is_open], open_ones.index)
    won = _winners(open_ones, votes)
    won = by_conduct(won, open_ones, alerts, taxonomy)
    won = won[won["share"] < AGREED_FROM]
    joint = open_ones.loc[are_among(open_ones["recurrence_id"], won.index), "recurrence_id"].astype(str)
    result = votes.assign(confidence=votes["confidence"].astype(float))
    result.loc[joint.index, "confidence"] = joint.map(won["confidence"].astype(float))
    for name in _TEXTS:
        result = with_texts(result, name, joint.index, joint.map(won[name]))
    return result


def _winners(votes: pd.DataFrame, told_by: pd.DataFrame) -> pd.DataFrame:
    """The winning category of each recurrence, its share of the weight, its sentences; none where no rule fired.

    `told_by` has the rule and the facts of each vote, by the same index.
    """
    import pandas as pd

    fired = votes[votes["category"] != UNKNOWN]
    if fired.empty:
        return pd.DataFrame(columns=[*_COLUMNS, "share"])
    by_category = fired.assign(first=fired.index).groupby(["recurrence_id", "category"])
    table = by_category.agg(
        weight=("confidence", "sum"), voters=("confidence", "size"), mean=("confidence", "mean"),
        first=("first", "first"),
    ).reset_index().astype({"recurrence_id": str, "category": str})  # fmt: skip
    sizes = votes["recurrence_id"].astype(str).value_counts()
    table["total"] = table["recurrence_id"].map(sizes)
    table = table.sort_values(["recurrence_id", "weight", "category"], ascending=[True, False, True])
    table["all_weight"] = table.groupby("recurrence_id")["weight"].transform("sum")
    best = table.drop_duplicates("recurrence_id").set_index("recurrence_id")
    best["share"] = best["weight"] / best["all_weight"] * best["voters"] / best["total"]
    for name in ("rule", "facts"):
        best[name] = told_by.loc[best["first"], name].to_numpy()
    best["confidence"] = (best["weight"] / best["all_weight"] * best["mean"]).round(2)
    said = [
        told("together", voters=voters, total=total, such=facts)
        for voters, total, facts in zip(best["voters"].tolist(), best["total"].tolist(), best["facts"], strict=True)
    ]
    best["evidence"], best["facts"] = [english for english, _ in said], [facts for _, facts in said]
    return best[["category", "rule", "confidence", "evidence", "facts", "share"]]
