"""Leaders: each row, biggest first, follows the nearest earlier row that follows nobody, or leads itself.

Rows are taken a block at a time, and only those that lead so far are asked, so that the work grows with the rows times
the leaders and not with the square of the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from toil.recurrence.prefixes import near, parts, sides

if TYPE_CHECKING:
    from toil.recurrence.prefixes import Floats, Ints

ROWS_AT_ONCE = 5_000
THREADS = 2
"""The products of sparse matrices let go of Python's lock."""


def led(vectors: Any, needed: Floats, allowed: Callable[[Ints, Ints, Floats], Any]) -> list[int]:
    """For each row the place of its leader. Rows are unit vectors, the biggest first.

    `needed` has the cosine that each row needs to follow another; `allowed(rows, leaders, cosines)` says which of
    these pairs may be. Of equally near leaders the first is followed.
    """
    import numpy as np

    size = vectors.shape[0]
    leader = np.arange(size)
    if not size:
        return []
    asking, answering = sides(vectors, vectors, needed, float(needed.min()))
    with ThreadPoolExecutor(THREADS) as pool:
        for start in range(0, size, ROWS_AT_ONCE):
            block = np.arange(start, min(start + ROWS_AT_ONCE, size))
            among = np.append(np.flatnonzero(leader[:start] == np.arange(start)), block)
            asked = answering.rows(among)

            def found(rows: Ints, among: Ints = among, asked: Any = asked) -> tuple[Ints, Ints, Floats]:
                one, other, cosine = near(asking.rows(rows), asked, needed[rows],
                                          lambda one, other: among[other] < rows[one])  # fmt: skip
                return rows[one], among[other], cosine

            pairs = [*pool.map(found, parts(block, asking, asked, THREADS))]
            one, other, cosine = (np.concatenate(side) for side in zip(*pairs, strict=True))
            fits = allowed(one, other, cosine)
            one, other, cosine = one[fits], other[fits], cosine[fits]
            order = np.lexsort((other, -cosine, one))
            for row, far in zip(one[order].tolist(), other[order].tolist(), strict=True):
                if leader[row] == row and leader[far] == far:
                    leader[row] = far
    found_leaders: list[int] = leader.tolist()
    return found_leaders
