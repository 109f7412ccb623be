"""Pairs of word vectors that are alike, found by their rare words, without comparing all with all.

Prefix filtering (Bayardo et al. 2007): of two unit vectors that reach a threshold the rarest word that both hold is,
in each, among the words that are left when the commonest are taken off up to a length of the threshold: the prefix.
Only pairs that share a word of both prefixes are looked at; and of these only those are compared whose product can
reach the threshold: what the prefixes share, and at most the lengths of what is left of each multiplied (as in L2AP,
Anastasiu & Karypis 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.recurrence.near import cosines

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

PAIRS_AT_ONCE = 4_000_000
STEPS = 32
"""How finely the order of words is cut to tell how long a vector still is beyond a word."""
TOLERANCE = 1e-6
"""Lengths are kept in single precision."""


@dataclass(frozen=True)
class Side:
    """Vectors, their prefixes, the word and the step where these end, and the lengths after it and beyond each step."""

    vectors: Any
    prefix: Any
    end: Ints
    step: Ints
    left: Any
    beyond: Any

    def rows(self, chosen: Ints) -> Side:
        """The same of some rows."""
        return Side(self.vectors[chosen], self.prefix[chosen], self.end[chosen], self.step[chosen],
                    self.left[chosen], self.beyond[chosen])  # fmt: skip


def sides(asking: Any, answering: Any, needed: Floats | float, least: float) -> tuple[Side, Side]:
    """Both sides ready to be compared: rows that need `needed` (one value, or one a row), and those that they ask.

    Both have unit rows over the same words; `least` is the smallest of `needed`.
    """
    import numpy as np

    frequency = np.bincount(answering.indices, minlength=answering.shape[1])
    rank = np.empty(len(frequency), dtype=np.int64)
    rank[np.lexsort((np.arange(len(frequency)), frequency))] = np.arange(len(frequency))
    one, other = _prefix(asking, rank, needed), _prefix(answering, rank, least)
    ends = np.concatenate([one[1], other[1]])
    steps = np.unique(np.quantile(ends, np.linspace(0, 1, STEPS, endpoint=False)).astype(np.int64))
    return _side(asking, rank, steps, *one), _side(answering, rank, steps, *other)


def parts(rows: Ints, asking: Side, answering: Side, fewest: int = 1) -> list[Ints]:
    """The rows of `asking` in parts, at least `fewest`, of a bounded number of pairs each, whatever the words."""
    import numpy as np

    held = np.bincount(answering.prefix.indices, minlength=answering.prefix.shape[1])
    pairs = np.asarray((asking.prefix[rows] != 0) @ held).sum()
    return np.array_split(rows, max(fewest, min(len(rows), int(pairs) // PAIRS_AT_ONCE + 1)))


def near(asking: Side, answering: Side, needed: Any, before: Any = None) -> tuple[Ints, Ints, Floats]:
    """Pairs (row of `asking`, row of `answering`, cosine) that reach `needed` (one value, or one a row of `asking`).

    `before(row, other)`, if given, says which pairs are wanted at all.
    """
    import numpy as np

    product = (asking.prefix @ answering.prefix.T).tocsr()
    one = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    other, shared = product.indices.astype(np.int64), product.data
    floor = np.broadcast_to(np.asarray(needed, dtype=float), (asking.prefix.shape[0],))
    if before is not None:
        wanted = before(one, other)
        one, other, shared = one[wanted], other[wanted], shared[wanted]
    most = shared + np.where(
        asking.end[one] <= answering.end[other],
        asking.left[one] * answering.beyond[other, asking.step[one]],
        asking.beyond[one, answering.step[other]] * answering.left[other],
    )
    hopeful = most >= floor[one] - TOLERANCE
    one, other = one[hopeful], other[hopeful]
    cosine = cosines(asking.vectors, one, other, answering.vectors)
    reached = cosine >= floor[one]
    return one[reached], other[reached], cosine[reached]


def _side(vectors: Any, rank: Ints, steps: Ints, prefix: Any, end: Ints, left: Floats) -> Side:
    import numpy as np

    row, at = _entries(vectors), np.searchsorted(steps, rank[vectors.indices], side="left")
    squares = np.bincount(
        row * (len(steps) + 1) + at, weights=vectors.data**2, minlength=vectors.shape[0] * (len(steps) + 1)
    ).reshape(vectors.shape[0], len(steps) + 1)
    beyond = np.sqrt(np.cumsum(squares[:, :0:-1], axis=1)[:, ::-1]).astype(np.float32)
    step = np.searchsorted(steps, end, side="right") - 1
    return Side(vectors, prefix, end, step, left.astype(np.float32), beyond)


def _prefix(vectors: Any, rank: Ints, needed: Floats | float) -> tuple[Any, Ints, Floats]:
    """The vectors without their commonest words, which are shorter than `needed`; where they end; the rest's length."""
    import numpy as np
    from scipy.sparse import csr_matrix

    row = _entries(vectors)
    ranks = rank[vectors.indices]
    order = np.lexsort((-ranks, row))
    squares = np.cumsum(vectors.data[order] ** 2)
    before = np.append(0.0, squares)[vectors.indptr[:-1]]
    length = np.sqrt(np.maximum(0, squares - before[row]))
    dropped = length < np.broadcast_to(np.asarray(needed, dtype=float), (vectors.shape[0],))[row] - 1e-9
    kept = order[~dropped]
    end, left = np.zeros(vectors.shape[0], dtype=np.int64), np.zeros(vectors.shape[0])
    np.maximum.at(end, row[~dropped], ranks[kept])
    np.maximum.at(left, row[dropped], length[dropped])
    return csr_matrix((vectors.data[kept], (row[~dropped], vectors.indices[kept])), shape=vectors.shape), end, left


def _entries(vectors: Any) -> Ints:
    import numpy as np

    return np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
