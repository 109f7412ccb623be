"""Quadrants lie around what is usual for the team."""

from __future__ import annotations

import pandas as pd
import pytest

from toil.candidates.quadrant import FIXED, Thresholds, thresholds_by_team


def rows(team: str, *pairs: tuple[float, float]) -> pd.DataFrame:
    """Candidates of a team, each by times a week and hours."""
    return pd.DataFrame([{"team": team, "per_week": often, "hours": long} for often, long in pairs])


def test_a_teams_own_median_parts_often_from_seldom() -> None:
    """Of five candidates the third is the border, and belongs to the upper half."""
    team = rows("sre", (1, 0.1), (2, 0.2), (3, 0.3), (4, 0.4), (5, 0.5))
    found = thresholds_by_team(team)["sre"]
    assert found == Thresholds(3, 0.3, "team")
    assert found.quadrant(3, 0.3) == "automate_now"


def test_few_candidates_have_no_distribution() -> None:
    """A team with one candidate is measured by all teams' five, and alone by once a week and half an hour."""
    both = pd.concat([rows("sre", (1, 1), (1, 1), (1, 1), (1, 1), (9, 9)), rows("duo", (5, 5))])
    assert thresholds_by_team(both)["duo"] == Thresholds(1, 1, "all")
    assert thresholds_by_team(rows("duo", (5, 5))) == {"duo": FIXED}


@pytest.mark.parametrize(
    ("per_week", "hours", "name"),
    [(1, 0.5, "automate_now"), (5, 0.1, "batch"), (0.2, 3, "self_service"), (0, 0, "leave")],
)
def test_each_quadrant_has_its_name(per_week: float, hours: float, name: str) -> None:
    """Often and long, often and short, seldom and long, neither."""
    assert FIXED.quadrant(per_week, hours) == name
