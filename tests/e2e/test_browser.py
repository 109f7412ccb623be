from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.app.small_store import HOSTILE
from tests.e2e.conftest import Server, Visit
from toil.locales import words
from toil.pages._discovery import find_pages

pytestmark = pytest.mark.e2e

WORD_JOINER = "\u2060"  # keeps Streamlit from taking :material/x: for an icon

Visitor = Callable[[Server, str], Visit]


def test_the_menu_names_every_page_and_opens_it(server: Server, visit: Visitor) -> None:
    """All pages stand in the menu by their titles, none folded away; a click draws the page, and asks only the app."""
    window, pages = visit(server, "ja"), find_pages()
    page = window.open("")
    menu = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [text.strip().splitlines()[-1] for text in menu.all_inner_texts()] == [one.title["ja"] for one in pages]
    menu.last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(pages[-1].title["ja"])
    window.settle()


def test_a_figure_leads_to_its_rows_and_their_evidence(server: Server, visit: Visitor) -> None:
    """From This week to the work behind its hours, to one piece of it: hours agree, and the address holds it all."""
    t = words("en")
    window = visit(server, "en")
    page = window.open("week?week=2026-W46")
    figure = page.get_by_test_id("stMetric").filter(has_text=t("week.hours")).get_by_test_id("stMetricValue")
    hours = figure.inner_text()
    page.get_by_role("link", name=t("week.explain")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explain")
    window.settle()
    expect(page.get_by_text(t("explain.agrees", figure=hours))).to_be_visible()
    rows = page.get_by_test_id("stDataFrame").first.locator("canvas").first
    rows.click(position={"x": 18, "y": 52}, force=True)
    expect(page.get_by_text("Its days", exact=True)).to_be_visible()
    window.settle()
    assert re.search(r"explain\?.*week=2026-W46.*work=", page.url)


def test_the_candidates_can_be_taken_away(server: Server, visit: Visitor) -> None:
    """The CSV that the browser saves holds the same candidates in the same order as the relation."""
    page = visit(server, "ja").open("candidates")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    raw = saved.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    taken = pd.read_csv(io.BytesIO(raw))
    assert list(taken["順位"]) == list(range(1, len(taken) + 1))
    command = [sys.executable, "-m", "toil", "candidates", "--format", "json"]
    shown = json.loads(subprocess.run(command, env=server.environment, check=True, capture_output=True).stdout)
    assert list(taken["繰り返しID"]) == [one["recurrence_id"] for one in shown["candidates"]]


def test_hostile_text_is_shown_as_it_is_written(hostile_server: Server, visit: Visitor) -> None:
    """A title with a link, a formula, an icon and a script shows every character and does nothing."""
    window = visit(hostile_server, "en")
    for path in ("week", "retro", "candidates"):
        main = window.open(path).get_by_test_id("stMain")
        for harm in ("a[href^='javascript']", "img[onerror]", ".katex", "span[role=img]"):
            expect(main.locator(harm)).to_have_count(0)
        if path != "candidates":
            assert HOSTILE in main.inner_text().replace(WORD_JOINER, ""), path
