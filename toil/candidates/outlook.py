"""Outlook: with what probability a team keeps its toil budget once a portfolio is built, by seeded simulation.

share after = (toil a week − Σ net hours a week of what is built × its part that is toil) / capacity a week. The toil of
the window, and the net hours of each candidate, are drawn from their ranges: a normal with a spread of its own below
and above the expected value, so that its 10 % and 90 % are the low and the high. A target below the on-call floor is
refused: no automation can keep it (toil.md 3.1, SRE book ch. 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.candidates.benefit import WEEKS_A_YEAR
from toil.candidates.worlds import NORMAL_HIGH, bounds, normal

if TYPE_CHECKING:
    import pandas as pd

    from toil.candidates.worlds import Floats

FIRST_STREAM = 100
"""Streams of numbers from here on are the candidates', by their place; those before belong to the benefit."""


@dataclass(frozen=True)
class Outlook:
    """What becomes of a team's toil share. `refused` is empty, `below_floor`, or `unknown` (no capacity is known); then
    there are no shares after, and no probability.
    """

    target_share: float
    floor_share: float
    share_now: float | None = None
    share_after: float | None = None
    low_share: float | None = None
    high_share: float | None = None
    probability_now: float | None = None
    probability: float | None = None
    refused: str = ""


def outlook(budget: Mapping[str, Any], chosen: pd.DataFrame, target_share: float | None = None) -> Outlook:
    """The outlook of a team whose newest row of `toil_budget` is `budget`, once `chosen` is built.

    `chosen` are the team's rows of `automation_candidates`. `target_share` replaces the budget's own target.
    """
    target = float(budget["target_share"]) if target_share is None else target_share
    floor, capacity = float(budget["floor_share"]), float(budget["capacity_hours"])
    if target < floor:
        return Outlook(target, floor, refused="below_floor")
    if capacity <= 0:
        return Outlook(target, floor, refused="unknown")
    now = _drawn(budget["low_hours"], budget["toil_hours"], budget["high_hours"], stream=4) / capacity
    saved = _saved(chosen) * float(budget["weeks"]) / WEEKS_A_YEAR / capacity
    after = (now - saved).clip(0, None)
    low, high = bounds(after)
    expected = chosen["net_hours_per_year"] * chosen["toil_probability"]
    share = float(budget["toil_hours"]) / capacity
    return Outlook(
        target, floor, share_now=share,
        share_after=max(0.0, share - float(expected.sum()) * float(budget["weeks"]) / WEEKS_A_YEAR / capacity),
        low_share=low, high_share=high, probability_now=float((now <= target).mean()),
        probability=float((after <= target).mean()),
    )  # fmt: skip


def _saved(chosen: pd.DataFrame) -> Floats:
    """Toil hours a year that are given back in each world; the candidates' ranges are independent of one another."""
    import numpy as np

    total: Floats = np.zeros_like(normal(4))
    columns = (chosen[f"{end}net_hours_per_year"] for end in ("low_", "", "high_"))
    for place, (low, middle, high, toil) in enumerate(zip(*columns, chosen["toil_probability"], strict=True)):
        total = total + _drawn(low, middle, high, stream=FIRST_STREAM + place) * float(toil)
    return total


def _drawn(low: Any, middle: Any, high: Any, *, stream: int) -> Floats:
    """Values around the middle in each world, 10 % below the low and 10 % above the high."""
    import numpy as np

    numbers = normal(stream)
    spread = np.where(numbers < 0, float(middle) - float(low), float(high) - float(middle))
    values: Floats = float(middle) + numbers * spread / NORMAL_HIGH
    return values
