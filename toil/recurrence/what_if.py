"""What if: what a word about recurring work would change, told before it is said; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from toil.recurrence.decided import as_decided
from toil.recurrence.grouping import idf_of
from toil.recurrence.wordings import as_key, as_text

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

READS = ("wordings", "wording_costs", "recurrence_ids", "recurrences", "journal_events")
COLUMNS = ("recurrence_id", "name", "pieces_before", "pieces_after", "hours_before", "hours_after")


def frames_to_regroup(read: Callable[..., pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What `regrouped` reads of a published store."""
    return {name: read(name) for name in READS}


def regrouped(frames: Frames, settings: Settings, kind: str, subject: str, body: Mapping[str, Any]) -> pd.DataFrame:
    """The recurrences that one more word would change: recurrence_id, name, pieces and hours before and after.

    `frames` are those of `frames_to_regroup`; their `journal_events` are all that stand now, whether built or not, so
    that before is what the next build would make without this word. Hours are all that were ever recorded. A
    recurrence that would be new has no id; one with 0 pieces after would be no more. By the pieces that move, most
    first. As a build does it: the machine's leaders, then all words, oldest first.
    """
    import pandas as pd

    events = frames["journal_events"]
    number = int(events["event_id"].max()) + 1 if len(events) else 1
    row = {"event_id": number, "written_at": pd.Timestamp(0), "author": "", "kind": kind, "subject": subject,
           "body": json.dumps(dict(body))}  # fmt: skip
    said = pd.concat([events, pd.DataFrame([row])], ignore_index=True)
    sizes = {when: _sizes(frames, words, settings) for when, words in (("before", events), ("after", said))}
    both = sizes["before"].merge(sizes["after"], how="outer", on="recurrence_id", suffixes=("_before", "_after"))
    figures = ["pieces_before", "pieces_after", "hours_before", "hours_after"]
    both[figures] = both[figures].fillna(0)
    changed = both[both["pieces_before"] != both["pieces_after"]].copy()
    names = dict(zip(frames["recurrences"]["recurrence_id"], frames["recurrences"]["name"], strict=True))
    titles = changed["title_after"].fillna(changed["title_before"])
    known = changed["recurrence_id"].map(names)
    changed["name"] = known.fillna(titles)
    changed["recurrence_id"] = changed["recurrence_id"].where(~changed["recurrence_id"].str.startswith(_NEW), "")
    changed["moved"] = (changed["pieces_after"] - changed["pieces_before"]).abs()
    changed = changed.astype({"pieces_before": int, "pieces_after": int})
    return changed.sort_values(["moved", "recurrence_id"], ascending=[False, True], ignore_index=True)[list(COLUMNS)]


_NEW = "new "


def _sizes(frames: Frames, events: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Each recurrence after these words: recurrence_id (or a mark of a new one), title, pieces, hours."""
    import pandas as pd

    wordings, ids = frames["wordings"], frames["recurrence_ids"]
    present = wordings.drop_duplicates("key")
    leaders = {as_key(key): as_key(leader) for key, leader in zip(present["key"], present["leader"], strict=True)}
    counts = {as_key(key): int(count) for key, count in zip(present["key"], present["work_count"], strict=True)}
    meant = {one: as_key(key) for one, key in zip(wordings["key_id"], wordings["key"], strict=True)}
    meant |= {one: key for one, text in zip(ids["recurrence_id"], ids["key"], strict=True)
              if (key := as_key(text)) in leaders}  # fmt: skip
    decided = as_decided(leaders, events, idf_of(counts), meant)
    groups = {as_text(key): as_text(leader) for key, leader in decided.items()}
    costs = frames["wording_costs"].assign(group=frames["wording_costs"]["key"].map(groups)).dropna(subset=["group"])
    costs = costs.sort_values(["pieces", "title"], ascending=[False, True])
    sizes = costs.groupby("group", as_index=False).agg(
        title=("title", "first"), pieces=("pieces", "sum"), hours=("hours", "sum"), wordings=("key", "size")
    )
    all_differ = sizes["wordings"] == sizes["pieces"]
    sizes = sizes[sizes["pieces"] >= settings.recurrence.minimum + all_differ.astype(int)]
    living = ids.sort_values(["founded_at", "recurrence_id"])
    living = living.assign(group=living["key"].map(groups)).dropna(subset=["group"]).drop_duplicates("group")
    named = pd.Series(living["recurrence_id"].to_numpy(), index=living["group"])
    return sizes.assign(recurrence_id=sizes["group"].map(named).fillna(_NEW + sizes["group"]))[
        ["recurrence_id", "title", "pieces", "hours"]
    ]
