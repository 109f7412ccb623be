"""Leaders are those that comparing all with all would find; only the way there is shorter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from toil.recurrence import leading, prefixes
from toil.recurrence.leading import led
from toil.recurrence.near import unit_rows
from toil.recurrence.prefixes import near, sides


def some_vectors(rows: int, seed: int) -> Any:
    """Rows of two to seven words, a few of them common, most of them rare, of different weights."""
    random = np.random.default_rng(seed)
    weights = {f"w{n}": 1.0 + float(np.log1p(n)) for n in range(60)}
    shares = 1 / np.arange(1, 61)
    shares /= shares.sum()
    keys = [tuple(f"w{n}" for n in random.choice(60, size=random.integers(2, 8), replace=False, p=shares))
            for _ in range(rows)]  # fmt: skip
    return unit_rows(keys, weights)


@pytest.mark.parametrize("needed", [0.3, 0.55, 0.8])
def test_no_pair_is_missed(needed: float) -> None:
    """Prefixes and lengths leave out nothing that reaches what is needed, and let nothing through that does not."""
    one, other = some_vectors(150, 1), some_vectors(200, 2)
    rows = np.where(np.arange(150) % 2, needed, needed + 0.1)
    found = near(*sides(one, other, rows, needed), rows)
    expected = (one @ other.T).toarray()
    assert {*zip(found[0].tolist(), found[1].tolist(), strict=True)} == {
        (row, far) for row, far in np.argwhere(expected >= rows[:, None]).tolist()
    }
    assert found[2] == pytest.approx(expected[found[0], found[1]])


def test_leaders_are_those_of_comparing_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row follows the nearest earlier row that leads, whatever the size of the blocks; what may not be is not."""
    vectors = some_vectors(300, 3)
    cosine = (vectors @ vectors.T).toarray()
    needed = np.where(np.arange(300) % 3, 0.55, 0.6)
    expected = list(range(300))
    for row in range(300):
        near_ones = [(-cosine[row, far], far) for far in range(row)
                     if expected[far] == far and cosine[row, far] >= needed[row] and (row + far) % 5]  # fmt: skip
        expected[row] = min(near_ones)[1] if near_ones else row
    for size, pairs in ((7, 100), (100, 1_000), (5_000, 10), (5_000, 4_000_000)):
        monkeypatch.setattr(leading, "ROWS_AT_ONCE", size)
        monkeypatch.setattr(prefixes, "PAIRS_AT_ONCE", pairs)
        assert led(vectors, needed, lambda one, other, _: (one + other) % 5 != 0) == expected
    assert led(vectors[:0], needed[:0], lambda one, other, _: one == other) == []
