"""Whether two engines answered the same: row sets by their key, and every value, whole numbers and texts exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

_RELATIVE = 1e-9  # the order of a sum of doubles differs between engines, and from run to run where there are many
Rows = Sequence[tuple[Any, ...]]


def differences(columns: Sequence[str], keys: Sequence[str], ours: Rows, theirs: Rows) -> list[str]:
    """What differs, in words, the first of each kind; empty where nothing does. Doubles may differ by one in a billion.

    Without keys (a relation of one row) the rows are compared in their order.
    """
    places = [columns.index(key) for key in keys]
    mine, others = _by_key(ours, places), _by_key(theirs, places)
    found: list[str] = []
    if len(ours) != len(theirs):
        found.append(f"{len(ours)} rows and {len(theirs)}")
    found += [f"only one has {key}" for key in [*(mine.keys() ^ others.keys())][:1]]
    for position, column in enumerate(columns):
        for key in mine.keys() & others.keys():
            left, right = mine[key][position], others[key][position]
            if not is_same(left, right):
                found.append(f"{column} of {key}: {left!r} and {right!r}")
                break
    return found


def is_same(left: Any, right: Any) -> bool:
    """Whether two values are the same; a decimal without a place for fractions is a whole number."""
    left, right = _plain(left), _plain(right)
    if isinstance(left, float) and isinstance(right, float):
        both_nan = left != left and right != right
        return left == right or both_nan or abs(left - right) <= _RELATIVE * max(1.0, abs(left))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    return type(left) is type(right) and bool(left == right)


def _by_key(rows: Rows, places: Sequence[int]) -> dict[Any, tuple[Any, ...]]:
    if not places:
        return dict(enumerate(rows))
    return {tuple(row[place] for place in places): tuple(row) for row in rows}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    return list(value) if isinstance(value, tuple) else value
