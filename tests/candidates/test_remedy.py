"""The remedy is the cheapest that suffices."""

from __future__ import annotations

import pytest

from toil.candidates.remedy import REMEDIES, SUFFICIENT, Slo, choose_remedy
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
    assert set(REMEDIES) == {*NAMES, "loosen_slo", "tighten_slo"}
    assert {name for name, remedy in REMEDIES.items() if remedy.coverage < SUFFICIENT} == {"batch", "document"}


def test_content_users_allow_a_looser_objective() -> None:
    """Where the table allows it, loosening competes with the other remedies, and the cheapest still wins."""
    loosen = Slo("met_high_high", may_loosen=True, may_tighten=False)
    choice = choose_remedy(["automate"], noise_share=0, sameness=1, slo=loosen)
    assert (choice.remedy.name, choice.reason) == ("loosen_slo", "slo_loosen")
    assert choose_remedy(["tune_alert"], noise_share=0, sameness=1, slo=loosen).remedy.name == "tune_alert"


def test_alerts_are_not_quietened_for_users_who_are_not_content() -> None:
    """Noise on a service that meets an objective nobody is happy with calls for a tighter one."""
    tighten = Slo("met_low_low", may_loosen=False, may_tighten=True)
    choice = choose_remedy(["automate"], noise_share=0.9, sameness=1, slo=tighten)
    assert (choice.remedy.name, choice.reason) == ("tighten_slo", "slo_tighten")
    assert choose_remedy(["automate"], noise_share=0, sameness=1, slo=tighten).remedy.name == "automate"
