"""Grouping: which keys are the same recurring work. Pattern descent, an identity guard, then leaders.

Works on distinct keys, not on items. Measured choices: patterns cover half of a key; a slot is an identity (a
service's name) where keys seen three times or more hold 80 % of a pattern; groups join a bigger one at an
idf-weighted cosine of .55 (trusted pattern) or .60 (whole key), or .8 across an identity.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toil.recurrence.descent import Key, PatternTree, is_trusted

JOIN_TRUSTED = 0.55
JOIN_WHOLE = 0.60
JOIN_IDENTITY = 0.80
IDENTITY_COUNT = 3
IDENTITY_SHARE = 0.80
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Seed:
    """Keys that one pattern (or one whole key) holds together before leaders join them."""

    words: Key
    keys: tuple[Key, ...]
    size: int
    trusted: bool
    family: frozenset[str]  # of an identity: the pattern whose other identities it stays apart from


def group_keys(counts: Mapping[Key, int]) -> dict[Key, Key]:
    """Each key's leader: the words that its group is known by. Keys with one leader are one kind of work.

    `counts` maps keys (`words.title_key`) to pieces of work. The answer does not depend on their order.
    """
    ordered = {key: counts[key] for key in sorted(counts)}
    seeds = sorted(_seeds(ordered), key=lambda seed: (-seed.size, seed.words))
    if not seeds:
        return {}
    idf = _idf(ordered)
    leader_of = _lead(seeds, idf)
    return {key: seeds[leader].words for seed, leader in zip(seeds, leader_of, strict=True) for key in seed.keys}


def likeness(first: Key, second: Key, idf: Mapping[str, float]) -> float:
    """The idf-weighted cosine of two keys, between 0 and 1."""
    shared = sum(idf.get(word, 1.0) ** 2 for word in set(first) & set(second))
    lengths = math.prod(math.sqrt(sum(idf.get(word, 1.0) ** 2 for word in key)) for key in (first, second))
    return min(1.0, shared / lengths) if lengths else 0.0


def idf_of(counts: Mapping[Key, int]) -> dict[str, float]:
    """How telling each word is: 1 + ln(pieces of work / pieces of work whose title holds it), smoothed."""
    return _idf(counts)


def _seeds(counts: Mapping[Key, int]) -> Iterator[Seed]:
    tree = PatternTree(counts)
    held: defaultdict[frozenset[str], list[Key]] = defaultdict(list)
    for key in counts:
        pattern = tree.pattern(key)
        if is_trusted(pattern, key):
            held[pattern].append(key)
        else:
            yield Seed(key, (key,), counts[key], trusted=False, family=frozenset())
    for pattern, keys in held.items():
        yield from _guarded(pattern, keys, counts)


def _guarded(pattern: frozenset[str], keys: list[Key], counts: Mapping[Key, int]) -> Iterator[Seed]:
    """One seed of all keys of a pattern, or one for each identity where the free slot holds identities."""
    total = sum(counts[key] for key in keys)
    often = [key for key in keys if counts[key] >= IDENTITY_COUNT]
    if len(often) > 1 and sum(counts[key] for key in often) >= IDENTITY_SHARE * total:
        for key in often:
            yield Seed(key, (key,), counts[key], trusted=True, family=pattern)
        keys = [key for key in keys if counts[key] < IDENTITY_COUNT]
        total = sum(counts[key] for key in keys)
    if keys:
        yield Seed(tuple(sorted(pattern)), tuple(keys), total, trusted=True, family=frozenset())


def _idf(counts: Mapping[Key, int]) -> dict[str, float]:
    total = sum(counts.values())
    number: Counter[str] = Counter()
    for key, count in counts.items():
        for word in key:
            number[word] += count
    return {word: 1.0 + math.log((1 + total) / (1 + n)) for word, n in number.items()}


def _lead(seeds: list[Seed], idf: Mapping[str, float]) -> list[int]:
    """For each seed (biggest first) the place of its leader: itself, or the nearest bigger leader."""
    best = list(range(len(seeds)))
    for place, neighbours in enumerate(_neighbours(seeds, idf)):
        for similarity, other in sorted(neighbours, key=lambda pair: (-pair[0], pair[1])):
            if other < place and best[other] == other and similarity >= _needed(seeds[place], seeds[other]):
                best[place] = other
                break
    return best


def _needed(seed: Seed, leader: Seed) -> float:
    if seed.family and leader.family:
        return JOIN_IDENTITY
    return JOIN_TRUSTED if seed.trusted else JOIN_WHOLE


def _neighbours(seeds: list[Seed], idf: Mapping[str, float]) -> Iterator[list[tuple[float, int]]]:
    """For each seed those before it that are alike enough to matter, a block of rows at a time (bounded memory)."""
    vectors = _vectors(seeds, idf)
    for start in range(0, len(seeds), ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, len(seeds))
        products = (vectors[start:stop] @ vectors[:stop].T).tocsr()
        for row in range(products.shape[0]):
            part = slice(products.indptr[row], products.indptr[row + 1])
            values, places = products.data[part], products.indices[part]
            near = values >= JOIN_TRUSTED
            yield list(zip(values[near].tolist(), places[near].tolist(), strict=True))


def _vectors(seeds: list[Seed], idf: Mapping[str, float]) -> Any:
    """Sparse rows of unit length, one a seed: its words weighted by idf."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    place = {word: number for number, word in enumerate(idf)}
    rows = np.repeat(np.arange(len(seeds)), [len(seed.words) for seed in seeds])
    columns = np.array([place[word] for seed in seeds for word in seed.words])
    values = np.array([idf[word] for seed in seeds for word in seed.words])
    return normalize(csr_matrix((values, (rows, columns)), shape=(len(seeds), len(idf))))
