from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import frames, write_store


def test_teams_stand_side_by_side_and_small_ones_are_hidden(open_page: OpenPage) -> None:
    """A team of four has a row and a link to its week; a team of two is only counted, and is named nowhere."""
    app = open_page("organisation")
    (table,) = [one.value for one in app.dataframe]
    assert list(table["team"]) == ["sre"]
    assert list(table["budget_state"]) == ["within"]
    assert any("fewer than 3 people: 1" in text for text in texts(app))


def test_of_many_teams_the_picked_one_is_opened(open_page: OpenPage, store: Path) -> None:
    """Where there are more teams than links can be told apart, a row asks to be picked, and then has the only link."""
    rows = frames("x")["organisation_weeks"]
    many = [rows[rows["team"] == "sre"].assign(team=f"team-{number}") for number in range(30)]
    write_store(store, "small-2", organisation_weeks=pd.concat(many, ignore_index=True))
    app = open_page("organisation")
    assert any("Pick a row" in text for text in texts(app))
    assert not app.main.get("page_link")
    app.session_state["organisation.picked"] = "team-7"
    (link,) = app.run().main.get("page_link")
    assert "team=team-7" in link.proto.query_string
