import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import ROOT, Run
from tests.fakes.jira import FakeJira
from tests.sources.jira.world import issue, reachable


@pytest.fixture
def jira(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """A Jira of seven issues on the loopback, with credentials for it in the environment."""
    with reachable(issues=[issue(number, number) for number in range(1, 8)]) as fake:
        login = {"JIRA_URL": fake.url, "JIRA_EMAIL": "tanaka@example.com", "JIRA_API_TOKEN": "api-secret"}
        for name, value in login.items():
            monkeypatch.setenv(name, value)
        yield fake


def test_a_dry_run_reads_nothing(toil: Run, jira: FakeJira) -> None:
    """`--dry-run` tells how many issues would come, and no issue is asked for."""
    result = toil("extract", "--dry-run", "--json")
    told = json.loads(result.out)["would_read"]["jira"]
    assert (told["records"], told["requests"], told["seconds"] > 0) == ({"issues": 7}, 9, True)
    assert not [path for path in jira.paths() if path.endswith("/search/jql")]


def test_all_that_is_configured_is_read(toil: Run, jira: FakeJira) -> None:
    """Without a source's name, what the credentials can see is read; a second run finds nothing new."""
    first = json.loads(toil("extract", "--json").out)["runs"][0]
    assert (first["source"], first["outcome"], first["rejected"]) == ("jira", "complete", 0)
    assert first["changed"] >= 7
    assert json.loads(toil("extract", "--json").out)["runs"][0]["changed"] == 0


def test_a_store_of_imports_only_is_built_by_run(toil: Run, tmp_path: Path) -> None:
    """Without any source, `toil run` builds what was imported; with nothing at all, it says what to set."""
    assert toil("run").code == 2
    (tmp_path / "tickets.csv").write_text("id,title,created_at\n1,Reset password,2026-11-02T09:00:00Z\n")
    assert toil("import", tmp_path / "tickets.csv", "--as", "desk").code == 0
    ran = toil("run", "--json")
    assert (ran.code, json.loads(ran.out)["runs"]) == (0, [])


def test_verify_finds_what_is_missing(toil: Run, jira: FakeJira) -> None:
    """`--verify` passes when all is held, and exits with 5 where the server has more than we hold."""
    toil("extract")
    whole = toil("extract", "--verify", "--json")
    assert whole.code == 0
    (scope,) = json.loads(whole.out)["verified"]
    assert (scope["name"], scope["server"], scope["held"], scope["missing"]) == ("OPS", 7, 7, 0)
    jira.issues.append(issue(8, 8))
    short = toil("extract", "--verify")
    assert short.code == 5
    assert short.out == "jira\t127.0.0.1\tOPS\tissue\tserver 8\theld 7\tmissing 1\n"


def test_doctor_says_as_whom(toil: Run, jira: FakeJira) -> None:
    """With credentials that work, doctor is content with the source and never shows the token."""
    result = toil("doctor", "--json")
    checks = {check["name"]: check["status"] for check in json.loads(result.out)["checks"]}
    assert (result.code, checks["jira"]) == (0, "ok")
    assert "api-secret" not in result.out


def test_saved_payloads_take_the_same_way(toil: Run) -> None:
    """A file of saved issues is loaded without credentials; a broken line is counted and the rest is kept."""
    lines = [json.dumps(issue(number, number)) for number in (1, 2)]
    Path("saved.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    run = json.loads(toil("extract", "jira", "--load", "saved.jsonl", "--json").out)["runs"][0]
    assert (run["outcome"], run["records"], run["rejected"]) == ("complete", 2, 1)


def test_a_file_cut_in_half_is_partly_read(toil: Run, tmp_path: Path) -> None:
    """A packed file that breaks off keeps its good rows, ends with 5, and says where it broke off."""
    lines = "".join(json.dumps(issue(number, number)) + "\n" for number in range(1, 400))
    packed = gzip.compress(lines.encode())
    (tmp_path / "half.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    result = toil("extract", "jira", "--load", "half.jsonl.gz", "--json")
    run = json.loads(result.out)["runs"][0]
    assert (result.code, run["outcome"], run["exit_code"]) == (5, "partial", 5)
    assert run["records"] > 0
    assert "breaks off" in run["message"]
    assert "half.jsonl.gz:" in run["message"]


def test_a_file_of_another_source_fails(toil: Run, tmp_path: Path) -> None:
    """A file of which not one row is taken ends with 1: it is not of this source."""
    (tmp_path / "other.jsonl").write_text('{"incident_number": 1}\n{"incident_number": 2}\n', "utf-8")
    result = toil("extract", "jira", "--load", "other.jsonl")
    assert result.code == 1
    assert "nothing in the file could be read as jira's" in result.messages


def test_a_reader_that_goes_away_is_no_failure_to_tell(toil: Run, tmp_path: Path) -> None:
    """`toil doctor --json | true` says nothing on stderr: the reader has all it wanted."""
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "toil", "label", "export", "--json"], cwd=tmp_path, env=environment,
                          stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False)  # fmt: skip
    os.close(writing)
    assert done.stderr == ""


def test_doctor_tells_rights_from_credentials(toil: Run, jira: FakeJira) -> None:
    """A project that may not be browsed is an error with advice and exit code 1; only a refused log-in gives 4."""
    jira.unbrowsable = {"OPS"}
    config = Path("toil.toml")
    config.write_text('[sources.jira]\nprojects = ["OPS"]\n', "utf-8")
    refused = toil("doctor", "--json", "--config", config)
    (project,) = [one for one in json.loads(refused.out)["checks"] if one["name"] == "jira project OPS"]
    assert (refused.code, project["status"], "Browse Projects" in project["do"]) == (1, "error", True)
