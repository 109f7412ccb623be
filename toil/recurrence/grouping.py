"""Grouping: which keys are the same recurring work. Pattern descent, an identity guard, leaders, then profiles.

Works on distinct keys, not on items. Measured choices: patterns cover half of a key; a slot is an identity (a
service's name) where keys seen three times or more hold 80 % of a pattern that says little else; groups join a bigger
one at an idf-weighted cosine of .55 (trusted pattern) or .60 (whole key), or .8 across an identity.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from toil.recurrence.descent import Key, Words, is_trusted, numbered, patterns
from toil.recurrence.leading import led
from toil.recurrence.near import unit_rows
from toil.recurrence.opposites import are_opposed, directions
from toil.recurrence.prefixes import near, parts, sides
from toil.recurrence.profiles import joined_by_profile

if TYPE_CHECKING:
    from toil.recurrence.prefixes import Floats, Ints

JOIN_TRUSTED = 0.55
JOIN_WHOLE = 0.60
JOIN_IDENTITY = 0.80
IDENTITY_COUNT = 3
IDENTITY_SHARE = 0.80
IDENTITY_WORDS = 2
"""A pattern of more words than this says what the job is by itself; what varies in it is then no identity."""


class Seed(NamedTuple):
    """Keys that one pattern (or one whole key) holds together before leaders join them."""

    words: Key
    keys: tuple[Key, ...]
    size: int
    trusted: bool
    is_identity: bool = False


def group_keys(counts: Mapping[Key, int], idf: Mapping[str, float] | None = None) -> dict[Key, Key]:
    """Each key's leader: the words that its group is known by. Keys with one leader are one kind of work.

    `counts` maps keys (`words.title_key`) to pieces of work; `idf` weighs the words where these are not all keys
    there are. The answer does not depend on their order.
    """
    ordered = sorted(counts)
    if not ordered:
        return {}
    words = numbered(ordered, counts)
    idf = idf or _idf(words)
    seeds = sorted(_seeds(ordered, words), key=lambda seed: (-seed.size, seed.words))
    leader_of = _lead(seeds, idf)
    found = {key: seeds[leader].words for seed, leader in zip(seeds, leader_of, strict=True) for key in seed.keys}
    apart = frozenset(seed.words for seed in seeds if seed.is_identity)
    final = joined_by_profile([found[key] for key in ordered], words, idf, apart)
    return {key: final.get(leader, leader) for key, leader in found.items()}


def assign_keys(new: Iterable[Key], leaders: Mapping[Key, Key], idf: Mapping[str, float]) -> dict[Key, Key]:
    """The leader of each new key that fits one; keys that fit none are left out, so that they may found groups.

    `leaders` maps known keys to their leaders (as `group_keys` answers), `idf` weighs the words (`idf_of`); a word
    that it does not know is as telling as the rarest it knows. A known key keeps its leader. Any other goes to the
    nearest leader that is `JOIN_WHOLE` alike and not its opposite; of equally near ones the first in the alphabet.
    The order of neither argument matters, and nothing that is known moves.
    """
    import numpy as np

    keys = sorted(set(new))
    found = {key: leaders[key] for key in keys if key in leaders}
    unknown = [key for key in keys if key and key not in leaders]
    known = sorted({leader for leader in leaders.values() if leader})
    if not unknown or not known:
        return found
    rarest = max(idf.values(), default=1.0)
    weights = dict(idf) | {word: rarest for key in (*unknown, *known) for word in key if word not in idf}
    rows, others = unit_rows(unknown, weights), unit_rows(known, weights)
    asking, answering = sides(rows, others, JOIN_WHOLE, JOIN_WHOLE)
    for part in parts(np.arange(len(unknown)), asking, answering):
        one, other, cosine = near(asking.rows(part), answering, JOIN_WHOLE)
        for key, _, leader in sorted(zip(part[one].tolist(), (-cosine.round(9)).tolist(), other.tolist(), strict=True)):
            if unknown[key] not in found and not are_opposed(unknown[key], known[leader]):
                found[unknown[key]] = known[leader]
    return found


def likeness(first: Key, second: Key, idf: Mapping[str, float]) -> float:
    """The idf-weighted cosine of two keys, between 0 and 1."""
    shared = sum(idf.get(word, 1.0) ** 2 for word in set(first) & set(second))
    lengths = math.prod(math.sqrt(sum(idf.get(word, 1.0) ** 2 for word in key)) for key in (first, second))
    return min(1.0, shared / lengths) if lengths else 0.0


def idf_of(counts: Mapping[Key, int]) -> dict[str, float]:
    """How telling each word is: 1 + ln(pieces of work / pieces of work whose title holds it), smoothed."""
    return _idf(numbered(sorted(counts), counts))


def _idf(words: Words) -> dict[str, float]:
    import numpy as np

    held = np.bincount(words.word, weights=words.counts[words.key], minlength=len(words.names))
    values = 1.0 + np.log((1 + words.counts.sum()) / (1 + held))
    return dict(zip(words.names, values.tolist(), strict=True))


def _seeds(keys: list[Key], words: Words) -> Iterator[Seed]:
    counts = words.counts.tolist()
    held: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, pattern in enumerate(patterns(words)):
        if is_trusted(pattern, keys[number]):
            held[pattern].append(number)
        else:
            yield Seed(keys[number], (keys[number],), counts[number], trusted=False)
    for pattern, numbers in held.items():
        named = tuple(words.names[word] for word in pattern)
        yield from _guarded(named, {keys[number]: counts[number] for number in numbers})


def _guarded(pattern: Key, counts: Mapping[Key, int]) -> Iterator[Seed]:
    """One seed of all keys of a pattern, or one for each identity where the free slot holds identities."""
    often = [key for key, count in counts.items() if count >= IDENTITY_COUNT]
    rest = dict(counts)
    frequent = sum(counts[key] for key in often) >= IDENTITY_SHARE * sum(counts.values())
    if len(often) > 1 and frequent and len(pattern) <= IDENTITY_WORDS:
        for key in often:
            yield Seed(key, (key,), rest.pop(key), trusted=True, is_identity=True)
    if rest:
        yield Seed(tuple(sorted(pattern)), tuple(rest), sum(rest.values()), trusted=True)


def _lead(seeds: list[Seed], idf: Mapping[str, float]) -> list[int]:
    """For each seed (biggest first) the place of its leader: itself, or the nearest bigger leader."""
    import numpy as np

    vectors = unit_rows([seed.words for seed in seeds], idf)
    needed = np.where([seed.trusted for seed in seeds], JOIN_TRUSTED, JOIN_WHOLE)
    identity = np.array([seed.is_identity for seed in seeds])
    direction = directions(vectors, list(idf))

    def may(one: Ints, other: Ints, cosine: Floats) -> Any:
        near_enough = (cosine >= JOIN_IDENTITY) | ~(identity[one] & identity[other])
        return near_enough & (direction[one] * direction[other] >= 0)

    return led(vectors, needed, may)
