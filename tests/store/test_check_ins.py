"""The pseudonym of a check-in tells one person's second answer from another's, and nothing else."""

from __future__ import annotations

from toil.store.check_ins import pseudonym


def test_the_same_word_is_the_same_person() -> None:
    """Case, spaces and the width of letters make no difference to whoever types the word again."""
    assert pseudonym("Ａｏｉ  S", team="sre", week="2026-W46") == pseudonym(" aoi s ", team="sre", week="2026-W46")


def test_nobody_can_be_followed_over_weeks_or_teams() -> None:
    """The same word is another author in another week and in another team, and is not part of any."""
    authors = {pseudonym("aoi", team=team, week=week) for team in ("a", "b") for week in ("2026-W46", "2026-W47")}
    assert len(authors) == 4
    assert not [author for author in authors if "aoi" in author]
    assert pseudonym("aoi", team="a", week="2026-W46") != pseudonym("ao", team="a", week="2026-W46")
