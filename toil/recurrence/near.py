"""Neighbours: which of many word vectors are alike, without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from toil.recurrence.descent import Key

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

ROWS_AT_ONCE = 5_000
PAIRS_AT_ONCE = 500_000


def unit_rows(keys: Sequence[Key], weights: Mapping[str, float]) -> Any:
    """Sparse rows of unit length, one a key, of the weights of its words; columns are in the order of `weights`."""
    import numpy as np

    place = {word: number for number, word in enumerate(weights)}
    values = np.fromiter(weights.values(), dtype=float, count=len(weights))
    lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    words = chain.from_iterable(keys)
    columns = np.fromiter(map(place.__getitem__, words), dtype=np.int64, count=int(lengths.sum()))
    return unit(values[columns], columns, lengths, len(weights))


def unit(values: Any, columns: Ints, lengths: Ints, width: int) -> Any:
    """Sparse rows of unit length from the values of all rows, their columns, and how many each row has."""
    import numpy as np
    from scipy.sparse import csr_matrix

    row = np.repeat(np.arange(len(lengths)), lengths)
    norms = np.sqrt(np.bincount(row, weights=values**2, minlength=len(lengths)))
    return csr_matrix((values / norms[row], columns, np.append(0, np.cumsum(lengths))), shape=(len(lengths), width))


def alike_by_rare_words(vectors: Any, threshold: float, held_by: int) -> Iterator[tuple[Ints, Ints, Any]]:
    """Pairs (later row, earlier row, cosine) of at least `threshold` that share a word held by `held_by` rows or fewer.

    What bounds the pairs is `held_by`: they are at most that many for each word of a row, however many rows there are.
    """
    import numpy as np

    vectors = vectors.tocsr()
    held = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = vectors.tocsc()[:, held <= held_by].tocsr()
    columns = rare.T.tocsr()
    for start in range(0, vectors.shape[0], ROWS_AT_ONCE):
        candidates = (rare[start : start + ROWS_AT_ONCE] @ columns).tocoo()
        later, earlier = candidates.row.astype(np.int64) + start, candidates.col.astype(np.int64)
        kept = earlier < later
        later, earlier = later[kept], earlier[kept]
        cosine = cosines(vectors, later, earlier)
        near = cosine >= threshold
        yield later[near], earlier[near], cosine[near]


def cosines(vectors: Any, first: Ints, second: Ints, others: Any = None) -> Any:
    """The products of pairs of rows (the second of `others`, if given), a bounded number of pairs at a time."""
    import numpy as np

    others = vectors if others is None else others
    parts = [
        np.asarray(
            vectors[first[at : at + PAIRS_AT_ONCE]].multiply(others[second[at : at + PAIRS_AT_ONCE]]).sum(axis=1)
        )
        for at in range(0, len(first), PAIRS_AT_ONCE)
    ]
    return np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)
