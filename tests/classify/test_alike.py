"""What rules cannot tell apart is asked once, and gets the answer that it would get alone."""

from __future__ import annotations

import pytest
from classify_frames import work_frame

from toil.classify.alike import alike, without_numbers
from toil.classify.evidence import rule_votes
from toil.classify.taxonomy import load_taxonomy
from toil.classify.team_taxonomy import changed

LAB = '[LAB]\nname_en = "Lab"\ntoil_probability = 1\ndefault_minutes = 5\nwords = ["rack 42", "棟 第3", "70*"]\n'


def test_titles_that_differ_by_numbers_are_one() -> None:
    """Hosts, dates and tickets are numbers by themselves; what is part of a word is not."""
    rows = [{"title": title} for title in ("Disk full on host 17", "Disk full on host 23", "Disk full on host a23")]
    found = alike(work_frame(rows), load_taxonomy())
    assert found.groups[0] == found.groups[1] != found.groups[2]


@pytest.mark.parametrize(
    "other",
    [{"item_type": "Incident"}, {"service": "shop"}, {"labels": ["alert"]}, {"recurs": True}, {"is_planned": True},
     {"is_machine_made": False}, {"is_project_work": True}],
)  # fmt: skip
def test_every_field_that_rules_read_tells_apart(other: dict[str, object]) -> None:
    """The same title is another piece of work where a rule may see a difference; not known is not no."""
    found = alike(work_frame([{"title": "Disk full"}, {"title": "Disk full", **other}]), load_taxonomy())
    assert len(set(found.groups)) == 2


@pytest.mark.parametrize("title", ["rack 42", "rack 43", "rack 00", "棟の第3室", "棟の第35室", "704 units", "74 units"])
def test_a_number_that_a_phrase_means_stays(title: str) -> None:
    """Among many titles each gets the vote that it gets alone, whatever numbers the taxonomy asks for."""
    taxonomy = changed(load_taxonomy(), "f", LAB)
    many = [{"title": one} for one in (title, "rack 11", "棟の第4室", "11 units")]
    assert rule_votes(work_frame(many), taxonomy, ())[0] == rule_votes(work_frame(many[:1]), taxonomy, ())[0]
    meant = {"rack 42", "棟の第3室", "棟の第35室", "704 units"}
    assert (rule_votes(work_frame(many), taxonomy, ())[0].category == "LAB") == (title in meant)


def test_numbers_are_as_long_as_they_were() -> None:
    """Titles are cut at a length, and so must not become shorter."""
    assert without_numbers(load_taxonomy())("Host 1234 on 2026-05-11") == "host 0000 on 0000-00-00"
