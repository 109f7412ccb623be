"""The documentation as a site: every page is in its menu, it builds without a warning, and fetches nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import ROOT


def test_every_page_is_in_the_menu() -> None:
    """Each page of docs stands in the navigation once, and the navigation names no page that is not there."""
    named = sorted(_pages(load_config(str(ROOT / "mkdocs.yml"))["nav"]))
    assert named == sorted(file.name for file in (ROOT / "docs").glob("*.md"))


def test_the_site_builds_strictly_and_offline(tmp_path: Path) -> None:
    """No link or anchor leads nowhere; no page asks another host for scripts, styles, fonts or pictures."""
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path), strict=True))
    for page in tmp_path.rglob("*.html"):
        foreign = r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(https?:)?//"
        assert not re.search(foreign, page.read_text("utf-8")), page.name
    for style in tmp_path.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//", style.read_text("utf-8")), style.name
    found = json.loads((tmp_path / "search" / "search_index.json").read_text("utf-8"))["docs"]
    assert any("ふりかえり" in one["text"] for one in found)
    assert (tmp_path / "search" / "lunr.ja.js").exists()


def _pages(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for one in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from _pages(one)
