"""The queue: of which recurrences an answer of the team would settle most, asked one at a time.

Uncertainty × √frequency did better than weighing by hours where both were measured; where rules know little, the
biggest groups do as well (`docs/classification.md`). Frequency is the number of pieces of work. What people have
labelled already is not asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.recurrence.flags import are_among, places_of

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

COLUMNS = (
    "recurrence_id", "position", "name", "team", "category", "confidence", "uncertainty", "item_count", "hours",
    "score", "toil_probability", "decided_by", "evidence", "facts",
)  # fmt: skip


def label_queue(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence that nobody labelled: what the machine thinks and why, how unsure, what an answer settles.

    Reads recurrences, recurring_work, classifications, effort and labelled_work. `hours` are those recorded on its
    work; category, decided_by and evidence are those of most of it; `score` is uncertainty × √item_count, by which
    `position` counts from 1.
    """
    import numpy as np
    import pandas as pd

    known, recurring = frames["classifications"], frames["recurring_work"]
    places = places_of(recurring["work_id"], known["work_id"])
    works = known.take(places[places >= 0]).reset_index(drop=True)
    works["recurrence_id"] = recurring["recurrence_id"][places >= 0].array
    if works.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    spent, own = frames["effort"], places_of(frames["effort"]["work_id"], works["work_id"])
    seconds = np.bincount(own[own >= 0], weights=spent["engaged_seconds"].to_numpy()[own >= 0], minlength=len(works))
    works["hours"] = seconds / 3600
    works["is_labelled"] = are_among(works["work_id"], frames["labelled_work"]["work_id"])
    leading = _leading(works)
    table = works.groupby("recurrence_id").agg(
        confidence=("confidence", "mean"), item_count=("work_id", "size"), hours=("hours", "sum"),
        is_labelled=("is_labelled", "any"), toil_probability=("toil_probability", "mean"),
    )  # fmt: skip
    table = table.join(leading).join(frames["recurrences"].set_index("recurrence_id")[["name", "team"]])
    table = table[~table["is_labelled"]].rename_axis("recurrence_id").reset_index()
    table["uncertainty"] = (1 - table["confidence"]).clip(lower=0.0)
    table["score"] = table["uncertainty"] * table["item_count"] ** 0.5
    table = table.sort_values(["score", "recurrence_id"], ascending=[False, True])
    return table.assign(position=range(1, len(table) + 1))[list(COLUMNS)]


def _leading(works: pd.DataFrame) -> pd.DataFrame:
    """The category of most pieces of each recurrence, with the sentences of one of them."""
    ordered = works if works["work_id"].is_monotonic_increasing else works.sort_values("work_id", ignore_index=True)
    pieces = ordered.assign(place=range(len(ordered))).groupby(["recurrence_id", "category"])["place"]
    counted = pieces.agg(["size", "first"]).reset_index()
    counted = counted.sort_values(["recurrence_id", "size", "category"], ascending=[True, False, True])
    most = counted.drop_duplicates("recurrence_id")
    told = ordered[["category", "decided_by", "evidence", "facts"]].take(most["first"].to_numpy())
    return told.set_axis(most["recurrence_id"])
