"""Identity: which recurrence each group of wordings is, week after week; and what became of each recurrence.

An id is fixed at birth: it is that of the wording of the oldest piece of work then. From then on one wording stands for
the recurrence (at first that one), and the group that holds this wording bears the id, whatever is added to it. Only
where all work is grouped anew can groups divide otherwise; the id then goes to the group that holds most of the
recurrence's work. Of two recurrences in one group the older id stays. No id is ever given twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from toil.recurrence.wordings import as_key, is_refit
from toil.recurrence.words import key_id

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings


def recurrence_ids(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every id ever given: recurrence_id, key (the wording that stands for it), founded_at, decided, current_id.

    Reads `work_wordings`, `wordings`, `grouping_fit`, and of earlier builds `known_ids`, `known_wordings`,
    `known_fit`. current_id is the recurrence that the id means today, none where there is none; decided is that
    recurrence's group of wordings. A recurrence has at least `recurrence.minimum` pieces of work, and one more where
    they are worded differently and nobody said that they are one (see `_again`).
    """
    import pandas as pd

    decided = frames["wordings"].dropna(subset=["decided"]).drop_duplicates("key")
    groups: dict[str, str] = dict(decided[["key", "decided"]].itertuples(index=False))
    work = frames["work_wordings"]
    work = work.assign(key=work["key"].astype("category"))  # a million keys are some thousand
    work["group"] = work["key"].map(groups).astype("category")
    work = work.dropna(subset=["group"])
    by_people = {*decided.loc[decided["leader"] != decided["decided"], "decided"]}
    work = work[_again(work, settings.recurrence.minimum, by_people)]
    known = frames["known_ids"]
    if is_refit(frames):
        known = known.assign(key=_standing(known, frames["known_wordings"], frames["wordings"]))
    rows = _with_new(known, _oldest(work), groups)
    table = pd.DataFrame(rows, columns=["recurrence_id", "key", "founded_at"])
    alive = set(work["group"])
    table["decided"] = [group if (group := groups.get(key)) in alive else None for key in table["key"]]
    table = table.sort_values(["founded_at", "recurrence_id"])
    table["current_id"] = table.groupby("decided")["recurrence_id"].transform("first")
    return table


def recurrence_history(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What became of recurrences, oldest first: happened_at, event, recurrence_id, other_id, work_count.

    Reads `wordings`, `recurrence_ids`, `build_info`, and of earlier builds `known_wordings`, `known_history`,
    `known_ids`. event: born; merged (into other_id, recurrence_id is no more); split (off other_id, which stays);
    moved (some of its wordings are other_id's now). work_count: the pieces of work that this concerns.
    """
    import pandas as pd

    living = frames["recurrence_ids"].dropna(subset=["current_id"]).drop_duplicates("decided")
    named = living.set_index("decided")["current_id"]
    now = frames["wordings"][["key_id", "work_count"]].assign(now=frames["wordings"]["decided"].map(named))
    known = frames["known_wordings"][["key_id", "recurrence_id"]].rename(columns={"recurrence_id": "then"})
    both = now.merge(known, on="key_id", how="left")
    before, after = set(known["then"].dropna()), set(named)
    changed = both[(both["then"] != both["now"]) & both["then"].notna() & both["now"].notna()]
    rows = []
    summed = changed.groupby(["then", "now"], as_index=False)["work_count"].sum()
    for then, new, count in summed.itertuples(index=False):
        if then not in after:
            rows.append(("merged", then, new, count))
        else:
            rows.append(("moved", then, new, count) if new in before else ("split", new, then, count))
    grown = both.groupby("now")["work_count"].sum()
    gone_off = {row[1] for row in rows if row[0] == "split"}
    ever = before | set(frames["known_ids"]["recurrence_id"])
    rows += [("born", new, "", grown.get(new, 0)) for new in sorted(after - ever - gone_off)]
    told = pd.DataFrame(rows, columns=["event", "recurrence_id", "other_id", "work_count"])
    told.insert(0, "happened_at", frames["build_info"]["as_of"].iloc[0])
    earlier = frames["known_history"]
    every = told if earlier.empty else pd.concat([earlier, told], ignore_index=True) if rows else earlier
    return every.drop_duplicates(["happened_at", "event", "recurrence_id", "other_id"], keep="first")


def _oldest(work: pd.DataFrame) -> pd.DataFrame:
    """The oldest piece of work of each wording of each group, oldest first."""
    first = work.groupby(["group", "key"], observed=True)["created_at"].transform("min")
    oldest = work[work["created_at"] == first].sort_values(["created_at", "work_id"])
    return oldest.drop_duplicates(["group", "key"])


def _with_new(known: pd.DataFrame, founders: pd.DataFrame, groups: Mapping[str, str]) -> list[tuple[str, str, object]]:
    """The known ids and one for each group that has none: that of its oldest wording whose id nobody bears."""
    rows = list(known[["recurrence_id", "key", "founded_at"]].itertuples(index=False, name=None))
    taken = {row[0] for row in rows}
    named = {groups.get(row[1]) for row in rows}
    nameless = founders.loc[~founders["group"].isin(named), ["group", "key", "created_at"]]
    own: defaultdict[str, list[tuple[str, object]]] = defaultdict(list)
    for group, key, created_at in nameless.itertuples(index=False):
        own[str(group)].append((str(key), created_at))
    for group, worded in sorted(own.items()):
        free = (key_id(as_key(key)) for key, _ in worded)
        marked = (key_id((group, "·" * times)) for times in range(1, len(taken) + 2))
        one = next(candidate for some in (free, marked) for candidate in some if candidate not in taken)
        taken.add(one)
        rows.append((one, *worded[0]))
    return rows


def _standing(known: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """The wording that stands for each id after a fit: its own, if its group holds most of the recurrence's work.

    Else the commonest wording of the group that does; its own where nothing of it is left.
    """
    own = then.dropna(subset=["recurrence_id"])[["key_id", "recurrence_id"]].merge(now, on="key_id")
    own = own.dropna(subset=["decided"])
    own["weight"] = own.groupby(["recurrence_id", "decided"])["work_count"].transform("sum")
    keys: dict[str, str] = dict(now[["key_id", "key"]].itertuples(index=False))
    best = own.sort_values(["weight", "decided", "work_count", "key"], ascending=[False, True, False, True])
    best = best.drop_duplicates("recurrence_id").set_index("recurrence_id")
    at = now.drop_duplicates("key").set_index("key")["decided"]
    standing = []
    for one, key in known[["recurrence_id", "key"]].itertuples(index=False):
        present = keys.get(key_id(as_key(key)), key)
        if one in best.index and at.get(present) != best["decided"][one]:
            present = best["key"][one]
        standing.append(present)
    return standing


def _again(work: pd.DataFrame, minimum: int, by_people: Collection[str]) -> pd.Series[bool]:
    """Whether each row's group is big enough to be the same work again; groups `by_people` need no more than that.

    Two things speak for it: a wording that came back, and the number of pieces alike. Where there are several wordings,
    likeness has to do alone, and a group of just the minimum is as often one project in stages (design, try, design
    again). Chosen on the sample's truth and a second seed (7), judged on a third (11): of its 475 planted one-offs 2
    are taken for recurring, 8 where a group of three needs but two pieces of one wording; V-measure .948 in English
    both times, .961 instead of .962 in Japanese.
    """
    groups = work.groupby("group", observed=True)
    is_varied = (groups["key"].transform("nunique") > 1) & ~work["group"].isin(by_people)
    return groups["work_id"].transform("size") >= minimum + is_varied.astype(int)
