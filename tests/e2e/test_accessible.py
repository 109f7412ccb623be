"""Every page by its address: in the language that it says, and without a serious barrier, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, Visit
from toil.pages._discovery import find_pages

pytestmark = pytest.mark.e2e

Visitor = Callable[..., Visit]
# the success criteria that the public sector of the EU and of Japan (JIS X 8341-3) asks for
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def barriers(page: Page) -> list[str]:
    """The serious and critical findings: rule, place, and what axe says of it."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']} at {node['target']}: {node['failureSummary']} {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "language", "other"), [("light", "en", "ja"), ("dark", "ja", "en")])
def test_every_page_has_an_address_and_no_serious_barrier(
    server: Server, visit: Visitor, scheme: str, language: str, other: str
) -> None:
    """A link opens its page in the language that `?lang=` says, whatever the browser's; axe finds nothing serious."""
    window, found = visit(server, other, color_scheme=scheme), {}
    for declared in find_pages():
        page = window.open(f"{declared.path}?lang={language}")
        expect(page.get_by_role("heading", level=1)).to_have_text(declared.title[language])
        expect(page.get_by_text("Page not found")).to_have_count(0)
        if serious := barriers(page):
            found[declared.path] = serious
    if serious := barriers(window.open(f"retro?present=1&lang={language}")):
        found["retro, presented"] = serious
    assert found == {}
