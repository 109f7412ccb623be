"""Neighbours: which of many word vectors are alike, without comparing all with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

ROWS_AT_ONCE = 5_000
PAIRS_AT_ONCE = 500_000


def unit_rows(rows: Sequence[dict[str, float]], place: dict[str, int]) -> Any:
    """Sparse rows of unit length from word weights; `place` numbers the words."""
    import numpy as np
    from scipy.sparse import csr_matrix

    lengths = np.array([0, *(len(row) for row in rows)])
    columns = np.fromiter((place[word] for row in rows for word in row), dtype=np.int64, count=int(lengths.sum()))
    values = np.fromiter((weight for row in rows for weight in row.values()), dtype=float, count=len(columns))
    row = np.repeat(np.arange(len(rows)), lengths[1:])
    norms = np.sqrt(np.bincount(row, weights=values**2, minlength=len(rows)))
    return csr_matrix((values / norms[row], columns, np.cumsum(lengths)), shape=(len(rows), len(place)))


def alike(vectors: Any, threshold: float) -> Iterator[tuple[Ints, Ints, Any]]:
    """Pairs (later row, earlier row, cosine) of at least `threshold`, a block of rows at a time.

    Prefix filtering (Bayardo et al. 2007): two unit vectors that reach the threshold share a word among those that
    make up more than a length of `threshold` of the row, taken rarest first; only such pairs are compared.
    """

    vectors = vectors.tocsr()
    prefix = _prefix(vectors, threshold)
    columns = vectors.T.tocsr()
    for start in range(0, vectors.shape[0], ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, vectors.shape[0])
        candidates = (prefix[start:stop] @ columns).tocoo()
        later, earlier = candidates.row + start, candidates.col
        kept = earlier < later
        later, earlier = later[kept], earlier[kept]
        cosine = _cosines(vectors, later, earlier)
        near = cosine >= threshold
        yield later[near], earlier[near], cosine[near]


def alike_across(rows: Any, others: Any, threshold: float) -> Iterator[tuple[Ints, Ints, Any]]:
    """Pairs (row of `rows`, row of `others`, cosine) of at least `threshold`, a block of rows at a time.

    Both have unit rows over the same words; the prefix is that of `rows` alone, rarest in `others` first.
    """
    import numpy as np

    rows, others = rows.tocsr(), others.tocsr()
    prefix = _prefix(rows, threshold, np.bincount(others.indices, minlength=others.shape[1]))
    columns = others.T.tocsr()
    for start in range(0, rows.shape[0], ROWS_AT_ONCE):
        candidates = (prefix[start : start + ROWS_AT_ONCE] @ columns).tocoo()
        one, other = candidates.row.astype(np.int64) + start, candidates.col.astype(np.int64)
        cosine = _cosines(rows, one, other, others)
        near = cosine >= threshold
        yield one[near], other[near], cosine[near]


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
        cosine = _cosines(vectors, later, earlier)
        near = cosine >= threshold
        yield later[near], earlier[near], cosine[near]


def _cosines(vectors: Any, first: Ints, second: Ints, others: Any = None) -> Any:
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


def _prefix(vectors: Any, threshold: float, frequency: Any = None) -> Any:
    """The vectors without the commonest words (by `frequency`, else their own) that are shorter than the threshold."""
    import numpy as np
    from scipy.sparse import csr_matrix

    if frequency is None:
        frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
    row = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    order = np.lexsort((vectors.indices, -frequency[vectors.indices], row))
    squares = np.cumsum(vectors.data[order] ** 2)
    before = np.append(0.0, squares)[vectors.indptr[:-1]]
    dropped = np.sqrt(np.maximum(0, squares - before[row])) < threshold - 1e-9
    kept = order[~dropped]
    return csr_matrix((vectors.data[kept], (row[~dropped], vectors.indices[kept])), shape=vectors.shape)
