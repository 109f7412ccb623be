"""The cost of building a remedy, as three points: low, likely and high hours.

The expected hours are (low + 4 × likely + high) / 6, and the hours of a simulated world are drawn from the beta
distribution that belongs to it (PERT: Malcolm, Roseboom, Clark, Fazar 1959, Operations Research 7(5)). Where only one
number is known, the low is half and the high is double of it: the cone of uncertainty at an approved definition of the
product (McConnell 2006, Software Estimation, ch. 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from toil.candidates.worlds import WORLDS, uniform

if TYPE_CHECKING:
    from toil.candidates.worlds import Floats

LOW_FACTOR, HIGH_FACTOR = 0.5, 2.0
BUILD_FIELDS = ("build_low_hours", "build_hours", "build_high_hours")
"""The three points in the body of an `estimate` event, and in `automation_candidates`."""

MOST_HOURS = 100_000.0
"""Fifty people for a year: what is above was mistyped."""


@dataclass(frozen=True)
class Build:
    """Hours to build: 0 ≤ low ≤ likely ≤ high; raises ValueError where they are not in this order."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high <= MOST_HOURS:
            raise ValueError(f"not 0 ≤ {self.low} ≤ {self.likely} ≤ {self.high} ≤ {MOST_HOURS}")

    @classmethod
    def around(cls, likely: float) -> Self:
        """The range of an estimate that is one number."""
        return cls(likely * LOW_FACTOR, likely, min(likely * HIGH_FACTOR, max(likely, MOST_HOURS)))

    @property
    def expected(self) -> float:
        """(low + 4 × likely + high) / 6, in hours."""
        return (self.low + 4 * self.likely + self.high) / 6

    def hours(self) -> Floats:
        """The hours in each simulated world."""
        import numpy as np
        from scipy.special import betaincinv

        span = self.high - self.low
        if span <= 0:
            return np.full(WORLDS, self.likely)
        first, second = 1 + 4 * (self.likely - self.low) / span, 1 + 4 * (self.high - self.likely) / span
        hours: Floats = self.low + span * betaincinv(first, second, uniform(2))
        return hours


def build_said(body: Mapping[str, Any]) -> Build | None:
    """The building hours of an `estimate` event's body; None where they are no numbers, or not in their order.

    `build_hours` is the likely value; without `build_low_hours` and `build_high_hours` a range is laid around it.
    """
    low, likely, high = (_number(body.get(name)) for name in BUILD_FIELDS)
    if likely is None:
        return None
    try:
        around = Build.around(likely)
        return Build(around.low if low is None else low, likely, around.high if high is None else high)
    except ValueError:
        return None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
