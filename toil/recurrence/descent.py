"""Pattern descent: the words that a key shares with the most other keys, found greedily from the commonest on.

The recipe and its measurements are ours (docs: "what was measured"); its kin are FP-trees (Han et al. 2000), which
also walk from frequent words to rarer ones, and the fixed-depth tree of Drain (He et al. 2017).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Key = tuple[str, ...]

DEEPEST = 8
FEWEST = 3
SHARE_OF_PATTERN = 0.08
TRUSTED_COVER = 0.5


class PatternTree:
    """Patterns of the given keys; `counts` says how many pieces of work each key has."""

    def __init__(self, counts: Mapping[Key, int]) -> None:
        self._counts = counts
        self._keys_with: dict[str, list[Key]] = {}
        for key in counts:
            for word in key:
                self._keys_with.setdefault(word, []).append(key)
        self._words: dict[frozenset[str], tuple[dict[str, int], list[Key], int]] = {}
        self._root = {word: sum(counts[key] for key in keys) for word, keys in self._keys_with.items()}

    def pattern(self, key: Key) -> frozenset[str]:
        """The pattern that a key descends to; a subset of its words, empty if none recurs."""
        chosen: frozenset[str] = frozenset()
        counts, floor = self._root, float(FEWEST)
        while len(chosen) < min(DEEPEST, len(key)):
            # Ties are broken by the word itself, so that the order of the keys changes nothing.
            count, word = max((counts.get(word, 0), word) for word in key if word not in chosen)
            if count < floor:
                break
            keys = self._keys(chosen)
            chosen = chosen | {word}
            counts, size = self._node(chosen, word, keys)
            floor = max(FEWEST, SHARE_OF_PATTERN * size)
        return chosen

    def _keys(self, chosen: frozenset[str]) -> list[Key] | None:
        return self._words[chosen][1] if chosen else None

    def _node(self, chosen: frozenset[str], word: str, within: list[Key] | None) -> tuple[dict[str, int], int]:
        """Counts of the words in the keys that hold `chosen`, and how many pieces of work those keys have."""
        if chosen not in self._words:
            keys = self._keys_with[word] if within is None else [key for key in within if word in key]
            counts: Counter[str] = Counter()
            for key in keys:
                number = self._counts[key]
                for other in key:
                    counts[other] += number
            self._words[chosen] = (counts, keys, counts[word])
        counts_here, _, size = self._words[chosen]
        return counts_here, size


def is_trusted(pattern: frozenset[str], key: Key) -> bool:
    """Whether a pattern covers enough of a key's words to stand for it."""
    return len(pattern) >= TRUSTED_COVER * len(key) and len(pattern) > 0
