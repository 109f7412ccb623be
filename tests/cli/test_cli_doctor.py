"""What `toil doctor` finds at the services and in the store: each finding says what to do about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Run
from tests.cli.services import use_jira, use_pagerduty, worked
from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import ago, incident
from tests.sources.jira.world import issue, person, reachable
from toil.store.run_log import RunLog, RunRecord

Check = dict[str, Any]


@pytest.fixture
def jira(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """A Jira with two projects, whose clock is this machine's."""
    now = format_datetime(datetime.now(UTC), usegmt=True)
    with reachable(issues=[worked(1), issue(2, 2, project="SEC")], date=now) as fake:
        use_jira(monkeypatch, fake)
        yield fake


@pytest.fixture
def account(toil: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePagerDuty]:
    """A PagerDuty with one incident and three users, whose clock is this machine's."""
    world = FakePagerDuty(incidents=[incident("P1", ago(days=2))], now=datetime.now(UTC))
    with pagerduty_fake.running(world) as fake:
        use_pagerduty(monkeypatch, fake)
        yield fake


def looked(toil: Run, code: int = 0) -> dict[str, Check]:
    """The findings by name; whatever is not right must say what to do."""
    result = toil("doctor", "--json")
    assert result.code == code
    checks: list[Check] = json.loads(result.out)["checks"]
    assert [one["name"] for one in checks if one["status"] != "ok" and not one["do"]] == []
    return {one["name"]: one for one in checks}


def test_a_sound_setup(toil: Run, jira: FakeJira, account: FakePagerDuty) -> None:
    """With good credentials and clocks every finding about the services is ok."""
    of_services = {name: one["status"] for name, one in looked(toil).items() if name.startswith(("jira", "pagerduty"))}
    assert set(of_services.values()) == {"ok"}
    assert {"jira clock", "jira projects", "jira worklog feed", "pagerduty clock", "pagerduty analytics"} <= set(
        of_services
    )


