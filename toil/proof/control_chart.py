"""XmR charts: the limits of chance for single weeks, and the signals beyond it (toil.md 3.6).

Limits are mean ± 2.66 × the mean moving range, clamped at 0 (Shewhart's X chart; Wheeler & Chambers 1992). Signals: a
point outside; eight in a row on one side of the mean; three of four nearer to a limit than to the mean (Wheeler's
reading of the Western Electric rules).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_POINTS = 8
"""Below it there are no limits: a run chart."""

RUN = 8
_X, _RANGE = 2.66, 3.27


@dataclass(frozen=True)
class Limits:
    """The mean, the limits of single values, and the limit of moving ranges."""

    mean: float
    low: float
    high: float
    range_limit: float


def limits(values: Sequence[float]) -> Limits | None:
    """The limits of values in order; None where there are fewer than `FEWEST_POINTS`."""
    if len(values) < FEWEST_POINTS:
        return None
    mean = sum(values) / len(values)
    moving = [abs(later - earlier) for earlier, later in pairwise(values)]
    usual = sum(moving) / len(moving)
    return Limits(mean, max(0.0, mean - _X * usual), mean + _X * usual, _RANGE * usual)


def signals(values: Sequence[float], of: Limits) -> list[str]:
    """For each value `outside`, `run`, `near_limit` or nothing (empty), the first that applies."""
    found = []
    for place, value in enumerate(values):
        if value > of.high or value < of.low:
            found.append("outside")
        elif _is_run(values[max(0, place - RUN + 1) : place + 1], of.mean):
            found.append("run")
        elif _is_near(values[max(0, place - 3) : place + 1], of):
            found.append("near_limit")
        else:
            found.append("")
    return found


def _is_run(values: Sequence[float], mean: float) -> bool:
    return len(values) == RUN and (all(value > mean for value in values) or all(value < mean for value in values))


def _is_near(values: Sequence[float], of: Limits) -> bool:
    above, below = (of.mean + of.high) / 2, (of.mean + of.low) / 2
    return len(values) == 4 and (sum(v > above for v in values) >= 3 or sum(v < below for v in values) >= 3)
