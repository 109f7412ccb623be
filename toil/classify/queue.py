"""The queue: of which recurrences an answer of the team would settle most, asked one at a time.

Uncertainty × √frequency asked best of all orders that were measured, better than weighing by hours
(shared measurements in `docs/classification.md`); frequency is the number of pieces of work. What people have labelled
already is not asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.classify.labels import deciding_labels

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

COLUMNS = ("recurrence_id", "position", "name", "category", "confidence", "uncertainty", "item_count", "hours", "score")


def label_queue(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence that nobody labelled: what the machine thinks, how unsure, and what an answer settles.

    Reads recurrences, recurring_work, classifications, effort and what labels read. `hours` are those recorded on its
    work; `score` is uncertainty × √item_count, by which `position` counts from 1.
    """
    import pandas as pd

    works = frames["recurring_work"][["work_id", "recurrence_id"]].merge(
        frames["classifications"][["work_id", "category", "confidence"]], on="work_id"
    )
    seconds = frames["effort"].groupby("work_id")["engaged_seconds"].sum()
    works["hours"] = works["work_id"].map(seconds).fillna(0.0).astype(float) / 3600
    works["is_labelled"] = works["work_id"].isin(deciding_labels(frames))
    if works.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    leading = works.groupby(["recurrence_id", "category"]).size().rename("n").reset_index()
    leading = leading.sort_values(["recurrence_id", "n", "category"], ascending=[True, False, True])
    category = leading.drop_duplicates("recurrence_id").set_index("recurrence_id")["category"]
    table = works.groupby("recurrence_id").agg(
        confidence=("confidence", "mean"), item_count=("work_id", "size"), hours=("hours", "sum"),
        is_labelled=("is_labelled", "any"),
    )  # fmt: skip
    table["category"] = category
    table["name"] = frames["recurrences"].set_index("recurrence_id")["name"]
    table = table[~table["is_labelled"]].rename_axis("recurrence_id").reset_index()
    table["uncertainty"] = (1 - table["confidence"]).clip(lower=0.0)
    table["score"] = table["uncertainty"] * table["item_count"] ** 0.5
    table = table.sort_values(["score", "recurrence_id"], ascending=[False, True])
    return table.assign(position=range(1, len(table) + 1))[list(COLUMNS)]
