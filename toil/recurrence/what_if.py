"""What if: what a word about recurring work would change, told before it is said; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from toil.recurrence.decided import DECIDED, as_decided
from toil.recurrence.grouping import idf_of
from toil.recurrence.said import said
from toil.recurrence.wordings import as_key, as_text

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

COLUMNS = ("recurrence_id", "name", "pieces_before", "pieces_after", "hours_before", "hours_after")


def frames_to_regroup(
    read: Callable[..., pd.DataFrame], events: pd.DataFrame, kind: str, subject: str, body: Mapping[str, Any]
) -> dict[str, pd.DataFrame]:
    """What `regrouped` reads of a published store for this word: only the groups that it can reach.

    Those are the groups of the two wordings that it names, with all that were ever said to be one of them or apart.
    `weighed` are the wordings by which words are weighed: all that there are where likeness may decide, between two
    that are to be `apart` and are of one group.
    """
    spoken = [(*_named(one.subject, one.body), one_kind) for one_kind in DECIDED for one in said(events, one_kind)]
    spoken.append((*_named(subject, body), kind))
    ids = sorted({one for *named, _ in spoken for one in named if one})
    founders = _column(read("recurrence_ids", recurrence_id=ids), "recurrence_id", "key")
    meant = _column(read("wordings", key_id=ids), "key_id", "key")
    leaders = _column(read("wordings", key=sorted({*meant.values(), *founders.values()})), "key", "leader")
    meant |= {one: key for one, key in founders.items() if key in leaders}
    pairs = [({leaders[meant[one]] for one in named if one in meant}, one_kind) for *named, one_kind in spoken]
    reached = set(pairs[-1][0])
    while more := {leader for pair, _ in pairs if pair & reached for leader in pair} - reached:
        reached |= more
    wordings = read("wordings", leader=sorted(reached))
    keys = sorted(set(wordings["key"]))
    within = [(pair, one_kind) for pair, one_kind in pairs if pair & reached]
    is_joined = any(one_kind == "merge" for _, one_kind in within)
    is_weighed = any(one_kind == "apart" and (is_joined or len(pair) == 1) for pair, one_kind in within)
    living = read("recurrence_ids", key=keys)
    return {
        "wordings": wordings,
        "weighed": read("wordings") if is_weighed else wordings,
        "wording_costs": read("wording_costs", key=keys),
        "recurrence_ids": living,
        "recurrences": read("recurrences", recurrence_id=sorted(set(living["recurrence_id"]))),
        "journal_events": events,
    }


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
    one_more = pd.concat([events, pd.DataFrame([row])], ignore_index=True)
    sizes = {when: _sizes(frames, words, settings) for when, words in (("before", events), ("after", one_more))}
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


def _named(subject: str, body: Mapping[str, Any]) -> tuple[str, str]:
    return subject, str(body.get("other") or "")


def _column(rows: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(rows[key], rows[value], strict=True))


def _sizes(frames: Frames, events: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Each recurrence after these words: recurrence_id (or a mark of a new one), title, pieces, hours."""
    import pandas as pd

    wordings, ids = frames["wordings"], frames["recurrence_ids"]
    leaders = {as_key(key): as_key(leader) for key, leader in _column(wordings, "key", "leader").items()}
    weighed = frames["weighed"].groupby("key", sort=False)["work_count"].max()  # only a key's own id counts its work
    counts = {as_key(str(key)): int(count) for key, count in weighed.items()}
    meant = {one: as_key(key) for one, key in zip(wordings["key_id"], wordings["key"], strict=True)}
    meant |= {one: key for one, text in zip(ids["recurrence_id"], ids["key"], strict=True)
              if (key := as_key(text)) in leaders}  # fmt: skip
    decided = as_decided(leaders, events, idf_of(counts), meant)
    groups = {as_text(key): as_text(leader) for key, leader in decided.items()}
    costs = frames["wording_costs"]
    costs = costs.assign(group=costs["key"].map(groups).astype(object)).dropna(subset=["group"])
    costs = costs.sort_values(["pieces", "title"], ascending=[False, True])
    sizes = costs.groupby("group", as_index=False).agg(
        title=("title", "first"), pieces=("pieces", "sum"), hours=("hours", "sum"), wordings=("key", "size")
    )
    all_differ = sizes["wordings"] == sizes["pieces"]
    sizes = sizes[sizes["pieces"] >= settings.recurrence.minimum + all_differ.astype(int)]
    living = ids.sort_values(["founded_at", "recurrence_id"])
    living = (
        living.assign(group=living["key"].map(groups).astype(object)).dropna(subset=["group"]).drop_duplicates("group")
    )
    named = pd.Series(living["recurrence_id"].to_numpy(), index=living["group"])
    ids_of_groups = sizes["group"].map(named).astype(object).fillna(_NEW + sizes["group"])
    return sizes.assign(recurrence_id=ids_of_groups)[["recurrence_id", "title", "pieces", "hours"]]
