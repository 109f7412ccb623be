from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

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
    """Each page draws without an exception and under the title of the browser's language; it tells no name that the
    store holds, shows hostile titles only where text is taken literally, and says which source is partly read.
    """
    app = open_page(name, language)
    assert not app.exception
    assert app.title[0].value == plain(TITLES[name][("en", "ja").index(language)])
    assert names_told(app) == []
    assert hostile_markdown(app) == []
    assert any("pagerduty" in warning.value for warning in app.warning)


def names_told(app: AppTest) -> list[str]:
    """Texts and tables in which the name of a person stands."""
    shown = texts(app) + [json.dumps(table.value.astype(str).to_dict(), ensure_ascii=False) for table in app.dataframe]
    assert shown
    return [text for text in shown if SECRET_NAME in text]


def hostile_markdown(app: AppTest) -> list[str]:
    """Formatted texts in which a title's link, formula, icon or HTML would be taken for ours."""
    formatted = [element.value for element in (*app.markdown, *app.subheader, *app.title)]
    return [text for text in formatted if HOSTILE in text or "<img" in text]


def test_links_that_are_no_web_addresses_are_not_offered(open_page: OpenPage) -> None:
    """A `javascript:` address in the data does not become a link; web addresses do."""
    work = next(table.value for table in open_page("week").dataframe if "url" in table.value)
    assert [url for url in work["url"].dropna() if not url.startswith("https://")] == []
    assert work["url"].notna().sum() == len(work) - 1
