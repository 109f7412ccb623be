"""Names are original titles with their variables left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.recurrence.names import LONGEST_NAME, name_of


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        ({"Disk usage 91% on db-03": 2, "Disk usage 84% on db-01": 1}, "Disk usage … on …"),
        ({"Grant Anna access to Grafana": 1, "Grant Ben access to Grafana": 1, "Grant Eva access to Grafana": 1},
         "Grant … access to Grafana"),
        ({"アカウント発行（田中様）": 2, "アカウント発行（佐藤様）": 1}, "アカウント発行…"),
        ({"12345": 3}, "12345"),
        ({"Weekly report": 5}, "Weekly report"),
        ({}, ""),
        ({"Grant Anna access": 4, "Grant Ben access": 2}, "Grant … access"),
        ({"Restart gateway": 9, "Restart gatewy": 1}, "Restart gateway"),
        ({"Reset password for john.smith": 3}, "Reset password for …"),
        ({"Docs for node.js": 3}, "Docs for node.js"),
        ({"Unlock account, asked by @kim-lee": 3}, "Unlock account, asked by …"),
        ({"Bump @angular/core": 3}, "Bump @angular/core"),
        ({"tanaka さんの権限付与": 3}, "… さんの権限付与"),
        ({"佐藤さんの権限付与": 3}, "…の権限付与"),
    ],
)  # fmt: skip
def test_variables_are_shown_as_an_ellipsis(titles: dict[str, int], name: str) -> None:
    """What varies is `…`, what is common keeps its original spelling; a title of variables only stays."""
    assert name_of(titles) == name


def test_the_commonest_title_gives_the_name() -> None:
    """Of several wordings the one that came most often is shown."""
    assert name_of({"restart api gateway": 5, "Restart the API gateway": 2}) == "restart api gateway"


@given(st.dictionaries(st.text(max_size=300), st.integers(1, 9), max_size=6))
def test_a_name_is_never_too_long(titles: dict[str, int]) -> None:
    """Whatever the titles, the name fits its column."""
    assert len(name_of(titles)) <= LONGEST_NAME
