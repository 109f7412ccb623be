"""Whether the data themselves place a change near the claimed date (toil.md 3.7 d).

PELT (Killick et al. 2012, by `ruptures`) over 2 √(count + 3/8), Anscombe's (1948) transformation, in which weekly
counts of variance φ × mean have a variance near φ whatever their mean. A change point costs 3 φ log n: the usual
Schwarz penalty of a place and a level, and once more, as a claimed success must not be confirmed by noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray

SHORTEST = 4
"""Weeks between two changes, at least."""

NEAR_WEEKS = 3
FEWEST_STEADY = 12
"""Weeks of a baseline after its last change of level, at least; where fewer are left, the change stays within."""


def change_points(values: Sequence[float]) -> list[int]:
    """The indices at which a new level of weekly counts (or hours) begins, in order; none in fewer than 8 weeks."""
    import numpy as np
    from ruptures import Pelt

    if len(values) < 2 * SHORTEST:
        return []
    signal = 2 * np.sqrt(np.asarray(values, float).clip(0) + 3 / 8)
    penalty = 3 * noise(signal) * float(np.log(len(signal)))
    found = Pelt(model="l2", min_size=SHORTEST, jump=1).fit(signal.reshape(-1, 1)).predict(pen=penalty)
    return [int(place) for place in found[:-1]]


def steady_from(values: Sequence[float]) -> int:
    """The index from which a baseline holds its level: its last change point, as long as enough weeks follow; else 0.

    What had fallen before shipping would otherwise be credited to it.
    """
    return max((place for place in change_points(values) if len(values) - place >= FEWEST_STEADY), default=0)


def noise(signal: Array) -> float:
    """The variance of week to week, half the mean square of differences (von Neumann 1941), which steps hardly touch;
    at least 1, a Poisson's.
    """
    import numpy as np

    return max(1.0, float(np.mean(np.diff(np.asarray(signal, float)) ** 2) / 2))


def nearest_fall(values: Sequence[float], claimed: int) -> int | None:
    """The change point to a lower level that is nearest to the claimed index, the earlier of two; None without any."""
    import numpy as np

    places = change_points(values)
    edges = [0, *places, len(values)]
    falls = [
        place for number, place in enumerate(places, start=1)
        if np.mean(values[place : edges[number + 1]]) < np.mean(values[edges[number - 1] : place])
    ]  # fmt: skip
    return min(falls, key=lambda place: (abs(place - claimed), place), default=None)
