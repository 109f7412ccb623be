"""The pages in pictures: each page of the app is described and shown in both languages, and the pictures stay small."""

from __future__ import annotations

import re

from docs.screenshots import IMAGES, LOOKS
from tests.conftest import ROOT
from toil.pages._discovery import find_pages


def test_every_page_is_described_and_shown_in_both_languages() -> None:
    """docs/pages.md has a section with a sentence and two pictures for each page, in the order of the navigation."""
    text = (ROOT / "docs" / "pages.md").read_text("utf-8")
    pages = find_pages()
    assert re.findall(r"^## (.+)\n\n\S.+\.$", text, re.MULTILINE) == [page.title["en"] for page in pages]
    wanted = [f"{page.path}-{language}-{theme}.webp" for page in pages for language, theme in LOOKS]
    assert re.findall(r"\(images/(.+?)\)", text) == wanted


def test_the_pictures_are_those_of_the_pages_and_small() -> None:
    """No picture of a page that is gone stays; all together take less than 4 MB."""
    pictures = {file.name: file.stat().st_size for file in IMAGES.glob("*.webp")}
    assert set(pictures) == {
        f"{page.path}-{language}-{theme}.webp" for page in find_pages() for language, theme in LOOKS
    }
    assert sum(pictures.values()) < 4_000_000
