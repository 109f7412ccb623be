"""Profiles: groups whose members, taken together, say the same in other words are one group.

A single title holds names of people and things that no other title holds; over a group they average out, and what
remains is what the job is. So groups are compared by the words that most of their members hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from toil.recurrence.descent import Key
from toil.recurrence.near import alike, unit_rows
from toil.recurrence.opposites import are_opposed

JOIN_PROFILE = 0.5
CORE_SHARE = 0.5
SHARED_CORE = 2
FEWEST_MEMBERS = 3


def joined_by_profile(
    leaders: Mapping[Key, Key], counts: Mapping[Key, int], idf: Mapping[str, float], apart: frozenset[Key]
) -> dict[Key, Key]:
    """The leaders of all keys after groups of like profile have joined the biggest of them; `apart` stay alone."""
    sizes: Counter[Key] = Counter()
    shares: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for key, leader in leaders.items():
        sizes[leader] += counts[key]
        for word in key:
            shares[leader][word] += counts[key]
    big = [one for one in sorted(sizes, key=lambda one: (-sizes[one], one))
           if sizes[one] >= FEWEST_MEMBERS and one not in apart]  # fmt: skip
    cores = [{word: idf[word] * count / sizes[one] for word, count in sorted(shares[one].items())
              if count >= CORE_SHARE * sizes[one]} for one in big]  # fmt: skip
    moved = _joined(cores, {word: number for number, word in enumerate(idf)})
    final = {big[one]: big[other] for one, other in moved.items()}
    return {key: final.get(leader, leader) for key, leader in leaders.items()}


def _joined(cores: list[dict[str, float]], place: dict[str, int]) -> dict[int, int]:
    """Which group (by its place, biggest first) joins which bigger one that joins nobody itself."""
    moved: dict[int, int] = {}
    for later, earlier, cosine in alike(unit_rows(cores, place), JOIN_PROFILE):
        for one, _, other in sorted(zip(later.tolist(), (-cosine).tolist(), earlier.tolist(), strict=True)):
            if one not in moved and other not in moved and _may_join(cores[one], cores[other]):
                moved[one] = other
    return moved


def _may_join(first: dict[str, float], second: dict[str, float]) -> bool:
    return len(first.keys() & second.keys()) >= SHARED_CORE and not are_opposed(first, second)
