from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import frames, write_store
from toil.charts.budget_path import budget_path
from toil.charts.growth_sentences import growth_class
from toil.locales import words


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "passes the target of 40% about week 10 of 2027 (week 52 of 2026 – later than a year)"),
     ("ja", "に目標 40% を超える見込みです")],
)  # fmt: skip
def test_the_week_of_the_break_is_told_with_its_range(open_page: OpenPage, language: str, said: str) -> None:
    """On Growth, and with the budget of the newest week; an end beyond a year is said, not made up."""
    told = " ".join(texts(open_page("growth", language)))
    assert said in told
    by_users = {"en": "If users go on as they do", "ja": "「利用者数」がこのまま変化した場合"}
    assert by_users[language] in told
    assert said in " ".join(texts(open_page("week", language)))


def test_what_grows_with_the_first_driver_is_counted_and_shown(open_page: OpenPage) -> None:
    """Of two categories one grows as users do; its elasticity and range are in the table."""
    app = open_page("growth")
    assert any("1 of 2 grow about as fast as users" in text.replace("\\", "") for text in texts(app))
    table = app.dataframe[0].value.set_index("growth_name")
    assert list(table.loc["Accounts and permissions"][["elasticity", "growth_low", "growth_high"]]) == [1.1, 0.8, 1.4]


def test_the_path_of_the_chosen_driver_is_drawn() -> None:
    """The year ahead with its range, the weeks so far, and the target of all these weeks."""
    given = frames("x")
    weeks = given["toil_by_week"].query("team == 'sre'")
    rows = given["budget_forecast"].to_dict("records")
    ahead = given["forecast_weeks"].query("driver == 'users'")
    picture = budget_path(weeks, ahead, rows[1], words("en"))
    assert picture.title == "Toil passes its target of 40% about week 50 of 2026"
    assert "7 weeks so far and 52 weeks ahead" in picture.description
    assert [len(layer.data) for layer in picture.chart.layer] == [53, 53, 7, 7, 59]
    assert not budget_path(weeks, ahead.head(0), rows[1], words("en")).has_marks


def test_what_could_not_be_measured_is_counted(open_page: OpenPage) -> None:
    """Recurring work that came too rarely is not drawn as if it stood still."""
    app = open_page("growth", growth="recurrence")
    assert "Not measured: 1 too rare." in " ".join(texts(app))


def test_growth_with_the_calendar_is_a_change_a_year(open_page: OpenPage) -> None:
    """A slope of .1 on the log scale is 10.5 % a year, in whole percents 11."""
    app = open_page("growth", driver="-")
    assert app.dataframe[0].value["per_year"].tolist() == [0.11, 0.11]


def test_without_drivers_the_page_says_how_to_name_some(open_page: OpenPage, store: Path) -> None:
    """Growth with the calendar is there all the same."""
    rows = frames("none")["growth"]
    write_store(store, "none", growth=rows[rows["driver"] == ""])
    app = open_page("growth")
    assert "drivers" in app.code[0].value
    assert len(app.dataframe[0].value) == 2


@pytest.mark.parametrize(
    ("low", "high", "with_driver", "expected"),
    [(0.6, 1.4, True, "linear"), (0.2, 0.8, True, "some"), (-0.3, 0.4, True, "none"), (0.1, 1.4, True, "unclear"),
     (-0.1, 0.8, True, "unclear"), (0.1, 9.0, False, "grows"), (-2.0, -0.1, False, "shrinks"),
     (-1.0, 1.0, False, "unclear"), (None, None, True, "unclear")],
)  # fmt: skip
def test_a_range_says_only_what_it_allows(low: float, high: float, with_driver: bool, expected: str) -> None:
    """Above ½ throughout: in proportion; below: hardly; between 0 and 1: slower; else it cannot be told."""
    assert growth_class(low, high, with_driver=with_driver) == expected
