"""When a budget breaks: by hand, and calibrated on planted growth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from toil.budgets.forecast import budget_forecast, forecast_weeks
from toil.budgets.paths import drawn, drawn_by_driver, driver_growth, weeks_until
from toil.proof.regression import DRIFT_SD
from toil.settings import Settings


def frames(
    shares: list[float], *, target: float = 0.5, spread: float = 0.01, users: list[float] | None = None
) -> dict[str, pd.DataFrame]:
    """Weeks of 1,000 h of capacity with these shares of toil, the last one W47 of 2026, and as many weeks of users."""
    starts = pd.date_range(end="2026-11-16", periods=len(shares), freq="7D")
    hours = pd.DataFrame({
        "team": "sre", "week": [f"{day:%G-W%V}" for day in starts], "week_starts_on": starts, "capacity_hours": 1000.0,
        "toil_hours": [1000 * share for share in shares], "budget_share": target,
        "low_hours": [1000 * share * (1 - spread) for share in shares],
        "high_hours": [1000 * share * (1 + spread) for share in shares],
    })  # fmt: skip
    driver = hours[["team", "week"]].assign(driver="users", position=1, value=users) if users else hours.head(0).assign(
        driver="", position=0, value=0.0)  # fmt: skip
    return {"toil_by_week": hours, "growth_weeks": hours[["team", "week"]].assign(kind="team", subject=""),
            "driver_weeks": driver[["team", "driver", "week", "position", "value"]]}  # fmt: skip


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


def test_a_driver_breaks_the_budget_when_its_growth_times_elasticity_does() -> None:
    """Users grow by 2 % a week and toil as the root of them (elasticity ½), so by 1 %: from .4 log(.5 ÷ .4) ÷
    (½ log 1.02) = 22.5 weeks, the 23rd: W17 of 2027. Its prior knows nothing of weekly drifts, and half as much growth
    takes twice as long."""
    users = [1000 * 1.02 ** (week - 51) for week in range(52)]
    found = budget_forecast(frames([0.4 * (one / 1000) ** 0.5 for one in users], users=users), Settings())
    assert found["driver"].tolist() == ["", "users"]
    row = found.iloc[1]
    assert (row["state"], row["break_week"]) == ("breaks", "2027-W17")
    assert row["weekly_growth"] == pytest.approx(1.02**0.5 - 1, abs=1e-4)


def test_a_driver_that_says_too_little_has_no_path() -> None:
    """One that never changes, and one whose rows ended a season ago; the calendar's path is there all the same."""
    given = frames([0.4] * 30, users=[10.0 + week for week in range(30)])
    given["driver_weeks"] = given["driver_weeks"].head(18)
    for one in (given, frames([0.4] * 30, users=[10.0] * 30)):
        assert budget_forecast(one, Settings())["driver"].tolist() == [""]


def test_weeks_of_a_driver_that_hang_together_say_less() -> None:
    """1, 2, 3, 4 grow by 1 a week for sure; around a line, residuals of the same sign in a row widen the error."""
    numbers = np.arange(20.0)
    assert driver_growth(numbers, numbers + 1) == (pytest.approx(1), pytest.approx(0, abs=1e-6))
    turns, waves = np.tile([0.1, -0.1], 10), np.repeat([0.1, -0.1, 0.1, -0.1], 5)
    assert driver_growth(numbers, waves)[1] > 1.5 * driver_growth(numbers, turns)[1]


def test_the_year_ahead_begins_where_toil_stands() -> None:
    """53 weeks, the last complete one first; the range gets wider, and no share is above all of the time."""
    weeks = forecast_weeks(frames([0.4 * 1.01 ** (week - 51) for week in range(52)]), Settings())
    assert (len(weeks), weeks["week"].iloc[0]) == (53, "2026-W47")
    assert weeks["share"].iloc[0] == pytest.approx(0.4, abs=0.005)
    widths = weeks["high_share"] - weeks["low_share"]
    assert widths.iloc[-1] > widths.iloc[0]
    assert weeks["high_share"].max() <= 1
    assert forecast_weeks(frames([0.4] * 3), Settings()).empty


def test_the_range_by_a_driver_holds_what_was_planted() -> None:
    """300 teams whose toil follows users with elasticities between 0 and 1, users with a growth of 0 to 1.5 % a week,
    weeks that vary by 15 %: of the true shares half a year ahead, ranges of eight in ten hold 75 to 90 in a hundred."""
    chance = np.random.default_rng(6)
    numbers, held = np.arange(-39.0, 1), []
    for team in range(300):
        elasticity, growth, share = chance.uniform(0, 1), chance.uniform(0, 0.015), chance.uniform(0.3, 0.49)
        users = 1000 * np.exp(growth * numbers + chance.normal(0, 0.03, 40))
        toil = 300 * share * (users / 1000) ** elasticity * chance.gamma(44, 1 / 44, 40)
        levels, drifts = drawn_by_driver(numbers, users, toil, np.full(40, 300.0), doubt=0.0, seed=team)
        low, high = np.quantile(levels + 26 * drifts, (0.1, 0.9))
        held.append(low <= math.log(share) + 26 * elasticity * growth <= high)
    assert 0.75 <= np.mean(held) <= 0.9
