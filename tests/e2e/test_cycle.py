"""The whole cycle, as a team walks it in a browser: see, correct, decide, assign, take away, ship, and be judged."""

from __future__ import annotations

import datetime
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, Visit, serve
from toil.locales import words
from toil.resources import sample_data_path
from toil.settings import Settings
from toil.store.published import open_published

pytestmark = pytest.mark.e2e

Visitor = Callable[..., Visit]


@pytest.fixture
def fresh(sample: Settings, tmp_path: Path) -> Iterator[Server]:
    """The app on a copy of the sample team's stores, for one test alone."""
    shutil.copytree(sample.store.folder, tmp_path / "store", symlinks=True)
    with serve(tmp_path / "store", TOIL_CONFIG=str(sample_data_path() / "toil.toml")) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_whole_cycle(fresh: Server, visit: Visitor, language: str) -> None:
    """Open the week, drill down, correct and merge, decide, take the list away, register, build, read the verdict."""
    t, window = words(language), visit(fresh, language)
    store = Path(fresh.environment["TOIL_STORE"])

    page = window.open("week")
    page.get_by_role("link", name=t("week.explain")).click()
    window.settle()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()

    page = window.open("retro?step=3")
    wanted = _other_category(page, language)
    choose(page, t("judge.category"), wanted)
    page.get_by_role("button", name=t("judge.save")).first.click()
    expect(page.get_by_text(t("judge.pending", category=wanted))).to_be_visible()
    with open_published(store) as published:
        pair = published.read("merge_questions", team="sre").sort_values("position").iloc[0]
    page = window.open("recurring")
    page.get_by_role("button", name=t("recurring.answer_merge")).first.click()
    expect(page.get_by_text(t("recurring.waiting", number=1).split("`")[0].strip())).to_be_visible()

    page = window.open("retro?step=5")
    page.get_by_label(t("decision.text")).fill("Self-service for access")
    page.get_by_label(t("decision.owner")).fill("platform")
    page.get_by_role("button", name=t("decision.save")).click()
    expect(page.get_by_text(t("decision.saved"))).to_be_visible()
    page = window.open("retro?step=1")
    expect(page.get_by_text(t("decision.open", number=3, late=0).split(" · ")[0])).to_be_visible()

    page = window.open("candidates")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert len(pd.read_csv(io.BytesIO(saved.value.path().read_bytes()))) > 3

    page = window.open("impact")
    page.get_by_label(t("impact.name")).fill("Access by itself")
    page.get_by_label(t("impact.name")).press("Enter")
    _fill_day(page, t("impact.shipped_on"), datetime.date(2026, 9, 7))
    window.settle()
    page.get_by_role("button", name=t("impact.save")).click()
    expect(page.get_by_text(t("impact.pending", names="Access by itself"))).to_be_visible()

    fresh.toil("build")
    page.reload()
    window.settle()
    choose(page, t("impact.which"), re.compile("Access by itself"))
    window.settle()
    verdicts = "|".join(re.escape(t(f"verdict.{one}")) for one in ("proven", "too_early", "no_effect", "backfired"))
    expect(page.get_by_role("combobox", name=t("impact.which"))).to_have_value(
        re.compile(rf"Access by itself · ({verdicts})")
    )
    page = window.open("retro?step=3")
    expect(page.get_by_text(t("judge.pending", category=wanted))).to_have_count(0)
    by_people = re.compile(f"^{re.escape(wanted)} · .*{re.escape(t('decided_by.person'))}")
    expect(page.get_by_text(by_people).first).to_be_visible()
    with open_published(store) as published:
        assert not {pair["recurrence_id"], pair["other_id"]} <= set(published.read("recurrences")["recurrence_id"])


def test_a_link_means_the_same_in_the_other_language(server: Server, visit: Visitor) -> None:
    """Weeks, split and category of Explore stay when the reader reads the other language, and no link is ignored."""
    address = "explore?from=2026-W40&to=2026-W44&by=recurrence&category=REQ.access&team=sre"
    tables = []
    for language in ("en", "ja"):
        page = visit(server, language).open(address)
        expect(page.get_by_test_id("stAlert").filter(has_text="🔗")).to_have_count(0)
        tables.append(re.findall(r"\d[\d,.]*", page.get_by_role("heading", level=3).first.inner_text()))
    assert sorted(tables[0]) == sorted(tables[1])


def test_a_narrow_phone_shows_the_whole_page(server: Server, visit: Visitor) -> None:
    """At 390 by 844 nothing sticks out to the side, and the pages are behind the menu button."""
    window = visit(server, "ja", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wide = "Math.max(...['stMain', 'stMainBlockContainer'].map(id => { const e = document.querySelector(`[data-testid=${id}]`); return e.scrollWidth - e.clientWidth }))"  # noqa: E501
    for path in ("week", "explore", "load", "retro", "impact"):
        page = window.open(path)
        page.wait_for_timeout(500)
        assert page.evaluate(wide) <= 1, path
        page.get_by_test_id("stExpandSidebarButton").click()
        expect(page.get_by_test_id("stSidebarNav").get_by_role("link").first).to_be_visible()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()  # it would stay open


def test_a_decision_can_be_noted_with_the_keyboard_alone(server: Server, visit: Visitor) -> None:
    """Tab, letters and Enter lead from the first field to a noted decision; focus is always on something visible."""
    t, window = words("en"), visit(server, "en")
    page = window.open("retro?step=5")
    _tab_to(page, t("decision.text"))
    page.keyboard.type("Rotate keys by itself")
    _tab_to(page, t("decision.owner"))
    page.keyboard.type("platform")
    _tab_to(page, t("decision.save"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("decision.saved"))).to_be_visible()


def test_on_paper_the_page_is_whole(server: Server, visit: Visitor) -> None:
    """Printed, the retrospective has no sidebar and is as long as all it holds, not as long as a window."""
    page = visit(server, "en").open("retro")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    heights = page.evaluate("[document.documentElement.scrollHeight, window.innerHeight]")
    assert heights[0] > 1.5 * heights[1]


def test_a_shared_screen_shows_nothing_but_the_page(server: Server, visit: Visitor) -> None:
    """`?present=1` hides sidebar and header, makes letters larger, and ends by its button."""
    t, window = words("ja"), visit(server, "ja")
    page = window.open("retro?present=1")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    page.get_by_role("button", name=t("present.end")).click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Pick an option of the first box of that label."""
    box = page.get_by_role("combobox", name=label).first
    box.click()
    if isinstance(option, str):
        box.fill(option)
    page.get_by_role("option", name=option, exact=isinstance(option, str)).click()


def _other_category(page: Page, language: str) -> str:
    """A category that the first topic does not have now."""
    before = page.get_by_role("combobox", name=words(language)("judge.category")).first.input_value()
    options = {"en": ("Cleanup", "Routine visual checks"), "ja": ("定期目視確認", "データ抽出・修正")}[language]
    return next(name for name in options if name != before)


def _fill_day(page: Page, label: str, day: datetime.date) -> None:
    """A date field is a group of spin buttons, year first, that move on by themselves."""
    group = page.get_by_role("group", name=label)
    group.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Enter")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of that name has the focus; fails after a hundred."""
    named = "[document.activeElement.getAttribute('aria-label'), document.activeElement.innerText]"
    for _ in range(100):
        page.keyboard.press("Tab")
        if name in [str(one or "").strip() for one in page.evaluate(named)]:
            return
    raise AssertionError(f"no way to {name!r} by Tab")
