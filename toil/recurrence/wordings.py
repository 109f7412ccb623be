"""Wordings: how each piece of work is worded, and which wordings are one kind of work.

A wording that was grouped once stays with its leader; a new one joins the leader that it resembles, or founds a group
with others that are new. All are grouped anew (a fit) only where there is a quarter more work than at the last fit,
where titles are read in another way (`RECIPE`), or where somebody asked for it. So work keeps its place from week to
week, and weeks cost little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from toil.recurrence.compounds import dictionary_version
from toil.recurrence.decided import as_decided
from toil.recurrence.descent import Key
from toil.recurrence.flags import is_true
from toil.recurrence.grouping import assign_keys, group_keys, idf_of, likeness
from toil.recurrence.keys import title_keys
from toil.recurrence.said import said
from toil.recurrence.settling import bound, settled
from toil.recurrence.words import key_id, title_key

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

RECIPE = 2
"""Raised whenever titles are read or grouped in another way; a test notices where that was forgotten."""
_RECIPES = 100
REFIT_GROWTH = 1.25
REFIT = "refit"
"""The journal's kind by which people ask for a fit."""
_FIT = ("fitted_at", "work_count", "recipe", "asked_event")


def as_text(key: Key) -> str:
    """A key as it is stored: its words with spaces between; a title without words stands as it is after `=`."""
    return " ".join(key)


def as_key(text: str) -> Key:
    """The key of a stored text."""
    return (text,) if text.startswith("=") else tuple(text.split(" "))


def recipe() -> int:
    """By what titles are read here: `RECIPE`, and before it the day of the dictionary where there is one (2026101501).

    It is stored with the groups. Another dictionary, or none any more, is another recipe: titles are read and grouped
    anew, and ids stay.
    """
    return dictionary_version() * _RECIPES + RECIPE


def work_wordings(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Work that is not deleted and has a title: work_id, key, created_at, title, is_project_work.

    Reads `work`. Each distinct title is read once.
    """
    import numpy as np
    import pandas as pd

    work = frames["work"]
    kept = work[~is_true(work["is_deleted"]) & work["title"].notna() & work["created_at"].notna()].copy()
    codes, distinct = pd.factorize(kept["title"])
    keys = title_keys([str(title) for title in distinct])
    kept["key"] = np.array([as_text(keys[str(title)]) for title in distinct], dtype=object)[codes]
    kept["is_project_work"] = is_true(kept["is_project_work"])
    return kept.loc[kept["key"] != "", ["work_id", "key", "created_at", "title", "is_project_work"]]


def grouping_fit(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row: when everything was last grouped anew (fitted_at), from how many pieces of work, by which recipe.

    `asked_event` is the newest event by which somebody asked for that (0: nobody did); a fit answers each once.
    Reads `work_wordings`, `build_info`, `journal_events`, and of earlier builds `known_fit`.
    """
    known, count = frames["known_fit"], int((~frames["work_wordings"]["is_project_work"]).sum())
    asked = max((event.event_id for event in said(frames["journal_events"], REFIT)), default=0)
    if not known.empty:
        then = known.iloc[-1]
        is_alike = int(then["recipe"]) == recipe() and count < REFIT_GROWTH * max(int(then["work_count"]), 1)
        if is_alike and asked <= int(then["asked_event"]):
            return known.tail(1)[[*_FIT]]
        asked = max(asked, int(then["asked_event"]))
    fitted = frames["build_info"][["as_of"]].rename(columns={"as_of": "fitted_at"})
    return fitted.assign(work_count=count, recipe=recipe(), asked_event=asked)


def is_refit(frames: Frames) -> bool:
    """Whether this build groups everything anew: its fit is not the one of earlier builds."""
    now, known = frames["grouping_fit"].iloc[0], frames["known_fit"]
    return known.empty or any(now[name] != known.iloc[-1][name] for name in _FIT[1:])


def wordings(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Each wording ever seen: key_id, key (as titles are read today), work_count, leader, decided, similarity, title.

    Reads `work_wordings`, `grouping_fit`, `journal_events`, and of earlier builds `known_fit`, `known_wordings` and
    `known_ids`. leader is the machine's, decided what people made of it (none for ignored work); similarity is to
    decided. A key_id of which titles are read otherwise today stays, so that what was said under it is not lost.
    """
    import pandas as pd

    work = frames["work_wordings"]
    counts = Counter(
        {as_key(str(key)): n for key, n in work.loc[~work["is_project_work"], "key"].value_counts().items()}
    )
    meant, known = _known(frames["known_wordings"])
    idf = idf_of(counts)
    leaders = _leaders(frames, counts, known, idf)
    leaders |= {key: key for key in meant.values() if key and key not in leaders}
    anchors = {one: meant.get(key_id(as_key(key)))
               for one, key in frames["known_ids"][["recurrence_id", "key"]].itertuples(index=False)}  # fmt: skip
    meant = {one: key for one, key in meant.items() if key} | {key_id(key): key for key in leaders}
    spoken = meant | {one: key for one, key in anchors.items() if key}
    decided = as_decided(leaders, frames["journal_events"], idf, spoken)
    titles: dict[str, str] = dict(frames["known_wordings"][["key_id", "title"]].itertuples(index=False))
    titles |= {key_id(as_key(str(key))): title for key, title in work.groupby("key")["title"].min().items()}
    rows = [
        (one, as_text(key), counts[key] if one == key_id(key) else 0, as_text(leaders[key]),
         as_text(decided[key]) if key in decided else None,
         likeness(key, decided[key], idf) if key in decided else None, titles[one])
        for one, key in sorted(meant.items())
    ]  # fmt: skip
    columns = ["key_id", "key", "work_count", "leader", "decided", "similarity", "title"]
    return pd.DataFrame(rows, columns=columns)


def leaders_of(counts: Mapping[Key, int], known: Mapping[Key, Key], idf: Mapping[str, float]) -> dict[Key, Key]:
    """The leader of each key: known ones keep theirs, new ones join what they resemble, or found groups together."""
    fresh = [key for key in counts if key not in known]
    found = {**known, **assign_keys(fresh, known, idf)}
    return found | group_keys({key: counts[key] for key in fresh if key not in found}, idf)


def _leaders(
    frames: Frames, counts: Counter[Key], known: Mapping[Key, Key], idf: Mapping[str, float]
) -> dict[Key, Key]:
    """Those of this build. A fit for which nobody asked is settled: it moves little of what was grouped earlier."""
    if not is_refit(frames):
        return leaders_of(counts, known, idf)
    leaders, now = leaders_of(counts, {}, idf), frames["grouping_fit"].iloc[0]
    earlier = frames["known_fit"]
    if earlier.empty or now["asked_event"] != earlier.iloc[-1]["asked_event"]:
        return leaders
    share = bound(int(earlier.iloc[-1]["work_count"]), int(now["work_count"]))
    return settled(leaders, known, counts, idf, share)


def _known(rows: pd.DataFrame) -> tuple[dict[str, Key], dict[Key, Key]]:
    """What earlier builds knew: the key that each key_id means today, and the leader of each key."""
    if rows.empty:
        return {}, {}
    if (rows["recipe"] != recipe()).any():
        meant = {one: title_key(title) for one, title in rows[["key_id", "title"]].itertuples(index=False)}
        return meant, {}
    keys = [as_key(key) for key in rows["key"]]
    return dict(zip(rows["key_id"], keys, strict=True)), dict(zip(keys, map(as_key, rows["leader"]), strict=True))
