"""Pattern descent: the words that a key shares with the most other keys, found greedily from the commonest on.

The recipe and its measurements are ours (docs: "what was measured"); its kin are FP-trees (Han et al. 2000), which
also walk from frequent words to rarer ones, and the fixed-depth tree of Drain (He et al. 2017). All keys descend at
once, a level at a time, so that a million titles take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

Key = tuple[str, ...]

DEEPEST = 8
FEWEST = 3
SHARE_OF_PATTERN = 0.08
TRUSTED_COVER = 0.65


@dataclass(frozen=True)
class Words:
    """Keys as numbers: entry n says that key `key[n]` holds the word `names[word[n]]`; entries are sorted by key.

    `names` is in the order of the alphabet; `counts` says how many pieces of work each key has.
    """

    names: list[str]
    key: Ints
    word: Ints
    counts: Ints


def numbered(keys: Sequence[Key], counts: Mapping[Key, int]) -> Words:
    """The keys as numbers, in the order given."""
    import numpy as np

    names = sorted(set(chain.from_iterable(keys)))
    place = {word: number for number, word in enumerate(names)}
    key = np.repeat(np.arange(len(keys)), np.fromiter(map(len, keys), dtype=np.int64, count=len(keys)))
    word = np.fromiter(map(place.__getitem__, chain.from_iterable(keys)), dtype=np.int64, count=len(key))
    return Words(names, key, word, np.fromiter(map(counts.__getitem__, keys), dtype=np.int64, count=len(keys)))


def patterns(words: Words) -> list[tuple[int, ...]]:
    """For each key the words (sorted numbers) of the pattern that it descends to; empty if none of them recurs.

    A key takes the word that most pieces of work of its node hold, if they are at least `FEWEST` and
    `SHARE_OF_PATTERN` of the node; keys that took the same words share a node.
    """
    import numpy as np

    number, width = len(words.counts), len(words.names)
    node = np.zeros(number, dtype=np.int64)
    floor = np.full(number, float(FEWEST))
    active = np.ones(number, dtype=bool)
    chosen = np.zeros(len(words.key), dtype=bool)
    for _ in range(DEEPEST):
        entries = np.flatnonzero(active[words.key] & ~chosen)
        if not len(entries):
            break
        key, word = words.key[entries], words.word[entries]
        _, slot = np.unique(node[key] * width + word, return_inverse=True)
        count = np.bincount(slot, weights=words.counts[key])[slot]
        # Ties are broken by the word itself, so that the order of the keys changes nothing.
        order = np.lexsort((word, count, key))
        last = order[np.append(key[order][1:] != key[order][:-1], True)]
        best = last[count[last] >= floor[key[last]]]
        chosen[entries[best]] = True
        active[:] = False
        active[key[best]] = True
        _, node[key[best]] = np.unique(slot[best], return_inverse=True)
        floor[key[best]] = np.maximum(FEWEST, SHARE_OF_PATTERN * count[best])
    found: list[list[int]] = [[] for _ in range(number)]
    for one, word_number in zip(words.key[chosen].tolist(), words.word[chosen].tolist(), strict=True):
        found[one].append(word_number)
    return [tuple(sorted(one)) for one in found]


def is_trusted(pattern: Sequence[object], key: Sequence[object]) -> bool:
    """Whether a pattern covers enough of a key's words to stand for it."""
    return len(pattern) >= TRUSTED_COVER * len(key) and len(pattern) > 0
