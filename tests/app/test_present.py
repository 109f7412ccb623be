from __future__ import annotations

import pytest

from tests.app.conftest import PAGES, OpenPage
from toil.locales import words


@pytest.mark.parametrize("language", ["en", "ja"])
def test_presenting_is_kept_on_the_way_to_another_page(open_page: OpenPage, language: str) -> None:
    """An address that presents does so on the next page too, whose own address says it; it ends by its button."""
    t = words(language)
    app = open_page("week", language, present="1")
    assert app.button(key="present").label == t("present.end")
    app.switch_page(str(PAGES["load"])).run()
    assert app.query_params["present"] in ("1", ["1"])
    app.button(key="present").click().run()
    assert not app.exception
    assert "present" not in app.query_params
    assert app.button(key="present").label == t("present.begin")


def test_nothing_else_in_the_address_presents(open_page: OpenPage) -> None:
    """Without the parameter, and with a senseless value, the page is the usual one."""
    for more in ({}, {"present": "maybe"}):
        assert open_page("week", **more).button(key="present").label == words("en")("present.begin")
