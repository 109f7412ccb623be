"""`toil run`: what it leaves behind for people and machines – run log, structured messages, metrics, digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.nightly import lost_lately
from tests.cli.command_line import Result, Run
from tests.cli.services import use_jira, worked
from tests.fakes import jira as jira_fake
from tests.fakes import slack as slack_fake
from tests.fakes import teams as teams_fake
from tests.fakes.jira import FakeJira
from tests.fakes.webhook import FakeWebhook
from tests.fakes.webhook import running as running_chat
from tests.sources.jira.world import reachable
from toil.settings import Settings, StoreSettings
from toil.store.lock import store_lock
from toil.store.raw import RawStore
from toil.store.run_log import RunLog, RunRecord

FOLDER = Path(".toil")
SETTINGS = "[run]\nmetrics_file = 'out/toil.prom'\nnotify = true\n"


@pytest.fixture
def jira(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """Six issues with worklogs, in Jira Cloud."""
    with reachable(issues=[worked(n) for n in range(1, 7)]) as fake:
        use_jira(monkeypatch, fake)
        yield fake


def newest() -> RunRecord:
    return RunLog(FOLDER).records()[-1]


def metrics() -> dict[str, float]:
    lines = Path("out/toil.prom").read_text("utf-8").splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_three_nights_are_logged_measured_and_told(toil: Run, jira: FakeJira, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a week is not announced, a whole one is in each chat; a wrong environment is told, no secret recorded."""
    Path("toil.toml").write_text(SETTINGS, "utf-8")
    with running_chat(FakeWebhook(slack_fake.refused)) as slack, running_chat(FakeWebhook(teams_fake.refused)) as teams:
        monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.url)
        monkeypatch.setenv("TEAMS_WEBHOOK_URL", teams.url)
        jira.faults = [jira_fake.Fault("/search/jql", 401, times=999)]
        assert toil("run").code == 5
        assert slack.taken == teams.taken == []
        assert (newest().outcome, newest().exit_code) == ("partial", 5)
        assert "toil_run_last_complete_timestamp_seconds" not in metrics()
        jira.faults = []
        whole = toil("run", "--log", "json", "--json")
        assert (whole.code, len(slack.taken), len(teams.taken)) == (0, 1, 1)
        written = [whole.messages, whole.out, (FOLDER / "runs.jsonl").read_text("utf-8"), str(metrics())]
        assert not [secret for secret in ("api-secret", slack.url, teams.url) for text in written if secret in text]
    assert_told(whole)
    monkeypatch.setenv("JIRA_URL", "http://jira.example")
    assert toil("run").code == 2
    assert (newest().outcome, newest().message.split(" (")[0]) == ("failed", "a base URL must be https://")
    monkeypatch.delenv("JIRA_URL")
    lost = toil("run")
    assert (lost.code, newest().message) == (4, "jira was read before and is not configured any more")
    assert [each.outcome for each in RunLog(FOLDER).records()] == ["partial", "complete", "failed", "failed"]
    assert metrics()["toil_run_exit_code"] == 4


def assert_told(whole: Result) -> None:
    """The log's lines, the document, the record and the metrics of a whole night agree."""
    lines = [json.loads(line) for line in whole.messages.splitlines()]
    assert all({"at", "level", "message"} <= set(line) for line in lines)
    assert [line["event"] for line in lines if "event" in line] == ["source", "build", "snapshot", "notify", "run"]
    document, found = json.loads(whole.out), metrics()
    assert [one.split(" ")[0] for one in document["sent"].split(", ")] == ["slack", "teams"]
    assert document["run"] == json.loads(json.dumps(vars(newest())))
    assert list(newest().seconds) == ["extract", "build", "snapshot", "notify"]
    assert (found["toil_run_exit_code"], found["toil_works"]) == (0, 6)
    assert found["toil_run_last_complete_timestamp_seconds"] >= found["toil_run_started_timestamp_seconds"] > 1.7e9
    assert [value for name, value in found.items() if name.startswith("toil_source_complete{")] == [1.0]


def test_what_cannot_be_told_undoes_nothing(toil: Run, jira: FakeJira) -> None:
    """Without a webhook or a place for the metrics all is built; messages and the exit code say what is missing."""
    Path("out").write_text("a file where a folder should be", "utf-8")
    Path("toil.toml").write_text(SETTINGS, "utf-8")
    result = toil("run")
    assert (result.code, newest().outcome, newest().works) == (4, "partial", 6)
    assert "no webhook" in result.messages
    assert "the metrics cannot be written" in result.messages


def test_a_chat_that_fails_keeps_nothing_from_the_others(
    toil: Run, jira: FakeJira, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack is gone: Teams is told all the same, old payloads are retired, and the exit code speaks of Slack."""
    Path("toil.toml").write_text(f"{SETTINGS}[store]\nkeep_payload_days = 30\n", "utf-8")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "http://127.0.0.1:1/x")
    with running_chat(FakeWebhook(teams_fake.refused, accepted=(202, ""))) as workflow:
        monkeypatch.setenv("TEAMS_WEBHOOK_URL", workflow.url)
        result = toil("run", "--json")
    assert (result.code, len(workflow.taken), newest().outcome) == (5, 1, "partial")
    assert json.loads(result.out)["sent"].startswith("teams 20")
    assert list(newest().seconds) == ["extract", "build", "snapshot", "notify", "retain"]


def test_a_run_beside_another_is_refused(toil: Run, jira: FakeJira) -> None:
    """It ends with 6 at once and is logged as refused; the metrics stay those of the run that works."""
    Path("toil.toml").write_text(SETTINGS, "utf-8")
    with store_lock(FOLDER):
        refused = toil("run", "--log", "json", "--json")
    assert (refused.code, newest().outcome) == (6, "refused")
    assert not Path("out").exists()
    assert json.loads(refused.out)["error"]["exit_code"] == 6
    assert json.loads(refused.messages)["level"] == "error"


def test_a_source_that_is_not_configured_any_more_is_told(tmp_path: Path) -> None:
    """One that was read within two weeks and is not read now makes a night partial; files never do."""
    settings = Settings(store=StoreSettings(folder=tmp_path))
    with RawStore.open(tmp_path) as raw:
        for source, mode in (("jira", "fetch"), ("pagerduty", "fetch"), ("table", "load")):
            raw.end_run(raw.begin_run(source, mode), "complete")
    lost = lost_lately(settings, ["jira"])
    assert lost is not None
    assert (lost.exit_code, lost.what) == (4, "pagerduty was read before and is not configured any more")
    assert lost_lately(settings, ["jira", "pagerduty"]) is None
    with RawStore.open(tmp_path) as raw:
        raw.connection.execute("update runs set started_at = started_at - interval 15 days")
    assert lost_lately(settings, ["jira"]) is None
