"""The remedy is the cheapest that suffices."""

from __future__ import annotations

import pytest

from toil.candidates.remedy import REMEDIES, SUFFICIENT, choose_remedy
from toil.classify.taxonomy import REMEDIES as NAMES


def test_noise_calls_for_a_quieter_alert() -> None:
    """Where most alerts needed nobody, nothing is automated: the alert is tuned, whatever the category."""
    choice = choose_remedy(["automate"], noise_share=0.7, sameness=0.9)
    assert (choice.remedy.name, choice.reason) == ("tune_alert", "noise")


def test_the_cheapest_sufficient_remedy_wins() -> None:
    """Of several hints the one with the fewest building hours that removes at least half is chosen."""
    for hints, name in ((["self_service", "automate", "reject"], "reject"),
                        (["document", "automate", "self_service"], "automate")):  # fmt: skip
        choice = choose_remedy(hints, noise_share=0, sameness=1)
        assert (choice.remedy.name, choice.reason) == (name, "cheapest")


def test_without_a_sufficient_remedy_the_most_effective_is_named() -> None:
    """If nothing removes half, what removes most is named."""
    choice = choose_remedy(["document", "batch"], noise_share=0, sameness=1)
    assert (choice.remedy.name, choice.reason) == ("batch", "most")


@pytest.mark.parametrize("hints", [[], ["pray"]])
def test_without_hints_documenting_is_left(hints: list[str]) -> None:
    """Work whose category names no remedy can still be written down."""
    choice = choose_remedy(hints, noise_share=0, sameness=1)
    assert (choice.remedy.name, choice.reason) == ("document", "nothing_known")


def test_automation_covers_less_where_titles_differ() -> None:
    """Work that differs from time to time is automated in part only."""
    same, differs = (choose_remedy(["automate"], noise_share=0, sameness=s).remedy.coverage for s in (1.0, 0.3))
    assert differs < same


def test_every_remedy_of_the_taxonomy_is_known() -> None:
    """The remedies that categories may name are those whose costs we state; only two cannot suffice alone."""
    assert set(REMEDIES) == set(NAMES)
    assert {name for name, remedy in REMEDIES.items() if remedy.coverage < SUFFICIENT} == {"batch", "document"}
