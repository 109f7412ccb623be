"""Profiles: groups whose members, taken together, say the same in other words are one group.

A single title holds names of people and things that no other title holds; over a group they average out, and what
remains is what the job is. So groups are compared by the words that most of their members hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toil.recurrence.descent import Key, Words
from toil.recurrence.leading import led
from toil.recurrence.near import cosines, unit
from toil.recurrence.opposites import directions, turning

if TYPE_CHECKING:
    from toil.recurrence.prefixes import Floats, Ints

JOIN_PROFILE = 0.45
"""Chosen on the sample and a second seed (7), where .50 left halves of jobs apart (English V-measure .950 and .949; now
.957 and .951); a third seed (11) went from .948 to .954. At .40 planted work does better still, but real titles of bugs
are joined by their topic."""
CORE_SHARE = 0.5
SHARED_CORE = 2
FEWEST_MEMBERS = 3


def joined_by_profile(
    leaders: Sequence[Key], words: Words, idf: Mapping[str, float], apart: frozenset[Key]
) -> dict[Key, Key]:
    """What each leader's group is known by after groups of like profile have joined the biggest of them.

    `leaders` has the leader of each key of `words`, in their order; `apart` stay alone.
    """
    import numpy as np

    names = list(dict.fromkeys(leaders))
    place = {leader: number for number, leader in enumerate(names)}
    group = np.fromiter(map(place.__getitem__, leaders), dtype=np.int64, count=len(leaders))
    sizes = np.bincount(group, weights=words.counts, minlength=len(names))
    big = [number for number in np.flatnonzero(sizes >= FEWEST_MEMBERS).tolist() if names[number] not in apart]
    big.sort(key=lambda number: (-sizes[number], names[number]))
    if not big:
        return {}
    position = np.full(len(names), -1)
    position[big] = np.arange(len(big))
    row = position[group][words.key]
    width, inside = len(words.names), row >= 0
    slots, slot = np.unique(row[inside] * width + words.word[inside], return_inverse=True)
    held = np.bincount(slot, weights=words.counts[words.key[inside]])
    row, column = slots // width, slots % width
    core = held >= CORE_SHARE * sizes[big][row]
    row, column, held = row[core], column[core], held[core]
    weight = np.fromiter(map(idf.__getitem__, words.names), dtype=float, count=width)
    vectors = unit(weight[column] * held / sizes[big][row], column, np.bincount(row, minlength=len(big)), width)
    leader = led(vectors, np.full(len(big), JOIN_PROFILE), _may_join(vectors, words.names))
    return {names[big[one]]: names[big[other]] for one, other in enumerate(leader)}


def _may_join(vectors: Any, words: Sequence[str]) -> Any:
    """Two groups may be one where they are not opposed, and `SHARED_CORE` words are common to both.

    Words that only give or take (create, 作成) do not count there: they say what is done, and not with what.
    """

    held = vectors.copy()
    held.data = (~turning(words)[held.indices]).astype(float)
    direction = directions(vectors, words)

    def may(one: Ints, other: Ints, cosine: Floats) -> Any:
        return (cosines(held, one, other) >= SHARED_CORE) & (direction[one] * direction[other] >= 0)

    return may
