from __future__ import annotations

from tests.app.conftest import OpenPage, texts


def test_teams_stand_side_by_side_and_small_ones_are_hidden(open_page: OpenPage) -> None:
    """A team of four has a row and a link to its week; a team of two is only counted, and is named nowhere."""
    app = open_page("organisation")
    (table,) = [one.value for one in app.dataframe]
    assert list(table["team"]) == ["sre"]
    assert list(table["budget_state"]) == ["within"]
    assert any("fewer than 3 people: 1" in text for text in texts(app))
