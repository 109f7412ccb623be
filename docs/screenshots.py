"""Photograph every page of the app for docs/images: `python -m docs.screenshots STORE` (a store as of `toil demo`).

`--only PAGE`, perhaps several times, takes just these. Needs the Chromium of tests/e2e.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from toil.pages._discovery import find_pages
from toil.resources import app_path, sample_data_path

IMAGES = Path(__file__).parent / "images"
LOOKS = (("en", "light"), ("ja", "dark"))
CHROMIUM = os.environ.get("E2E_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
WIDTH, LEAST, MOST = 1280, 800, 2400
"""Pixels of a picture: its width, and its height between these two."""
QUALITY = 70
PATIENCE = 120_000
"""Milliseconds that a page may take on a busy machine."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `<page>-<language>-<theme>.webp` of every page, and say how large each is."""
    asked = _asked(arguments)
    every = [page.path for page in find_pages()]
    # the first page is marked in the navigation at the app's own address only
    pages = {path: "" if path == every[0] else path for path in every if not asked.only or path in asked.only}
    with served(asked.store.resolve()) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for language, theme in LOOKS:
            for path, picture in photographs(browser, url, pages, language, theme):
                file = asked.into / f"{path}-{language}-{theme}.webp"
                file.write_bytes(picture)
                sys.stdout.write(f"{file.name}: {len(picture) / 1024:.0f} KiB\n")
        browser.close()


def photographs(
    browser: Browser, url: str, pages: Mapping[str, str], language: str, theme: str
) -> Iterator[tuple[str, bytes]]:
    """Each page's path and its picture as WebP; raises AssertionError where a page shows an exception."""
    context = browser.new_context(
        locale={"en": "en-US", "ja": "ja-JP"}[language],
        color_scheme="dark" if theme == "dark" else "light",
        timezone_id="Asia/Tokyo",
        viewport={"width": WIDTH, "height": LEAST},
    )
    page = context.new_page()
    for path, address in pages.items():
        page.set_viewport_size({"width": WIDTH, "height": LEAST})
        _open(page, f"{url}/{address}?lang={language}")
        _settle(page)
        page.set_viewport_size({"width": WIDTH, "height": _height(page)})
        _settle(page)
        yield path, _small(page.screenshot(animations="disabled"))
    context.close()


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of the app on a store; the server ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app_path()), "--server.address=127.0.0.1",
               f"--server.port={port}", "--server.headless=true"]  # fmt: skip
    environment = {"TOIL_CONFIG": str(sample_data_path() / "toil.toml"), **os.environ, "TOIL_STORE": str(store)}
    with subprocess.Popen(command, env=environment, cwd=app_path().parent, stdout=subprocess.DEVNULL) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _open(page: Page, address: str, tries: int = 60) -> None:
    """Go there; a server that has just been started does not listen yet."""
    for left in reversed(range(tries)):
        try:
            page.goto(address, timeout=PATIENCE)
            return
        except Error as error:
            if "ERR_CONNECTION_REFUSED" not in error.message or not left:
                raise
            page.wait_for_timeout(500)


def _settle(page: Page) -> None:
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.wait_for_timeout(1_500)  # Vega and the grids draw after the script has ended


def _height(page: Page) -> int:
    """As high as what the page holds, within reason."""
    tall = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    return max(LEAST, min(MOST, int(tall)))


def _small(png: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("store", type=Path, metavar="STORE", help="the folder of a store")
    parser.add_argument("--into", type=Path, default=IMAGES, help="the folder of the pictures (docs/images)")
    parser.add_argument("--only", action="append", metavar="PAGE", help="a page's path, as in its address")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
