"""The page about ServiceNow: its file and its commands are taken as they stand."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

from tests.cli.command_line import Run
from tests.conftest import ROOT
from toil.settings import load_settings
from toil.store.query import connect

PAGE = (ROOT / "docs" / "how-to-servicenow.md").read_text("utf-8")


def test_the_servicenow_page_is_true(toil: Run, tmp_path: Path) -> None:
    """Its file is imported by its command; what it says is guessed is guessed; the second time needs no words."""
    (tmp_path / "incident.csv").write_text(_blocks("csv")[0], "utf-8")
    lines = [line for block in _blocks("sh") for line in block.splitlines()]
    first, build, again = [shlex.split(line)[1:] for line in lines]
    assert build == ["build"]
    result = toil(*first)
    assert result.code == 0
    assert "complete, 8 records read, 8 new or changed, 0 rejected" in result.messages  # 3 rows, 5 people
    for guessed in re.findall(r"(\w+=[A-Z][\w ]+)(?=[,`])", PAGE):
        assert guessed in result.messages
    rows = _staged(tmp_path)
    assert rows == [
        ("INC0010001", "done", "2026-11-02 08:12:44", "2026-11-02 08:40:02", 1500),
        ("INC0010002", "done", "2026-11-03 12:01:10", "2026-11-03 12:52:31", 1200),
        ("INC0010003", "todo", "2026-11-03 21:47:00", None, None),
    ]
    assert "0 new or changed, 0 rejected" in toil(*again).messages
    assert _staged(tmp_path) == rows


def test_the_several_teams_load(tmp_path: Path) -> None:
    """The page about several teams shows settings that are accepted."""
    page = (ROOT / "docs" / "several-teams.md").read_text("utf-8")
    (tmp_path / "toil.toml").write_text(_blocks("toml", page)[0], "utf-8")
    teams = load_settings(tmp_path / "toil.toml", environ={}).teams
    assert [(name, team.zone) for name, team in teams.items()] == [
        ("platform", "Asia/Tokyo"), ("payments", "Europe/Berlin")
    ]  # fmt: skip


def test_the_servicenow_pages_settings_load(tmp_path: Path) -> None:
    """The settings that it shows are accepted, and say what it says."""
    (block,) = _blocks("toml")
    (tmp_path / "toil.toml").write_text(block, "utf-8")
    assert load_settings(tmp_path / "toil.toml", environ={}).teams["service-desk"].sites == ("servicenow",)
    assert tomllib.loads(block)["sources"]["table"]["servicenow"]["statuses"] == {"Awaiting vendor": "in_progress"}


def _blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def _staged(folder: Path) -> list[tuple[object, ...]]:
    query = """
    select item_key, status, created_at::varchar, resolved_at::varchar, seconds
    from staged_items left join staged_declarations using (item_id) order by item_key
    """
    with connect(folder / ".toil" / "raw.duckdb", read_only=True) as connection:
        return connection.execute(query).fetchall()