def test_bad_credentials(toil: Run, jira: FakeJira, account: FakePagerDuty, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is refused gives 4, its own advice for each service, and is never shown."""
    monkeypatch.setenv("JIRA_API_TOKEN", "wrong-jira-token")
    monkeypatch.setenv("PAGERDUTY_API_KEY", "wrong-pagerduty-key")
    found = looked(toil, code=4)
    assert "check the token" in found["jira"]["do"]
    assert "PAGERDUTY_API_KEY" in found["pagerduty"]["do"]
    assert "PAGERDUTY_API_HOST=https://api.eu.pagerduty.com" in found["pagerduty"]["do"]
    plain = toil("doctor")
    assert "error    jira: " in plain.out
    assert "→ check the token" in plain.out
    assert "wrong-" not in plain.out + plain.messages + json.dumps(found)


def test_an_expired_token_that_jira_does_not_refuse(toil: Run, jira: FakeJira) -> None:
    """A Jira that answers 200 as to a stranger is an error of credentials, too."""
    jira.headers = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
    assert "make a new token" in looked(toil, code=4)["jira"]["do"]


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_clock_skew(toil: Run, jira: FakeJira, account: FakePagerDuty, seconds: int) -> None:
    """An hour away from the servers' clocks is a warning with advice, and no failure: reading goes by theirs."""
    theirs = datetime.now(UTC) + timedelta(seconds=seconds)
    jira.date, account.now = format_datetime(theirs, usegmt=True), theirs
    found = looked(toil)
    for name in ("jira clock", "pagerduty clock"):
        assert (found[name]["status"], "NTP" in found[name]["do"]) == ("warning", True)
        assert re.search(r" (359|360)\d s away", found[name]["message"])


def test_projects_without_permission(toil: Run, jira: FakeJira) -> None:
    """A mistyped project and one that may not be browsed are errors of code 1 with their own advice."""
    jira.unbrowsable = {"SEC"}
    Path("toil.toml").write_text('[sources.jira]\nprojects = ["OPS", "SEC", "TYPO"]\n', "utf-8")
    found = looked(toil, code=1)
    assert found["jira project OPS"]["status"] == "ok"
    assert "Browse Projects" in found["jira project SEC"]["do"]
    assert "check the key" in found["jira project TYPO"]["do"]


def test_services_that_the_key_does_not_see(toil: Run, account: FakePagerDuty) -> None:
    """A service of the settings that is not there is an error that names the setting."""
    Path("toil.toml").write_text('[sources.pagerduty]\nservices = ["PSVC1", "PNONE"]\n', "utf-8")
    found = looked(toil, code=1)
    assert found["pagerduty services PSVC1"]["status"] == "ok"
    assert "[sources.pagerduty]" in found["pagerduty services PNONE"]["do"]


def test_a_key_without_analytics(toil: Run, account: FakePagerDuty) -> None:
    """What a key may not read is a warning, as the rest can be read."""
    account.analytics_allowed = False
    assert looked(toil)["pagerduty analytics"]["status"] == "warning"


def test_unknown_people(toil: Run, jira: FakeJira, account: FakePagerDuty) -> None:
    """People of one place only are a warning whose advice holds the rows to add; added, they are one person."""
    jira.issues[0]["fields"]["assignee"] = person("berg")
    assert toil("run").code == 0
    found = looked(toil)["people"]
    assert found["status"] == "warning"
    rows = ['"Berg","jira:127.0.0.1:berg"', '"Ana Berg","pagerduty:example-sre.pagerduty.com:PANA"']
    assert [row for row in rows if row not in found["do"]] == []
    assert "[people] file" in found["do"]
    named = [row.split(",")[1] for row in rows]
    Path("people.csv").write_text("person,account\n" + "".join(f"Ana Berg,{one}\n" for one in named), "utf-8")
    Path("toil.toml").write_text('[people]\nfile = "people.csv"\n', "utf-8")
    assert toil("build").code == 0
    assert [row for row in rows if row in looked(toil)["people"]["do"]] == []


def test_a_schedule_that_stopped(toil: Run) -> None:
    """No schedule is no finding; a late or failed newest run is a warning with advice, a complete one is told."""
    assert "schedule" not in looked(toil)
    for hours, outcome, status in ((1, "complete", "ok"), (1, "failed", "warning"), (999, "complete", "warning")):
        began = datetime.now(UTC) - timedelta(hours=hours)
        Path(".toil").mkdir(exist_ok=True)
        RunLog(Path(".toil")).write(RunRecord(f"{hours}{outcome}", f"{began:%Y-%m-%dT%H:%M:%SZ}", "", outcome))
        found = looked(toil)["schedule"]
        assert (found["status"], bool(found["do"])) == (status, status == "warning")


def test_the_files_of_budgets(toil: Run, tmp_path: Path) -> None:
    """A sound file is ok; a missing one is an error, what cannot be used and what is old a warning that says so."""
    (tmp_path / "drivers.csv").write_text("name,week,value\nusers,9999-W52,10\nusers,soon,10\n", "utf-8")
    (tmp_path / "old.csv").write_text("starts_at,minutes,good,total\n2024-01-01T10:00:00Z,60,99,100\n", "utf-8")
    (tmp_path / "now.csv").write_text(
        f"starts_at,minutes,good,total\n{datetime.now(UTC).isoformat()},60,9,9\n", "utf-8"
    )
    (tmp_path / "toil.toml").write_text(
        '[growth]\ndrivers = "drivers.csv"\n' + "".join(f'[services.{name}]\nsli = "{name}.csv"\n'
                                                        for name in ("old", "now", "none")), "utf-8")  # fmt: skip
    found = looked(toil, 2)
    assert {name: found[f"indicator of {name}"]["status"] for name in ("old", "now", "none")} == {
        "old": "warning", "now": "ok", "none": "error"}  # fmt: skip
    assert "1 cannot be used" in found["drivers"]["message"]
    assert "drivers.csv:3: 'soon' is neither an ISO week nor a day" in found["drivers"]["do"]
    assert "none.csv" in found["indicator of none"]["message"]
    assert "it is old" in found["indicator of old"]["message"]


def test_a_spark_that_no_build_could_use(toil: Run, tmp_path: Path) -> None:
    """Before the night's build fails: without PySpark, or where relations are left that nobody may make."""
    assert "spark" not in looked(toil)
    (tmp_path / "toil.toml").write_text('[engine]\ncompute = "spark"\n', "utf-8")
    found = looked(toil, 1)["spark"]
    assert found["status"] == "error"
    assert "PySpark" in found["message"] or "exactly" in found["message"]
