"""What people decided about groups: merged, split, kept apart, ignored; their last word wins over every likeness.

People speak of wordings: every id a recurrence ever had is the id of one of its wordings. So what they said means the
same after a rebuild, after the machine groups anew, and while a wording is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toil.recurrence.descent import Key
from toil.recurrence.grouping import likeness
from toil.recurrence.said import said

if TYPE_CHECKING:
    import pandas as pd

DECIDED = ("merge", "split", "apart", "ignore")
"""Journal kinds; the subject is a recurrence_id, and the body of all but `ignore` names an `other` id."""
SPOKEN = ("rename", *DECIDED, "refit")
"""All kinds in which people speak of recurring work."""


def as_decided(
    leaders: Mapping[Key, Key], events: pd.DataFrame, idf: Mapping[str, float], keys: Mapping[str, Key]
) -> dict[Key, Key]:
    """Each key's leader after what people said, oldest first; keys of ignored groups are left out.

    `keys` has the key that each id means: that of the wording it was made of, or the one that stands for a recurrence.

    `merge` makes one group of two; `split` takes the one wording `other` out of its group; `apart` divides a group
    between two of its wordings, each key going to the one it is more like. `events` is `journal_events`.
    """
    decided = dict(leaders)
    ignored: set[Key] = set()
    spoken = sorted((event.event_id, kind, event) for kind in DECIDED for event in said(events, kind))
    for _, kind, event in spoken:
        one, other = keys.get(event.subject), keys.get(str(event.body.get("other") or ""))
        if kind == "ignore" and one is not None:
            ignored.add(one)
        elif one is not None and other is not None and one != other:
            _apply(kind, one, other, decided, idf)
    unwanted = {decided[key] for key in ignored}
    return {key: leader for key, leader in decided.items() if leader not in unwanted}


def _apply(kind: str, one: Key, other: Key, decided: dict[Key, Key], idf: Mapping[str, float]) -> None:
    here, there = decided[one], decided[other]
    if kind == "merge":
        decided.update({key: here for key, leader in decided.items() if leader == there})
    elif here == there:
        leaving = [key for key, leader in decided.items() if leader == here and _leaves(kind, key, one, other, idf)]
        fresh = _unused(other, frozenset(decided.values()))
        decided.update(dict.fromkeys(leaving, fresh))


def _leaves(kind: str, key: Key, one: Key, other: Key, idf: Mapping[str, float]) -> bool:
    if key in (one, other) or kind == "split":
        return key == other
    return likeness(key, other, idf) > likeness(key, one, idf)


def _unused(leader: Key, taken: frozenset[Key]) -> Key:
    """A leader that no other group has: the wording itself, marked where a group is known by it already."""
    while leader in taken:
        leader = (*leader, "·")
    return leader
