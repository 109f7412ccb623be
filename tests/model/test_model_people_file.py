"""The hand-made list of people goes before e-mails and names, and a wrong row costs only itself (sources.md T22)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.world import World, rows
from toil.errors import SettingsError
from toil.people_file import read_people
from toil.settings import Settings


def listed(folder: Path, text: str) -> dict[str, object]:
    """The [people] table of a file with this text, which begins with a BOM as Excel writes it."""
    file = folder / "people.csv"
    file.write_text("\ufeff" + text, encoding="utf-8")
    return {"file": file}


def test_the_list_joins_what_nothing_else_joins(world: World, tmp_path: Path) -> None:
    """T22: an account named by id, e-mail or name is the person of the list, against e-mail and name."""
    world.add("staged_people", person_id="jira:s:1", display_name="Kim Lee", is_human=True)
    world.add("staged_people", person_id="pd:x:1", display_name="K. Lee", email="kim@example.org", is_human=True)
    world.add("staged_people", person_id="pd:x:2", display_name="Kim Lee", is_human=True)
    world.settings["people"] = listed(tmp_path, "person,account\nKim,jira:s:1\nKim,KIM@example.org\n")
    people = rows(world.build(), "select person_id, identity_id from people order by 1")
    assert people == [("jira:s:1", "jira:s:1"), ("pd:x:1", "jira:s:1"), ("pd:x:2", "pd:x:2")]


def test_a_wrong_row_is_told_with_its_place(tmp_path: Path) -> None:
    """Too few columns, an empty cell and an account of two persons are told; the rest is kept."""
    text = "person,account\nKim,a\nKim\n,b\n\nLee,A\nLee,c\n"
    found = read_people(Settings.model_validate({"people": listed(tmp_path, text)}))
    assert [(row.place, bool(row.reason)) for row in found] == [
        ("people.csv:2", False), ("people.csv:3", True), ("people.csv:4", True), ("people.csv:6", True),
        ("people.csv:7", False),
    ]  # fmt: skip


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """Another header, or no file at all, is an error in the settings."""
    with pytest.raises(SettingsError, match="header"):
        read_people(Settings.model_validate({"people": listed(tmp_path, "name,mail\n")}))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_people(Settings.model_validate({"people": {"file": tmp_path / "none.csv"}}))
