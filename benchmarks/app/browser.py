"""One reader in a real Chromium: from a click to the frame in which the page stands, and the server's part of that.

The server's part is from the first message that the click sends to the last one that comes back; the rest is the
browser's: its own script, layout, grids and pictures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, TimeoutError, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.app.server import Server
from toil.pages._discovery import find_pages

CHROMIUM = os.environ.get("E2E_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FINISHED = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number
WATCH = Path(__file__).with_name("watch.js").read_text("utf-8").replace("FINISHED)", f"{FINISHED})")
PATIENCE = 120_000  # milliseconds
ANSWERED_WITHIN = 30_000  # a choice that takes longer counts as this long, and the page is opened anew
OPENED_WITHIN = 5_000
NOTHING_SENT = 1_000  # milliseconds after which a choice is taken for the one that stood already
BOXES = "[data-testid=stSelectbox]:not([data-testid=stForm] *)"  # a form sends nothing until its button is pressed
TITLES = {page.path: page.title["en"] for page in find_pages()}


@dataclass(frozen=True)
class Waited:
    """One wait: on which page, for what; milliseconds in all, for the server, and of the server's processor; bytes."""

    page: str
    act: str
    all: float
    server: float
    processor: float
    bytes: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of tests/e2e."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Reader:
    """A browser window on the app."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._server = server
        self._context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
        self._context.add_init_script(WATCH)
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)

    def close(self) -> None:
        """End the session."""
        self._context.close()

    def open(self, path: str) -> Waited:
        """Go to a page by its address, as from a link: scripts, styles and the first run included."""
        self._context.add_init_script(f"toilWatch.arm({TITLES[path]!r}, true)")
        self._before = self._server.seconds()
        self.page.goto(f"{self._server.url}/{path}")
        return self._waited(path, "open")

    def turn_to(self, path: str) -> Waited:
        """Click the page's name in the menu."""
        self._close_list()
        link = self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=TITLES[path], exact=True)
        self.page.evaluate("title => toilWatch.arm(title, false)", TITLES[path])
        self._before = self._server.seconds()
        link.click()
        return self._waited(path, "turn")

    def choose(self, path: str, options: int) -> Iterator[Waited]:
        """In every box of the page but the language, choose so many other options, one after the other."""
        number = 0
        while number < self._boxes().count():  # a choice may bring boxes or take some away
            label = self._boxes().nth(number).inner_text().split("\n")[0]
            for option in range(1, options + 1) if label != "Language" else ():
                if number < self._boxes().count() and (waited := self._choose(path, label, number, option)):
                    yield waited
                if not self._is_at(path):  # an option that leads to another page, or no answer
                    self.turn_to(path)
            number += 1

    def _choose(self, path: str, label: str, number: int, option: int) -> Waited | None:
        combo, choices = self._boxes().nth(number).get_by_role("combobox"), self.page.get_by_role("option")
        try:
            combo.press("ArrowDown", timeout=OPENED_WITHIN)  # a click would close a list that the last choice left open
            choices.first.wait_for(timeout=OPENED_WITHIN)
            if choices.count() <= option:
                self._close_list()
                return None
            self.page.evaluate("toilWatch.arm('', false)")
            self._before = self._server.seconds()
            choices.nth(option).click(timeout=OPENED_WITHIN)
            self.page.wait_for_function("toilWatch.sent", timeout=NOTHING_SENT)
        except TimeoutError:  # the box is gone, there is nothing to choose, or what was chosen stood already
            self._close_list()
            return None
        act = f"choose {label}"
        try:
            return self._waited(path, act, within=ANSWERED_WITHIN)
        except TimeoutError:
            self.page.goto("about:blank")
            self.open(path)
            return Waited(path, f"{act}, which was not answered", ANSWERED_WITHIN, ANSWERED_WITHIN, 0, 0)

    def _close_list(self) -> None:
        if self.page.get_by_role("listbox").count():
            self.page.keyboard.press("Escape")

    def _is_at(self, path: str) -> bool:
        shown = self.page.get_by_role("heading", level=1).first.inner_text()
        return shown.replace("\u2060", "").strip() == TITLES[path]

    def _boxes(self) -> Locator:
        return self.page.locator(BOXES)

    def _waited(self, path: str, act: str, within: float = PATIENCE) -> Waited:
        self.page.wait_for_function("toilWatch.done", polling=20, timeout=within)
        done: Mapping[str, Any] = self.page.evaluate("toilWatch.done")
        if self.page.get_by_test_id("stException").count():
            raise SystemExit(f"{path}, {act}: the page shows an exception")
        processor = (self._server.seconds() - self._before) * 1_000
        return Waited(path, act, float(done["all"]), float(done["server"]), processor, int(done["bytes"]))
