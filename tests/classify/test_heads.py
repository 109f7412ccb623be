"""The head of a title says what is done; the rest says what it is done to."""

from __future__ import annotations

import pytest
from classify_frames import work_frame

from toil.classify.evidence import rule_votes
from toil.classify.heads import NO_HEAD, STRONG, WEAK, heads
from toil.classify.taxonomy import load_taxonomy


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Design alerts for failed backups", STRONG), ("[infra] Prototype a quota API", STRONG),
        ("証明書更新の自動化", STRONG), ("訓練ツールの設計（秋まで）", STRONG), ("バッチの見直し [Q3]", STRONG),
        ("Retire the old bastion", WEAK), ("Roll out v2", WEAK),
        ("Designer account for Ken", NO_HEAD), ("The design is broken", NO_HEAD), ("設計書をください", NO_HEAD),
        ("本番 DB の再起動", NO_HEAD), ("", NO_HEAD), ("🔥", NO_HEAD), ("(((", NO_HEAD), ("（）", NO_HEAD),
    ],
)  # fmt: skip
def test_heads_of_titles(title: str, head: int) -> None:
    """English titles begin with their verb, Japanese ones end with it; remarks in brackets do not count."""
    assert heads([title]).tolist() == [head]


def _category(**row: object) -> str:
    (vote,) = rule_votes(work_frame([row]), load_taxonomy(), ())
    return vote.category


def test_what_is_built_is_not_what_it_is_built_for() -> None:
    """A design for failed backups is engineering once; what recurs, what a machine opened, and an Incident are not."""
    title = "Design alerts for failed backups"
    assert _category(title=title).split(".")[0] == "ENG"
    for other in ({"recurs": True}, {"is_machine_made": True}, {"item_type": "Incident"}):
        assert _category(title=title, **other).split(".")[0] != "ENG"


def test_a_weak_head_outweighs_a_single_word_only() -> None:
    """Replace, retire and roll out are said of chores, too: two words of a chore are believed."""
    assert _category(title="Retire the bastion").split(".")[0] == "ENG"
    assert _category(title="Remove access of a leaver") == "REQ.access"
