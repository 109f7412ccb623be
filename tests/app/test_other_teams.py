"""Who may write of one team and only read of another changes nothing of the other, by whichever page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.small_store import frames, write_store
from tests.app.test_team_roles import as_reader, everything_shown
from toil.locales import words
from toil.store.journal import Journal

TOML = """
[app.roles]
viewer = ["@house.example"]

[teams.sre.roles]
viewer = ["mix@example.com"]
editor = ["lead@sre.example"]

[teams.duo.roles]
editor = ["mix@example.com", "own@duo.example"]
"""
T = words("en")


@pytest.fixture
def store(store: Path) -> Path:
    """The small store, where r3 is another team's."""
    small = frames("two")
    changed = {"recurrences": small["recurrences"], "automation_candidates": small["automation_candidates"]}
    teams = {name: rows.assign(team=rows["recurrence_id"].map({"r3": "duo"}).fillna("sre"))
             for name, rows in changed.items()}  # fmt: skip
    return write_store(store, "two", **teams)


def page_of_duo(page: str, email: str = "mix@example.com", **parameters: str) -> AppTest:
    return as_reader(email, TOML, page=page, team="duo", **parameters)


def press(app: AppTest, label: str) -> AppTest:
    app = next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def said(store: Path) -> list[tuple[str, str]]:
    return [(one.kind, one.subject) for one in Journal(store).events()]


def test_a_word_about_another_teams_work_is_not_taken_back(store: Path) -> None:
    """The trail tells of all that its reader may read; what they may not write they cannot take back there."""
    Journal(store).append("rename", "r1", {"name": "Access"}, author="lead@sre.example")
    app = press(page_of_duo("recurring"), T("recurring.undo"))
    assert said(store) == [("rename", "r1")]
    assert [one.value for one in app.error] == [T("access.other_team", team="sre")]


def test_own_work_is_not_merged_with_another_teams(store: Path) -> None:
    """A merge changes both."""
    app = page_of_duo("recurring", recurrence="r3", action="merge")
    app.selectbox(key="other.r3").select("r1").run()
    press(app, T("recurring.save"))
    assert said(store) == []


def test_an_automation_of_another_team_is_neither_registered_nor_taken_back(store: Path) -> None:
    """Not by the address either; one's own is, and takes no name that another team's has."""
    body = {"name": "Portal", "recurrence_id": "r1", "shipped_on": "2026-09-01", "promised_hours_per_week": 1.0}
    Journal(store).append("automation", "a1", body, author="lead@sre.example")
    press(page_of_duo("impact"), T("impact.take_back"))
    assert said(store) == [("automation", "a1")]
    app = page_of_duo("impact", work="r1")
    next(one for one in app.text_input if one.label == T("impact.name")).input("Bot")
    press(app, T("impact.save"))
    assert said(store) == [("automation", "a1")]
    app = page_of_duo("impact", "own@duo.example")
    next(one for one in app.text_input if one.label == T("impact.name")).input("Bot")
    press(app, T("impact.save"))
    assert said(store) == [("automation", "a1"), ("automation", "a2")]


def test_an_item_that_is_part_of_another_teams_work_tells_nothing_of_it(store: Path) -> None:
    """The item may be read, the piece of work that it was joined with may not: as if there were none."""
    small = frames("two")
    items = small["work_items"].assign(team="sre").assign(work_id=lambda rows: rows["work_id"].replace("w0", "w7"))
    write_store(store, "three", work_items=items)
    toml = TOML.replace('"mix@', '"lead@sre.example", "mix@', 1)
    app = as_reader("lead@sre.example", toml, page="explain", team="sre", work="i0")
    assert not app.exception
    assert any("i0" in one.value for one in app.warning)
    assert "OPS-7" not in everything_shown(app)
