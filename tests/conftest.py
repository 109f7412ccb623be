"""What all tests share: the repository's root, and the rule about skips."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from pipelines.build import build
from pipelines.demo import demo_settings, load_sample
from toil.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

hypothesis.settings.register_profile("toil", deadline=None)  # how long an example takes is the machine's affair
hypothesis.settings.load_profile("toil")

LONGEST_FIRST = (
    "e2e/test_cycle.py", "e2e/test_accessible.py", "docs/test_docs_tutorial.py", "house/test_wheel.py",
    "pipelines/test_nights.py", "pipelines/test_killed_runs.py", "e2e/test_browser.py", "e2e/test_sign_in.py",
    "store/test_reuse.py", "house/test_additions.py", "sources/pagerduty/test_changing_world.py",
    "sources/jira/test_worlds.py", "cli/test_cli_run.py",
)  # fmt: skip
"""Files of few and long tests: a worker that began one last would leave the other with nothing to do."""

_skipped: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skip fails the run, bar those that need ../shared")


def pytest_collection_finish() -> None:
    """What was imported stays: walking through it again and again takes an eighth of the time of the app's tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "../shared" not in reason:
            _skipped.append(f"{report.nodeid}: {reason}")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--no-skips") and _skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--no-skips") and _skipped:
        terminalreporter.section("skips that count as failures")
        for line in _skipped:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared notes and real records beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    return SHARED


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample team's settings, its data extracted and built once for all workers; tests only read it."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "sample"
    settings = demo_settings(folder)
    with FileLock(f"{folder}.lock"):
        if not (folder / "toil.duckdb").exists():
            load_sample(settings)
            build(settings)
    return settings


@pytest.fixture
def sample_copy(sample: Settings, tmp_path: Path) -> Settings:
    """A copy of the sample's stores that a test may change."""
    shutil.copytree(sample.store.folder, tmp_path / "store", symlinks=True)
    return demo_settings(tmp_path / "store")
