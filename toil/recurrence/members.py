"""Which recurrence each piece of work belongs to, and the keys by which a recurrence is found again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toil.recurrence.decided import as_decided
from toil.recurrence.flags import is_true
from toil.recurrence.grouping import group_keys, idf_of, likeness
from toil.recurrence.keys import title_keys
from toil.recurrence.words import key_id

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings


def recurring_work(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Each piece of work that recurs: work_id, recurrence_id, similarity (to the recurrence's leader), key_id.

    Reads `work`, `journal_events`; deleted work and empty titles are left out. A recurrence has at least
    `recurrence.minimum` pieces of work, and one more where no two of them are worded alike (see `_again`); what
    people decided about groups comes first (`decided`). It is called after the key of its
    oldest one (`words.key_id`): new work is younger and so does not change it; of two that merge the older name stays.
    """
    import pandas as pd

    work = _with_keys(frames["work"])
    counts = Counter(work.loc[~is_true(work["is_project_work"]), "key"])
    idf = idf_of(counts)
    leaders = group_keys(counts)
    leaders = as_decided(leaders, frames["journal_events"], idf)
    # Stages of a project are worded like the job that the project is about; only the same wording makes them one.
    work = work[work["key"].isin(leaders.keys())].copy()
    work["leader"] = work["key"].map(leaders)
    work = work[_again(work, settings.recurrence.minimum)].sort_values(["created_at", "work_id"])
    founder = work.drop_duplicates("leader").set_index("leader")["key"].map(key_id)
    alike = {key: likeness(key, leaders[key], idf) for key in work["key"].drop_duplicates()}
    return pd.DataFrame({
        "work_id": work["work_id"],
        "recurrence_id": work["leader"].map(founder),
        "similarity": work["key"].map(alike).astype(float),
        "key_id": work["key"].map(key_id),
    }).reset_index(drop=True)  # fmt: skip


def recurrence_members(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The items of recurring work: item_id, recurrence_id, similarity. Reads `recurring_work`, `work_components`."""
    joined = frames["work_components"][["item_id", "work_id"]].merge(frames["recurring_work"], on="work_id")
    return joined[["item_id", "recurrence_id", "similarity"]]


def recurrence_keys(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The keys of each recurrence: key_id, recurrence_id, item_count. Reads `recurring_work`."""
    grouped = frames["recurring_work"].groupby(["key_id", "recurrence_id"], as_index=False)
    return grouped.agg(item_count=("work_id", "size"))


def _again(work: pd.DataFrame, minimum: int) -> pd.Series[bool]:
    """Whether each row's group is big enough to be the same work again.

    Two things speak for that: a wording that came back, and the number of pieces alike. Where every piece has a
    wording of its own, likeness has to do alone, and a group of just the minimum is as often one project in stages
    (try, build, document). Measured on the sample's truth: of 484 planted one-offs 42 are taken for recurring instead
    of 90, against 6 of 2,900 recurring items lost (V-measure .9033 instead of .9036).
    """
    groups = work.groupby("leader")
    sizes = groups["work_id"].transform("size")
    all_differ = groups["key"].transform("nunique") == sizes
    return sizes >= minimum + all_differ.astype(int)


def _with_keys(work: pd.DataFrame) -> pd.DataFrame:
    """Work that is not deleted and has a title, with its `key`; each distinct title is read once."""
    import pandas as pd

    kept = work[~is_true(work["is_deleted"]) & work["title"].notna() & work["created_at"].notna()].copy()
    keys = title_keys(kept["title"].drop_duplicates().tolist())
    kept["key"] = pd.Series([keys[title] for title in kept["title"]], index=kept.index, dtype=object)
    return kept[kept["key"].map(len) > 0]
