"""How something grows in proportion to something else: quasi-Poisson regressions on a logarithmic scale, many at once.

log E[y] = level + slope × (x − middle) + log exposure, the variance of y in proportion to its mean (McCullagh & Nelder
1989, ch. 9); intervals from Student's t (toil.md 3.7). Many series over the same x are fitted together, because an
organisation has thousands of recurrences. A test compares a series with statsmodels' fit of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray

_STEPS, _LONGEST = 60, 1.0


@dataclass(frozen=True)
class Proportion:
    """One number a series. `level` is log E[y] per exposure at `middle`, where it and `slope` do not depend on each
    other; the errors are standard errors with `freedom` degrees of freedom; `dispersion` is variance ÷ mean."""

    level: Array
    level_error: Array
    slope: Array
    slope_error: Array
    middle: Array
    dispersion: Array
    freedom: int


def proportion(x: Array, y: Array, *, exposure: Array | None = None, least_dispersion: float = 0.0) -> Proportion:
    """The fits of the rows of `y` (series × points, each with a sum above 0) on `x` (points, not all equal).

    `least_dispersion` is 1 for counts, which never vary less than Poisson's by anything but chance.
    """
    import numpy as np

    offset = np.zeros_like(x) if exposure is None else np.log(exposure)
    scale = np.std(x)
    z = (x - np.mean(x)) / scale
    a, b = np.log(y.sum(axis=1) / np.exp(offset).sum()), np.zeros(len(y))
    for _ in range(_STEPS):
        mean = np.exp(np.clip(offset + a[:, None] + b[:, None] * z, -30, 30))
        s0, s1, s2 = mean.sum(axis=1), mean @ z, mean @ z**2
        g0, g1 = (y - mean).sum(axis=1), (y - mean) @ z
        determinant = np.maximum(s0 * s2 - s1**2, 1e-12)
        da, db = (s2 * g0 - s1 * g1) / determinant, (s0 * g1 - s1 * g0) / determinant
        a, b = a + np.clip(da, -_LONGEST, _LONGEST), b + np.clip(db, -_LONGEST, _LONGEST)
        if max(np.abs(da).max(), np.abs(db).max()) < 1e-9:
            break
    mean = np.exp(np.clip(offset + a[:, None] + b[:, None] * z, -30, 30))
    freedom = len(x) - 2
    spread = np.maximum(((y - mean) ** 2 / mean).sum(axis=1) / freedom, least_dispersion)
    s0 = mean.sum(axis=1)
    middle = mean @ z / s0
    around = np.maximum((mean * (z[None, :] - middle[:, None]) ** 2).sum(axis=1), 1e-12)
    return Proportion(
        level=a + b * middle,
        level_error=np.sqrt(spread / s0),
        slope=b / scale,
        slope_error=np.sqrt(spread / around) / scale,
        middle=np.mean(x) + middle * scale,
        dispersion=spread,
        freedom=freedom,
    )
