"""Everything that a candidate says is said in both languages, and names its figures."""

from __future__ import annotations

import pytest

from tests.candidates.candidate_row import DETAILS
from toil.candidates.quadrant import QUADRANTS
from toil.candidates.remedy import REMEDIES
from toil.candidates.sentences import evidence, evidence_sentences, reason
from toil.locales import LANGUAGES, words

ROW = DETAILS | {
    "per_week": 4.7, "hours_per_occurrence": 0.68, "hours_per_year": 166.0, "low_hours_per_year": 138.0,
    "high_hours_per_year": 198.0, "net_hours_per_year": 74.7, "payback_weeks": 2.0, "payback_probability": 0.93,
    "remedy": "automate",
}  # fmt: skip


def test_the_figures_are_in_the_sentences() -> None:
    """Frequency, hours, what is lost again, payback and thresholds are all named; what is nothing is not."""
    said = evidence(ROW, words("en"))
    for figure in ("4.7 times a week", "0.68 h", "138–198 h", "85%", "4.0 h for runs that fail", "74.7 h",
                   "2 weeks (1–5)", "93%", "our default", "Automate now"):  # fmt: skip
        assert figure in said
    assert "others" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["noise", "cheapest", "most", "nothing_known"])
def test_every_remedy_quadrant_and_reason_has_words(language: str, reason: str) -> None:
    """No id reaches a reader in either language."""
    ids = {*REMEDIES, *QUADRANTS.values()} - {"batch", "document", "eliminate", "reject", "automate", "leave"}
    for remedy in REMEDIES:
        for quadrant in QUADRANTS.values():
            said = " ".join(
                evidence_sentences(ROW | {"remedy": remedy, "reason": reason, "quadrant": quadrant}, words(language))
            )
            assert not [one for one in ids if one in said]


@pytest.mark.parametrize(("weeks", "words_of_it"), [(None, "never pays back"), (0.0, "nothing to build")])
def test_never_and_at_once_are_said(weeks: float | None, words_of_it: str) -> None:
    """A remedy that gives nothing back, and one that costs nothing, are called that."""
    assert words_of_it in evidence(ROW | {"payback_weeks": weeks}, words("en"))


def test_a_payback_without_an_end_is_said() -> None:
    """Where a tenth of the worlds never pay back there is no latest week."""
    assert "2 weeks (1 or more)" in evidence(ROW | {"high_payback_weeks": None}, words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_of_the_table_is_said(language: str) -> None:
    """Each of the eight rows of the Workbook's table 2-5 has its own words."""
    cases = [f"{met}_{toil}_{content}" for met in ("met", "missed") for toil in ("low", "high")
             for content in ("low", "high")]  # fmt: skip
    said = {reason(ROW | {"reason": "slo_loosen", "slo_case": one}, words(language)) for one in cases}
    assert len(said) == 8
