import json
import socket
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from toil.sources.jira import JiraSource
from toil.store.lock import store_lock

TOKEN = "token-that-nobody-may-see"


def _use_jira(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name, value in (("JIRA_URL", url), ("JIRA_EMAIL", "ann@example.com"), ("JIRA_API_TOKEN", TOKEN)):
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("command", ["build", "candidates", "report"])
def test_1_without_a_store(toil: Run, command: str) -> None:
    """Without a store a command fails with 1 and says what to run first."""
    result = toil(command)
    assert result.code == 1
    assert "→ run `toil" in result.messages


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "--since", "yesterday"],
        ["extract", "--since", "7d", "--full"],
        ["extract", "nosuchsource"],
        ["extract"],
        ["extract", "--verify"],
        ["extract", "--dry-run"],
        ["extract", "jira", "--load", "missing.jsonl"],
        ["import", "missing.csv", "--as", "x"],
        ["import", "x.csv", "--as", "x", "--map", "title"],
        ["report", "--week", "2026-W99"],
        ["classify"],
        ["candidates", "--format", "docx"],
        ["nosuchcommand"],
        ["build", "--config", "missing.toml"],
    ],
    ids=" ".join,
)
def test_2_for_usage(toil: Run, arguments: list[str]) -> None:
    """What cannot be asked for ends with 2, a message on stderr, and nothing on stdout."""
    result = toil(*arguments)
    assert result.code == 2
    assert result.messages
    assert result.bytes == b""


def test_2_for_a_setting_that_nobody_reads(toil: Run, tmp_path: Path) -> None:
    """A mistyped setting is named with its file and place."""
    (tmp_path / "toil.toml").write_text("[budget]\nshaer = 0.4\n", "utf-8")
    result = toil("build")
    assert result.code == 2
    assert "toil.toml: budget.shaer" in result.messages


def test_3_over_budget(toil: Run, store: Path) -> None:
    """The gate exits with 3 after the report was written, and names the team and its share."""
    result = toil("report", "--fail-over-budget")
    assert result.code == 3
    assert result.out.startswith("# Toil report")
    assert "sre: 56% of 50% over 4 weeks (808 of 720 h)" in result.messages


def test_3_not_within_budget(toil: Run, store: Path) -> None:
    """A week over its share (W37: 51 %) passes the gate while the window (46 %) is within the budget."""
    assert toil("report", "--week", "2026-W37", "--fail-over-budget").code == 0


def test_3_says_the_policy(toil: Run, store: Path, tmp_path: Path) -> None:
    """What the team has agreed to do is what the message and the report tell it to do."""
    (tmp_path / "toil.toml").write_text('[budget]\npolicy = "Freeze features for a week."\n', "utf-8")
    result = toil("report", "--fail-over-budget")
    assert "Freeze features for a week." in result.messages
    assert "What applies while it is spent: Freeze features for a week" in result.out


def test_3_says_the_teams_own_policy(toil: Run, store: Path, tmp_path: Path) -> None:
    """What a team has agreed on comes before what holds for all."""
    text = '[budget]\npolicy = "For all."\n[teams.sre]\nbudget_policy = "Hand the pager back."\n'
    (tmp_path / "toil.toml").write_text(text, "utf-8")
    result = toil("report", "--team", "sre", "--fail-over-budget")
    assert result.code == 3
    assert "Hand the pager back." in result.messages
    assert "For all." not in result.messages + result.out


@pytest.mark.parametrize("command", ["extract", "doctor"])
def test_4_for_a_wrong_token(toil: Run, monkeypatch: pytest.MonkeyPatch, refusing_server: str, command: str) -> None:
    """A service that does not accept the token gives 4, and the token shows nowhere."""
    _use_jira(monkeypatch, refusing_server)
    result = toil(command)
    assert result.code == 4
    assert TOKEN not in result.messages + result.out


def test_5_for_an_unreachable_service(toil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that does not answer gives 5 and a document that says so."""
    monkeypatch.setattr("toil.sources.jira.SOURCE", JiraSource(sleep=lambda seconds: None))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        _use_jira(monkeypatch, f"http://127.0.0.1:{probe.getsockname()[1]}")
        result = toil("extract", "jira", "--json")
    assert result.code == 5
    run = json.loads(result.out)["runs"][0]
    assert (run["outcome"], run["exit_code"]) == ("failed", 5)


def test_6_while_another_run_holds_the_store(toil: Run, tmp_path: Path) -> None:
    """Two runs at once: the second ends with 6 and has changed nothing."""
    (tmp_path / "one.jsonl").write_text("{}\n", "utf-8")
    with store_lock(tmp_path / ".toil"):
        result = toil("extract", "jira", "--load", "one.jsonl")
    assert result.code == 6
    assert "another run holds the store" in result.messages
    assert not (tmp_path / ".toil" / "raw.duckdb").exists()


def test_errors_are_documents_with_json(toil: Run) -> None:
    """With `--json`, before or after the command, a failure is the one document."""
    for arguments in (["--json", "candidates"], ["candidates", "--json"]):
        error = json.loads(toil(*arguments).out)["error"]
        assert error["exit_code"] == 1
        assert error["do"]


def test_the_unexpected_gives_advice(toil: Run, monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    """What nobody foresaw is a short message with 1; `--verbose` shows the trace; a secret never shows."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"sent {TOKEN} away")

    _use_jira(monkeypatch, "https://example.atlassian.net")
    monkeypatch.setattr("toil.exports.week.read_week", broken)
    short, long = toil("report"), toil("report", "--verbose")
    assert (short.code, long.code) == (1, 1)
    assert "--verbose" in short.messages
    assert "Traceback" not in short.messages
    assert "Traceback" in long.messages
    assert TOKEN not in short.messages + long.messages
    assert "•••" in short.messages
