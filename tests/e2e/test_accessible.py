"""axe-core finds no serious barrier on any page, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier(server: Server, visit: Visitor, scheme: str) -> None:
    """Every page of the sample team, as it opens and as it is presented."""
    window = visit(server, "ja" if scheme == "dark" else "en", color_scheme=scheme)
    found = {}
    for address in [*(page.path for page in find_pages()), "retro?present=1"]:
        if serious := barriers(window.open(address)):
            found[address] = serious
    assert found == {}
