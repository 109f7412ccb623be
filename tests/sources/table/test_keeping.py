"""Keeping: the mapping lives in toil.toml, beside what people wrote there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.sources.table.reading import mapped_of, replayed, write_csv
from toil.errors import SettingsError, UsageError
from toil.settings import load_settings
from toil.sources.table import load_mapping, save_mapping

OPTIONS = {
    "name": "servicenow",
    "map": {"title": "Short description", "labels": ["Tags", "More \"tags\""], "service": ""},
    "zone": "Asia/Tokyo",
    "date_format": "",
    "statuses": {"On Hold": "todo"},
}  # fmt: skip
BEFORE = """# our settings
[calendar]
zone = "Asia/Tokyo"  # head office

[sources.jira]
projects = ["OPS"]  # only these

# the end
"""


def kept(toml: Path, name: str = "servicenow") -> dict:
    return {key: value for key, value in load_mapping(toml, name).items() if key != "name"}


def test_what_is_kept_is_loaded_again(tmp_path: Path) -> None:
    """Options come back as they were given; empty ones are left out."""
    toml = tmp_path / "toil.toml"
    save_mapping(toml, "servicenow", OPTIONS)
    assert load_mapping(toml, "servicenow") == {k: v for k, v in OPTIONS.items() if v != ""}


def test_comments_and_other_settings_stay(tmp_path: Path) -> None:
    """Every line that was there is there afterwards, and the file is still valid settings."""
    toml = tmp_path / "toil.toml"
    toml.write_text(BEFORE, "utf-8")
    save_mapping(toml, "servicenow", OPTIONS)
    save_mapping(toml, "redmine", {"map": {"title": "題名"}})
    save_mapping(toml, "servicenow", {"map": {"title": "Summary"}})
    after = toml.read_text("utf-8")
    assert [line for line in BEFORE.splitlines() if line not in after.splitlines()] == []
    assert tomllib.loads(after)["sources"] == {
        "jira": {"projects": ["OPS"]},
        "table": {"servicenow": {"map": {"title": "Summary"}}, "redmine": {"map": {"title": "題名"}}},
    }
    assert load_settings(toml, environ={}).sources["table"]["redmine"]["map"] == {"title": "題名"}


def test_a_table_that_was_written_by_hand_is_found_and_renewed(tmp_path: Path) -> None:
    """Dotted keys and inline tables are TOML too."""
    toml = tmp_path / "toil.toml"
    toml.write_text('[sources]\njira.projects = ["OPS"]\ntable = {log = {zone = "UTC"}}\n', "utf-8")
    assert load_mapping(toml, "log") == {"name": "log", "zone": "UTC"}
    save_mapping(toml, "log", {"zone": "Asia/Tokyo"})
    assert kept(toml, "log") == {"zone": "Asia/Tokyo"}
    assert tomllib.loads(toml.read_text("utf-8"))["sources"]["jira"] == {"projects": ["OPS"]}


def test_nothing_kept_is_only_the_name(tmp_path: Path) -> None:
    """Without a file, or without such a table, there is nothing but the name."""
    assert load_mapping(tmp_path / "toil.toml", "x") == {"name": "x"}
    (tmp_path / "toil.toml").write_text(BEFORE, "utf-8")
    assert load_mapping(tmp_path / "toil.toml", "x") == {"name": "x"}


def test_a_kept_mapping_imports_the_next_export(tmp_path: Path) -> None:
    """The second import needs no mapping: it is read from the settings."""
    toml = tmp_path / "toil.toml"
    save_mapping(toml, "log", {"map": {"title": "what", "created_at": "when"}, "zone": "Asia/Tokyo"})
    path = write_csv(tmp_path / "log.csv", [("what", "when"), ("reset", "2026-05-04 10:00")])
    (mapped,) = mapped_of(replayed(path, **load_mapping(toml, "log")))
    assert (mapped["title"], mapped["created_at"]) == ("reset", "2026-05-04T01:00:00Z")


def test_wrong_options_are_never_kept(tmp_path: Path) -> None:
    """What could not be imported is not written."""
    toml = tmp_path / "toil.toml"
    with pytest.raises(UsageError):
        save_mapping(toml, "log", {"zone": "Mars/Base"})
    assert not toml.exists()


@pytest.mark.parametrize(
    "broken", ["[sources\n", "sources = 3\n", "[sources.table]\nlog = 3\n", "[sources]\ntable = []\n"]
)
def test_a_broken_settings_file_is_left_alone(broken: str, tmp_path: Path) -> None:
    """A file that is not TOML, or holds something else there, is an error that names it; nothing is written."""
    toml = tmp_path / "toil.toml"
    toml.write_text(broken, "utf-8")
    with pytest.raises(SettingsError, match=r"toil\.toml"):
        load_mapping(toml, "log")
    if "log" not in broken:
        with pytest.raises(SettingsError, match=r"toil\.toml"):
            save_mapping(toml, "log", {"zone": "UTC"})
        assert toml.read_text("utf-8") == broken
    assert [file.name for file in tmp_path.iterdir()] == ["toil.toml"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """Where the file cannot be written the error says so."""
    with pytest.raises(SettingsError, match="cannot be kept"):
        save_mapping(tmp_path / "missing" / "toil.toml", "log", {"zone": "UTC"})


def test_permissions_stay(tmp_path: Path) -> None:
    """A file that only its owner may read stays so."""
    toml = tmp_path / "toil.toml"
    toml.write_text(BEFORE, "utf-8")
    toml.chmod(0o600)
    save_mapping(toml, "log", {"zone": "UTC"})
    assert toml.stat().st_mode & 0o777 == 0o600
