"""Quadrants: how often × how long, against what is usual for the team.

Often is what comes at least as often as half of the team's candidates, long is what takes at least as long as half of
them. With fewer than five candidates the team has no distribution: then those of all teams count, and with fewer than
five in all, once a week and half an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 5
QUADRANTS = {
    (True, True): "automate_now",
    (True, False): "batch",
    (False, True): "self_service",
    (False, False): "leave",
}
"""(often, long) → id. Often and long is worth building for; often and short is done together; what is long but seldom
is made so that others can do it with a guide; what is neither is left."""


@dataclass(frozen=True)
class Thresholds:
    """From how many times a week work is often, from how many hours each time it is long, and of whom that is usual:
    `team`, `all` teams, or nobody (`fixed`).
    """

    often: float
    long: float
    basis: str

    def quadrant(self, per_week: float, hours: float) -> str:
        """The quadrant's id: automate_now, batch, self_service or leave."""
        return QUADRANTS[per_week >= self.often, hours >= self.long]


FIXED = Thresholds(1.0, 0.5, "fixed")


def thresholds_by_team(candidates: pd.DataFrame) -> dict[str, Thresholds]:
    """The thresholds of each team in `candidates`, which has team, per_week and hours."""
    common = _of(candidates, "all") if len(candidates) >= FEWEST else FIXED
    return {
        str(team): _of(own, "team") if len(own) >= FEWEST else common
        for team, own in candidates.groupby("team", dropna=False)
    }


def _of(rows: pd.DataFrame, basis: str) -> Thresholds:
    return Thresholds(float(rows["per_week"].median()), float(rows["hours"].median()), basis)
