"""`toil lake`: builds from one machine's store to another's, by the setting alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import Run
from tests.lake.lake_places import make_build


def test_a_build_goes_from_one_store_into_another(toil: Run, tmp_path: Path) -> None:
    """Pushed here, pulled there; a second time there is nothing to do."""
    make_build(tmp_path / ".toil", "one")
    (tmp_path / "toil.toml").write_text('[engine]\nlake = "lake"\n', "utf-8")
    (tmp_path / "other.toml").write_text('[store]\nfolder = "other"\n[engine]\nlake = "lake"\n', "utf-8")
    assert json.loads(toil("lake", "push", "--json").out)["pushed"]["build_id"] == "one"
    assert json.loads(toil("lake", "push", "--json").out)["pushed"] is None
    assert json.loads(toil("lake", "pull", "--json", "--config", "other.toml").out)["pulled"]["build_id"] == "one"
    assert "is here already" in toil("lake", "pull", "--config", "other.toml").messages
    assert (tmp_path / "other" / "toil.duckdb").exists()


def test_a_lake_that_is_none_is_refused(toil: Run, tmp_path: Path) -> None:
    """None named, another protocol, or a bucket with a secret in its name: usage, with what to write."""
    make_build(tmp_path / ".toil", "one")
    for named in ("", "https://host/lake", "s3://key:secret@bucket", "s3://"):
        (tmp_path / "toil.toml").write_text(f'[engine]\nlake = "{named}"\n', "utf-8")
        result = toil("lake", "push")
        assert (result.code in (1, 2), "lake" in result.messages) == (True, True), named
