"""Runs under trouble that no service answers for: what nobody foresaw, a full disk, two at once, an empty Jira."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import build
from pipelines.extract import extract, verify
from tests.cli.services import use_jira, use_pagerduty, worked
from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import ago, incident
from tests.pipelines.test_killed_runs import ROOT, held, jira
from tests.sources.jira.world import reachable
from toil.settings import Settings, StoreSettings
from toil.sources import get_source
from toil.sources.base import Page, SourceConfig, Window
from toil.sources.jira import JiraSource

SECRET = "a-secret-in-an-error"


def settings_in(folder: Path) -> Settings:
    return Settings(store=StoreSettings(folder=folder))


class BrokenJira(JiraSource):
    """A source with a fault of its own, after a first page."""

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """The first page, then an error that is not for people."""
        yield from list(super().fetch(config, window))[:5]
        raise KeyError(SECRET)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three issues and an incident, with credentials for both in the environment."""
    account = FakePagerDuty(incidents=[incident("P1", ago(days=1), status="resolved")])
    with reachable(issues=[worked(n) for n in (1, 2, 3)]) as fake, pagerduty_fake.running(account):
        use_jira(monkeypatch, fake)
        use_pagerduty(monkeypatch, account)
        yield


def test_what_nobody_foresaw_ends_one_source_only(
    tmp_path: Path, services: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in Jira's reading keeps what it brought, says where it lies without its text, and PagerDuty is read."""
    with monkeypatch.context() as patched:
        patched.setattr("toil.sources.jira.SOURCE", BrokenJira())
        broken, whole = extract(settings_in(tmp_path), ["jira", "pagerduty"])
    assert (broken.outcome, broken.exit_code, broken.records > 0) == ("partial", 5, True)
    assert "KeyError (test_hostile_runs.py, line" in broken.message
    assert SECRET not in broken.message
    assert (whole.outcome, whole.exit_code) == ("complete", 0)
    assert extract(settings_in(tmp_path), ["jira"])[0].outcome == "complete"


def test_a_census_that_breaks_is_told(tmp_path: Path, services: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the count of one source leaves the other's, and the data, as they are."""

    def broken(*_: object) -> Iterator[Any]:
        raise ZeroDivisionError

    monkeypatch.setattr(type(get_source("jira")), "census", broken)
    run, _ = extract(settings_in(tmp_path), ["jira", "pagerduty"])
    assert (run.outcome, "ZeroDivisionError" in run.message) == ("partial", True)
    scopes, errors = verify(settings_in(tmp_path))
    assert ([scope.source for scope in scopes], len(errors)) == (["pagerduty"], 1)


@pytest.mark.parametrize("kilobytes", [1200, 2000])
def test_a_file_that_may_not_grow(tmp_path: Path, kilobytes: int) -> None:
    """A run that comes to the end of its disk says so with advice; with room it ends with an undisturbed store."""
    with jira(cloud=True) as setup:
        for one in setup.world.issues:
            one["fields"]["description"] = "".join(chr(0x4E00 + (int(one["id"]) * n) % 20_000) for n in range(30_000))
        code = (
            "import sys, json; from pathlib import Path; from pipelines.extract import extract; "
            "from toil.settings import Settings, StoreSettings; "
            "extract(Settings(store=StoreSettings(folder=Path(sys.argv[1])), "
            "sources={'jira': json.loads(sys.argv[2])}), ['jira'])"
        )
        order = [sys.executable, "-c", code, str(tmp_path / "full"), json.dumps(setup.options)]
        size = kilobytes * 1024

        def small() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        ended = subprocess.run(order, cwd=ROOT, env={**os.environ, **setup.environment}, capture_output=True, text=True,
                               preexec_fn=small, check=False)  # fmt: skip
        assert ended.returncode != 0
        assert "the disk is full" in ended.stderr.splitlines()[-2] + ended.stderr.splitlines()[-1]
        assert setup.victim(tmp_path / "full").wait() == 0
        assert setup.victim(tmp_path / "whole").wait() == 0
        assert held(tmp_path / "full") == held(tmp_path / "whole")


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Of two processes that start together one reads and the other ends with 6; the store is an undisturbed one."""
    with jira(cloud=True) as setup:
        first, second = setup.victim(tmp_path / "both"), setup.victim(tmp_path / "both")
        codes = sorted([first.wait(), second.wait()])
        assert codes in ([0, 0], [0, 1])  # the victim tells an error by 1
        assert setup.victim(tmp_path / "whole").wait() == 0
        assert held(tmp_path / "both") == held(tmp_path / "whole")


def test_an_empty_jira(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Jira without an issue or a project is read, counted and built; its first issue is found later."""
    with reachable(cloud=True) as fake:
        use_jira(monkeypatch, fake)
        (run,) = extract(settings_in(tmp_path))
        assert (run.outcome, verify(settings_in(tmp_path))) == ("complete", ([], []))
        assert build(settings_in(tmp_path)).relations["work_items"] == 0
        fake.issues.append(worked(1))
        (run,) = extract(settings_in(tmp_path))
        assert run.outcome == "complete"
        assert build(settings_in(tmp_path)).relations["work_items"] == 1


@pytest.mark.parametrize("cloud", [True, False])
def test_ids_and_texts_that_no_store_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:
    """Lone surrogates and NULs in keys, names and texts, and in the id of a rejected row, end no run."""
    odd = worked(1)
    odd |= {"key": "OPS-\ud800"}
    odd["fields"] |= {"summary": "a\x00b\udfff", "project": {"key": "O\x00S"}}
    bad = {"id": "\ud800", "key": "X\x00"}
    world = FakeJira(cloud=cloud, issues=[odd, bad, worked(2)])
    with reachable(cloud=cloud, issues=world.issues) as fake:
        use_jira(monkeypatch, fake)
        (run,) = extract(settings_in(tmp_path))
    assert (run.outcome, run.rejected, run.message) == ("complete", 0 if cloud else 1, "")
