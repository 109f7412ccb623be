"""Settling: what a new fit may move. Work stays with its earlier group unless the new one is clearly better, and the
moves that gain most come first, up to a bound; the rest waits for the next fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from toil.recurrence.descent import Key
from toil.recurrence.grouping import likeness

MOVED_AT_REST = 0.003
MOVED_BY_GROWTH = 0.09
MOVED_AT_MOST = 0.025
"""A fit moves at most this share of the known work: .3 %, and 9 % of its growth, which is 2.5 % after a quarter more.

The aims are .5 % after a week and 3 % after a quarter more. Work is weighed as it is now, and what leaves may have been
more of the work then; that is what is left between.
"""
CLEARLY = 0.10
"""How much liker to its new leader than to its old group's a wording must be to be moved."""


def bound(before: int, now: int) -> float:
    """The share of the earlier work that a fit may move where `before` pieces of work have become `now`."""
    return min(MOVED_AT_MOST, MOVED_AT_REST + MOVED_BY_GROWTH * max(0, now - before) / max(before, 1))


def settled(
    new: Mapping[Key, Key], known: Mapping[Key, Key], counts: Mapping[Key, int], idf: Mapping[str, float], share: float
) -> dict[Key, Key]:
    """The new leaders of all keys, of which those of at most `share` of the known pieces of work leave their group.

    An earlier group lives on where most of its work is; groups that are joined move nothing. What leaves a group for
    one other leaves together or stays together. `counts` are pieces of work; what has none is not weighed.
    """
    homes = _homes(new, known, counts)
    leaving: defaultdict[tuple[Key, Key], list[Key]] = defaultdict(list)
    for key, group in known.items():
        if key in new and new[key] != homes.get(group, new[key]):
            leaving[homes[group], new[key]].append(key)
    left = share * sum(counts.get(key, 0) for key in known)
    found = dict(new)
    gains = {flow: _gain(*flow, keys, counts, idf) for flow, keys in leaving.items()}
    for flow in sorted(leaving, key=lambda flow: (-gains[flow], flow)):
        size = sum(counts.get(key, 0) for key in leaving[flow])
        if gains[flow] >= CLEARLY and size <= left:
            left -= size
        else:
            found.update(dict.fromkeys(leaving[flow], flow[0]))
    return found


def _homes(new: Mapping[Key, Key], known: Mapping[Key, Key], counts: Mapping[Key, int]) -> dict[Key, Key]:
    """The new leader that most of each earlier group's work has; of equally many the first in the alphabet."""
    held: Counter[tuple[Key, Key]] = Counter()
    for key, group in known.items():
        if key in new:
            held[group, new[key]] += counts.get(key, 0)
    ordered = sorted(held.items(), key=lambda one: (one[1], one[0]))
    best: dict[Key, tuple[int, Key]] = {}
    for (group, leader), count in reversed(ordered):
        if group not in best or count == best[group][0]:
            best[group] = (count, leader)
    return {group: leader for group, (_, leader) in best.items()}


def _gain(home: Key, leader: Key, keys: list[Key], counts: Mapping[Key, int], idf: Mapping[str, float]) -> float:
    """How much liker these keys are to their new leader than to the home of their earlier group, weighed by work."""
    weights = [max(counts.get(key, 0), 1) for key in keys]
    gains = [likeness(key, leader, idf) - likeness(key, home, idf) for key in keys]
    return sum(weight * gain for weight, gain in zip(weights, gains, strict=True)) / sum(weights)
