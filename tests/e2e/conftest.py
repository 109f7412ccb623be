"""A real Chromium before a real server: what the reader's browser sees, asks for and complains about."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.small_store import HOSTILE, frames, write_store
from tests.conftest import ROOT
from toil.resources import sample_data_path
from toil.settings import Settings

CHROMIUM = os.environ.get("E2E_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
LOCALES = {"en": "en-US", "ja": "ja-JP"}
STARTS_WITHIN = 60.0
SETTLES_WITHIN = 45_000  # milliseconds: the first page of a server, while other tests build beside it

expect.set_options(timeout=15_000)  # a cold server draws its first page in 3 to 8 seconds


@dataclass(frozen=True)
class Server:
    """A running app: its address, and the environment that the `toil` command shares with it."""

    url: str
    environment: dict[str, str]
    log: Path

    def toil(self, *arguments: str) -> None:
        """Run the `toil` command on the store that the app shows."""
        command = [sys.executable, "-m", "toil", *arguments]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright asks here how to start the browser."""
    if CHROMIUM is None:
        pytest.skip("needs a Chromium: apt-get install chromium, or name one in E2E_CHROMIUM")
    return {**browser_type_launch_args, "args": CHROMIUM_ARGS, "executable_path": CHROMIUM}


@pytest.fixture(scope="session")
def server(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a copy of the sample team's stores, in whose journal tests may write what changes no other page."""
    folder = tmp_path_factory.mktemp("e2e") / "store"
    shutil.copytree(sample.store.folder, folder, symlinks=True)
    with serve(folder, TOIL_CONFIG=str(sample_data_path() / "toil.toml")) as running:
        yield running


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a small store in which names and titles try to be links, scripts and formulas."""
    names = ("categories", "team_categories")
    named = {name: frames("small-1")[name].assign(name_en=HOSTILE) for name in names}
    with serve(write_store(tmp_path_factory.mktemp("hostile") / "store", **named)) as running:
        yield running


@contextmanager
def serve(folder: Path, **environment: str) -> Iterator[Server]:
    """Run app.py on a free port of the loopback, from a working directory of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log, variables = folder.parent / "server.log", {**os.environ, "TOIL_STORE": str(folder), **environment}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.address=127.0.0.1",
               f"--server.port={port}", "--server.headless=true"]  # fmt: skip
    with log.open("wb") as out, subprocess.Popen(
        command, env=variables, cwd=folder.parent, stdout=out, stderr=subprocess.STDOUT
    ) as process:  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield Server(f"http://127.0.0.1:{port}", variables, log)
        finally:
            process.terminate()
    assert "Traceback" not in log.read_text("utf-8", errors="replace")


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except (urllib.error.URLError, OSError):
            process_ended = process.poll() is not None
            if not process_ended:
                time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the app did not start:\n{log.read_text('utf-8', errors='replace')}")


@dataclass
class Visit:
    """A browser window on the app, and everything that went wrong in it."""

    page: Page
    server: Server
    troubles: list[str]
    friend: str = ""

    def open(self, address: str) -> Page:
        """Go to an address of the app and wait until it is drawn."""
        self.page.goto(f"{self.server.url}/{address}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has run; no exception may be shown."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=SETTLES_WITHIN)
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()  # one address leads on to another
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a window in a language; at the end nothing may have gone wrong in it.

    `friend` is another address of this machine that the window may ask; `looks` are options of Playwright's context.
    """
    opened: list[Visit] = []

    def start(server: Server, language: str, friend: str = "", **looks: Any) -> Visit:
        usual = {"locale": LOCALES[language], "timezone_id": "Asia/Tokyo", "viewport": {"width": 1400, "height": 1000}}
        context = browser.new_context(**{**usual, **looks})
        opened.append(Visit(context.new_page(), server, [], friend))
        _watch(opened[-1])
        return opened[-1]

    yield start
    for one in opened:
        one.page.context.close()
    assert [trouble for one in opened for trouble in one.troubles] == []


def _watch(visit: Visit) -> None:
    """Keep page errors, console errors and every request that leaves for another host."""
    page, troubles = visit.page, visit.troubles
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("request", lambda request: _is_ours(request.url, visit) or troubles.append(f"request: {request.url}"))
    page.on("console", lambda message: _is_fine(message) or troubles.append(f"console: {message.text}"))


def _is_ours(url: str, visit: Visit) -> bool:
    friends = (visit.friend,) if visit.friend else ()
    return url.startswith((visit.server.url, "data:", "blob:", *friends))


def _is_fine(message: Any) -> bool:
    # On a page's own address Streamlit first looks for its server below that address, and finds it at the second try.
    return message.type != "error" or "/_stcore/" in message.location.get("url", "")
