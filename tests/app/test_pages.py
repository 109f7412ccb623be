from __future__ import annotations

import json

import pytest

from tests.app.conftest import PAGES, OpenPage, texts
from tests.app.small_store import HOSTILE, SECRET_NAME
from toil.pages._plain import plain

TITLES = {
    "week": ("This week", "今週"),
    "organisation": ("All teams", "全チーム"),
    "explore": ("Explore", "内訳"),
    "load": ("Load", "負荷の偏り"),
    "explain": ("Explain", "数値の根拠"),
    "check_in": ("Check-in", "週次チェックイン"),
    "retro": ("Retrospective", "ふりかえり"),
    "labels": ("Labels", "ラベル"),
    "recurring": ("Recurring work", "繰り返し作業"),
    "automate": ("Automation candidates", "自動化候補"),
    "growth": ("Growth", "増加の見通し"),
    "impact": ("Impact", "効果"),
    "error_budget": ("Error budget", "エラーバジェット"),
    "health": ("Data health", "データ状態"),
    "definitions": ("Definitions", "用語と計算方法"),
}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_in_the_readers_language(open_page: OpenPage, name: str, language: str) -> None:
    """Each page draws without an exception and under the title of the browser's language."""
    app = open_page(name, language)
    assert not app.exception
    assert app.title[0].value == plain(TITLES[name][("en", "ja").index(language)])


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_a_persons_name(open_page: OpenPage, name: str) -> None:
    """A name that the store holds appears neither in texts nor in tables."""
    app = open_page(name)
    shown = texts(app) + [json.dumps(table.value.astype(str).to_dict(), ensure_ascii=False) for table in app.dataframe]
    assert shown
    assert not [text for text in shown if SECRET_NAME in text]


@pytest.mark.parametrize(
    "name",
    ["week", "explore", "explain", "check_in", "retro", "recurring", "automate", "growth", "impact", "error_budget"],
)
def test_hostile_titles_never_reach_markdown(open_page: OpenPage, name: str) -> None:
    """A title with a link, a formula, an icon and HTML is only shown where text is taken literally."""
    app = open_page(name)
    formatted = [element.value for element in (*app.markdown, *app.subheader, *app.title)]
    assert not [text for text in formatted if HOSTILE in text or "<img" in text]


def test_links_that_are_no_web_addresses_are_not_offered(open_page: OpenPage) -> None:
    """A `javascript:` address in the data does not become a link; web addresses do."""
    work = next(table.value for table in open_page("week").dataframe if "url" in table.value)
    assert [url for url in work["url"].dropna() if not url.startswith("https://")] == []
    assert work["url"].notna().sum() == len(work) - 1


def test_the_partial_source_is_named_on_every_page(open_page: OpenPage) -> None:
    """A source whose last run did not end is named in a banner wherever its figures are shown."""
    for name in PAGES:
        assert any("pagerduty" in warning.value for warning in open_page(name).warning), name
