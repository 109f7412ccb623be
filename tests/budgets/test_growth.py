"""Growth of recurrences and categories: what is measured, on which weeks, and why sometimes not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toil.budgets.drivers import read_drivers, week_of
from toil.budgets.growth import growth
from toil.classify.traits import _elasticities, _growing
from toil.errors import UsageError
from toil.settings import Settings

WEEKS = [f"{day:%G-W%V}" for day in pd.date_range("2026-01-05", periods=40, freq="7D")]


def frames(counts: dict[str, list[float]], users: list[float]) -> dict[str, pd.DataFrame]:
    """Recurrences with their weekly counts, and a driver `users`."""
    starts = pd.date_range("2026-01-05", periods=len(WEEKS), freq="7D")
    weeks = pd.DataFrame([
        {"kind": "recurrence", "team": "sre", "subject": one, "week": WEEKS[place], "week_starts_on": starts[place],
         "value": value} for one, values in counts.items() for place, value in enumerate(values)
    ])  # fmt: skip
    driver = pd.DataFrame(
        {"driver": "users", "team": "sre", "week": WEEKS[: len(users)], "position": 1, "value": users}
    )
    return {"growth_weeks": weeks, "driver_weeks": driver}


def test_each_series_has_its_elasticity_and_its_growth_a_year() -> None:
    """Work in proportion to doubling users: elasticity 1, probability near 1; steady work: 0, near 0."""
    users = list(1000 * 2 ** np.linspace(0, 1, 40))
    found = growth(frames({"grows": [user / 50 for user in users], "stays": [20.0] * 40}, users), Settings())
    by = found.set_index(["subject", "driver"])
    assert by.loc[("grows", "users"), "slope"] == pytest.approx(1)
    assert by.loc[("stays", "users"), "slope"] == pytest.approx(0, abs=1e-6)
    assert by.loc[("grows", "users"), "near_linear"] > 0.95 > 0.05 > by.loc[("stays", "users"), "near_linear"]
    # 40 weeks hold 39 steps, each of log 2 ÷ 39, and a year has 365.25 ÷ 7 weeks
    assert by.loc[("grows", ""), "slope"] == pytest.approx(np.log(2) / 39 * 365.25 / 7)


def test_without_enough_to_go_by_the_reason_is_said() -> None:
    """Rare work, seven weeks of a driver, and a driver that never moves have no elasticity, and nothing fails."""
    found = growth(frames({"rare": [1.0] * 4 + [0.0] * 36}, [5.0] * 40), Settings())
    assert set(found["reason"]) == {"rare", "constant"}
    assert set(growth(frames({"work": [9.0] * 40}, [1.0, 2, 3, 4, 5, 6, 7]), Settings())["reason"]) == {"", "few_weeks"}


def test_a_trait_goes_by_the_first_driver_where_one_could_be_measured() -> None:
    """Elasticity 1 gives a score near 1 and says so; without a driver the calendar's trend is what is known."""
    users = list(1000 * 2 ** np.linspace(0, 1, 40))
    found = _elasticities(growth(frames({"grows": [user / 50 for user in users]}, users), Settings()))
    known = pd.Series({"trend": 1.0, "trend_p": 1.0, "trend_direction": "steady"})
    score, (evidence, _) = _growing(known, found["grows"])
    assert score > 0.95
    assert evidence.startswith("Elasticity to users: 1.00")
    assert _growing(known, None)[0] == 0.5


def test_a_day_means_its_iso_week() -> None:
    """New Year's Day of 2027 lies in the last week of 2026."""
    assert week_of("2027-01-01") == "2026-W53"
    for text in ("soon", "9999-12-31T23:00-12:00"):
        with pytest.raises(ValueError, match="neither"):
            week_of(text)


def test_what_the_store_would_round_to_nothing_is_no_value(tmp_path: Path) -> None:
    """Growth is in proportion: nought, and what is nought to the store, are shown and not used."""
    file = tmp_path / "drivers.csv"
    file.write_text("name,week,value\nusers,2026-W40,0\nusers,2026-W41,1e-9\nusers,2026-W42,0.001\n", "utf-8")
    assert [bool(row["reason"]) for row in read_drivers(file, ())] == [True, True, False]


def test_no_driver_is_called_as_the_calendar(tmp_path: Path) -> None:
    """Where a driver is chosen, `-` means the calendar: a driver of that name could never be shown."""
    file = tmp_path / "drivers.csv"
    file.write_text("name,week,value\n-,2026-W40,3\n--,2026-W40,3\n", "utf-8")
    assert [row["reason"] for row in read_drivers(file, ())] == [
        "no driver may be called '-': that is the calendar",
        "",
    ]


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    """Settings that name a file mean it."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_drivers(tmp_path / "none.csv", ())
