from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toil.errors import ToilError
from toil.pages._discovery import find_pages

PAGE = 'PAGE = {{"order": {order}, "icon": "📄", "title": {{"en": "{title}", "ja": "頁"}}, "path": "{path}"}}\n'


def write(folder: Path, name: str, order: int, path: str, more: str = "") -> None:
    (folder / name).write_text(PAGE.format(order=order, title=name, path=path) + more, "utf-8")


def test_adding_a_file_adds_a_page(tmp_path: Path) -> None:
    """Pages stand in the order that they declare; files that begin with `_` are none; nothing is executed."""
    write(tmp_path, "later.py", 20, "later", "raise SystemExit('executed')\n")
    write(tmp_path, "first.py", 10, "first", 'WORDS = {"en": {"hello": "Hello"}, "ja": {"hello": "こんにちは"}}\n')
    (tmp_path / "_shared.py").write_text("", "utf-8")
    pages = find_pages(tmp_path)
    assert [page.path for page in pages] == ["first", "later"]
    assert pages[0].words["ja"]["hello"] == "こんにちは"


def test_the_pages_stand_in_their_order() -> None:
    """A week is looked at before it is talked over, and talked over before it is automated."""
    paths = [
        "week",
        "organisation",
        "explore",
        "load",
        "explain",
        "check-in",
        "retro",
        "labels",
        "recurring",
        "candidates",
        "growth",
        "impact",
        "error-budget",
        "health",
        "definitions",
    ]
    assert [page.path for page in find_pages()] == paths


def test_no_text_is_shown_that_a_page_did_not_ask_to_show() -> None:
    """Streamlit would draw each text that stands alone in a page's file, as one that describes a constant does."""
    said = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert said["runner"]["magicEnabled"] is False


@pytest.mark.parametrize("text", ["", "PAGE = 3\n", 'PAGE = {"order": 1}\n', "PAGE = {'order': print()}\n"])
def test_a_page_that_does_not_declare_itself_is_named(tmp_path: Path, text: str) -> None:
    """The error names the file."""
    (tmp_path / "lost.py").write_text(text, "utf-8")
    with pytest.raises(ToilError, match=r"page") as caught:
        find_pages(tmp_path)
    assert "lost.py" in caught.value.where


def test_two_pages_cannot_share_a_path(tmp_path: Path) -> None:
    """An address leads to one page."""
    write(tmp_path, "one.py", 1, "same")
    write(tmp_path, "two.py", 2, "same")
    with pytest.raises(ToilError, match="same"):
        find_pages(tmp_path)
