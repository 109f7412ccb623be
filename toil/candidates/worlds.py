"""Simulated worlds: the same numbers for every candidate and in every build (common random numbers).

Two candidates then differ by what they are and not by chance, and what only gets better is never found worse.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

WORLDS = 2_000
SEED = 20_250_101
LOW, HIGH = 0.10, 0.90
NORMAL_HIGH = 1.2816
"""The 90 % quantile of the standard normal: what bounds that hold eight in ten lie off in standard deviations."""


@cache
def uniform(stream: int) -> Floats:
    """WORLDS evenly spread numbers between 0 and 1, in an order of their own for each stream."""
    import numpy as np

    return (np.random.default_rng([SEED, stream]).permutation(WORLDS) + 0.5) / WORLDS


@cache
def normal(stream: int) -> Floats:
    """WORLDS numbers of the standard normal, in an order of their own for each stream."""
    from scipy.special import ndtri

    numbers: Floats = ndtri(uniform(stream))
    return numbers


def bounds(values: Floats) -> tuple[float, float]:
    """What 10 % and 90 % of the worlds stay below."""
    import numpy as np

    return float(np.quantile(values, LOW)), float(np.quantile(values, HIGH))
