from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.exports.cells import readable
from toil.locales import words
from toil.pages._plain import plain, web_links


@given(st.text(max_size=200))
def test_no_markup_survives(text: str) -> None:
    """Every mark that Markdown, HTML or a formula begins with is escaped, and no icon name follows a colon."""
    shown = plain(text)
    bare = shown.replace("\\\\", "")
    for mark in "*_`[]()<>$~#|!":
        assert bare.count(mark) == bare.count(f"\\{mark}")
    assert ":material" not in shown
    assert "\n" not in shown


def test_words_stay_readable() -> None:
    """Letters of any script pass unchanged, and a sentence keeps its colon."""
    assert plain("障害対応 für alle: 3") == "障害対応 für alle: 3"


@pytest.mark.parametrize("turn", ["\u202e", "\u202b", "\u2067", "\u2068"])
def test_a_name_turns_nothing_around_it(turn: str) -> None:
    """In a page, a sentence and a file a name cannot make what follows it read backwards; its own letters stay."""
    name = f"{turn}الدفع 4"
    said = words("en")("headline.trend_hours", now=name, usual="3 h")
    for shown in (plain(name), said, readable(name)):
        assert turn not in shown
        assert "الدفع 4" in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " //x", "", None, 3])
def test_only_web_addresses_are_links(url: object) -> None:
    """A click on a cell never runs a script and never opens a file."""
    assert web_links(pd.Series([url], dtype=object))[0] is None


def test_web_addresses_stay() -> None:
    """http and https addresses are kept as they are."""
    urls = pd.Series(["https://a.example/b?c=1", "HTTP://a.example"])
    assert list(web_links(urls)) == list(urls)
