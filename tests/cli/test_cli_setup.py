import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from toil.settings import load_settings


def test_init_writes_settings_that_load(toil: Run, tmp_path: Path) -> None:
    """The new toil.toml is read without an error and holds the team that was named."""
    assert toil("init", "--team", "SRE 東京", "--zone", "Asia/Tokyo").code == 0
    settings = load_settings(tmp_path / "toil.toml", environ={})
    assert settings.teams["SRE 東京"].zone == "Asia/Tokyo"
    assert settings.model_dump(exclude={"teams", "file"}) == load_settings(environ={}).model_dump(
        exclude={"teams", "file"}
    )


def test_init_shows_every_setting(toil: Run, tmp_path: Path) -> None:
    """With every comment opened, the file still loads: each key stands in its table with a value that it may have."""
    toil("init")
    text = (tmp_path / "toil.toml").read_text("utf-8")
    opened = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE)
    opened = opened.replace("<service>", "checkout").replace("category = …", 'category = "REQ.access"')
    opened = opened.replace("person = …", 'person = "anna@example.com"')
    (tmp_path / "toil.toml").write_text(re.sub(r"^\w+ = ….*$", "", opened, flags=re.MULTILINE), "utf-8")
    settings = load_settings(tmp_path / "toil.toml", environ={})
    assert settings.services["checkout"].objective == 0.999
    assert settings.classify.rules[0].category == "REQ.access"


def test_init_never_overwrites(toil: Run, tmp_path: Path) -> None:
    """A settings file that is there stays as it is."""
    (tmp_path / "toil.toml").write_text("# mine\n", "utf-8")
    assert toil("init").code == 2
    assert (tmp_path / "toil.toml").read_text("utf-8") == "# mine\n"


def test_init_knows_zones(toil: Run, tmp_path: Path) -> None:
    """A zone that does not exist is refused with near matches, before anything is written."""
    result = toil("init", "--zone", "Asia/Tokio")
    assert result.code == 2
    assert "Asia/Tokyo" in result.messages
    assert not (tmp_path / "toil.toml").exists()


def test_doctor_on_an_empty_folder(toil: Run) -> None:
    """Doctor changes nothing, names what is missing, and tells which variables to set."""
    result = toil("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.out)["checks"]}
    assert result.code == 0
    assert "JIRA_API_TOKEN" in checks["jira"]["do"]
    assert checks["published store"]["status"] == "missing"
    assert not Path(".toil").exists()


def test_doctor_reads_broken_settings(toil: Run) -> None:
    """Settings that cannot be read are the one finding, with the exit code of usage."""
    Path("toil.toml").write_text("[store\n", "utf-8")
    result = toil("doctor", "--json")
    assert result.code == 2
    assert [check["status"] for check in json.loads(result.out)["checks"]] == ["error"]


def test_a_token_in_the_settings_is_refused(toil: Run) -> None:
    """A secret in toil.toml is an error that does not repeat it."""
    Path("toil.toml").write_text('[sources.jira]\napi_token = "abcdefgh12345"\n', "utf-8")
    result = toil("doctor")
    assert result.code == 2
    assert "abcdefgh12345" not in result.out + result.messages


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_import_keeps_its_mapping(toil: Run, zone: str) -> None:
    """What was said of a table is in toil.toml afterwards, and the second import needs no words."""
    Path("t.csv").write_text("Betreff,Am\nZugang anlegen,04.05.2026 09:00\n", "utf-8")
    said = ["--map", "title=Betreff", "--map", "created_at=Am", "--zone", zone, "--date-format", "dmy"]
    assert toil("import", "t.csv", "--as", "desk", *said).code == 0
    kept = tomllib.loads(Path("toil.toml").read_text("utf-8"))["sources"]["table"]["desk"]
    assert kept["map"]["title"] == "Betreff"
    assert kept["zone"] == zone
    again = json.loads(toil("import", "t.csv", "--as", "desk", "--json").out)["runs"][0]
    assert (again["records"], again["changed"], again["rejected"]) == (1, 0, 0)


def test_import_tells_what_it_lacks(toil: Run) -> None:
    """A table without the columns that it needs is refused with its columns, and nothing is kept."""
    Path("t.csv").write_text("a,b\n1,2\n", "utf-8")
    result = toil("import", "t.csv", "--as", "desk")
    assert result.code == 2
    assert "--map created_at=COLUMN; columns: a, b" in result.messages
    assert not Path("toil.toml").exists()


def test_doctor_tells_of_a_run_that_failed(toil: Run, monkeypatch: pytest.MonkeyPatch, refusing_server: str) -> None:
    """A last run that was not complete is a warning that says why and which command to repeat."""
    login = {"JIRA_URL": refusing_server, "JIRA_EMAIL": "ann@example.com", "JIRA_API_TOKEN": "wrong-token"}
    with monkeypatch.context() as patched:
        for name, value in login.items():
            patched.setenv(name, value)
        assert toil("extract").code == 4
    last = {one["name"]: one for one in json.loads(toil("doctor", "--json").out)["checks"]}["last run of jira"]
    assert last["status"] == "warning"
    assert last["message"].startswith("failed at ")
    assert "run `toil extract jira` again" in last["do"]


def test_doctor_while_a_run_writes(toil: Run) -> None:
    """A store that a run has open is told, and doctor goes on."""
    Path("t.csv").write_text("title,created\nx,2026-05-04\n", "utf-8")
    toil("import", "t.csv", "--as", "desk")
    writer = "import duckdb, sys; c = duckdb.connect('.toil/raw.duckdb'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", writer], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as held:
        assert held.stdout
        assert held.stdout.readline() == b"open\n"
        checks = {one["name"]: one["status"] for one in json.loads(toil("doctor", "--json").out)["checks"]}
        held.communicate(b"")
    assert checks["last runs"] == "warning"
