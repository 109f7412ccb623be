"""When a budget breaks: by hand, and calibrated on planted growth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from toil.budgets.forecast import budget_forecast, drawn, weeks_until
from toil.proof.regression import DRIFT_SD
from toil.settings import Settings


def frames(shares: list[float], *, target: float = 0.5, spread: float = 0.01) -> dict[str, pd.DataFrame]:
    """Weeks of 1,000 h of capacity with these shares of toil, the last one W47 of 2026."""
    starts = pd.date_range(end="2026-11-16", periods=len(shares), freq="7D")
    hours = pd.DataFrame({
        "team": "sre", "week": [f"{day:%G-W%V}" for day in starts], "week_starts_on": starts, "capacity_hours": 1000.0,
        "toil_hours": [1000 * share for share in shares], "budget_share": target,
        "low_hours": [1000 * share * (1 - spread) for share in shares],
        "high_hours": [1000 * share * (1 + spread) for share in shares],
    })  # fmt: skip
    return {"toil_by_week": hours, "growth_weeks": hours[["team", "week"]].assign(kind="team", subject="")}


def test_the_week_of_the_break_is_where_the_line_meets_the_target() -> None:
    """From 40 % now, 1 % more each week: log(.5 ÷ .4) ÷ log 1.01 = 22.4 weeks; never without growth; 0 when over."""
    levels, drifts = np.log([0.4, 0.4, 0.6]), np.array([math.log(1.01), -0.01, -0.01])
    ahead = weeks_until(levels, drifts, math.log(0.5))
    assert ahead[0] == pytest.approx(22.43, abs=0.01)
    assert list(ahead[1:]) == [math.inf, 0]


def test_steady_growth_breaks_the_budget_about_when_it_should() -> None:
    """.4 × 1.01^n without noise over 52 weeks breaks 22.4 weeks after W47 of 2026, the 23rd: W17 of 2027."""
    row = budget_forecast(frames([0.4 * 1.01 ** (week - 51) for week in range(52)]), Settings()).iloc[0]
    assert row["state"] == "breaks"
    assert row["break_week"] == "2027-W17"
    assert row["earliest_week"] <= "2027-W17" <= row["latest_week"]
    assert row["weekly_growth"] == pytest.approx(0.01, abs=0.0005)


def test_what_is_over_and_what_is_far_off_is_said() -> None:
    """60 % of 50 % is over now; a steady 20 % is unlikely to break it within a year; three weeks tell nothing."""
    assert budget_forecast(frames([0.6] * 20), Settings()).iloc[0]["state"] == "over"
    far = budget_forecast(frames([0.2] * 20), Settings()).iloc[0]
    assert (far["state"], far["break_week"], bool(far["break_probability"] < 0.05)) == ("unlikely", None, True)
    assert budget_forecast(frames([0.4] * 3), Settings()).iloc[0]["state"] == "unknown"


def test_a_target_of_nothing_and_no_toil_have_no_forecast() -> None:
    """Neither can be reached by growth in proportion."""
    for given in (frames([0.4] * 20, target=0.0), frames([0.0] * 20)):
        assert budget_forecast(given, Settings()).iloc[0]["state"] == "unknown"


def test_the_doubt_about_the_hours_widens_the_range() -> None:
    """The same weeks with twice the doubt do not become surer."""
    sure, unsure = (budget_forecast(frames([0.45] * 30, spread=spread), Settings()).iloc[0] for spread in (0.02, 0.3))
    assert unsure["high_share_now"] - unsure["low_share_now"] > sure["high_share_now"] - sure["low_share_now"]


def test_the_range_holds_what_was_planted() -> None:
    """300 teams whose drift is what the prior says and whose weeks vary by 15 %: of the true weeks of the break, ranges
    of eight in ten hold 75 to 86 in a hundred."""
    chance = np.random.default_rng(3)
    numbers, held = np.arange(-25.0, 1), []
    for team in range(300):
        drift, share = chance.normal(0, DRIFT_SD), chance.uniform(0.3, 0.49)
        toil = 300 * share * np.exp(drift * numbers) * chance.gamma(44, 1 / 44, 26)
        ahead = weeks_until(*drawn(numbers, toil, np.full(26, 300.0), doubt=0.0, seed=team), math.log(0.5))
        low, high = np.quantile(ahead, (0.1, 0.9), method="inverted_cdf")
        true = weeks_until(np.array([math.log(share)]), np.array([drift]), math.log(0.5))[0]
        held.append(low <= true <= high)
    assert 0.75 <= np.mean(held) <= 0.9
