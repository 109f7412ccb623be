"""The taxonomy holds every category, each complete, and says what is wrong where one is not."""

from __future__ import annotations

import re

import pytest
from classify_frames import work_frame

from toil.classify.evidence import rule_votes
from toil.classify.taxonomy import load_taxonomy, parse_taxonomy
from toil.errors import SettingsError

GOOD = """
[{name}]
order = 1
name_en = "A"
name_ja = "あ"
meaning_en = "a"
meaning_ja = "あ"
toil_probability = 0.5
default_minutes = 10
"""
UNK = GOOD.format(name="UNK").replace("order = 1", "order = 9")


def test_all_kinds_of_work_are_there() -> None:
    """Seven kinds at the top, learning, and the undecided; engineering, overhead and learning are never toil."""
    taxonomy = load_taxonomy()
    assert [c.category for c in taxonomy.categories if c.parent is None] == [
        "REQ", "INC", "INT", "RTN", "MNT", "ENG", "OVH", "OUT", "UNK"]  # fmt: skip
    assert len(taxonomy.categories) == 34
    assert {c.toil_probability for c in taxonomy.categories if c.top in ("ENG", "OVH", "OUT")} == {0.0}


def test_every_example_is_decided_by_its_category() -> None:
    """The examples that explain a category are what its rules find, and counter-examples go where they say."""
    taxonomy = load_taxonomy()
    expected = [(text, c.category) for c in taxonomy.categories if c.category != "UNK" for text in c.examples]
    votes = rule_votes(work_frame([{"title": text} for text, _ in expected]), taxonomy, ())
    wrong = [
        (text, name, vote.category) for (text, name), vote in zip(expected, votes, strict=True) if vote.category != name
    ]
    assert wrong == []


def test_counter_examples_go_elsewhere() -> None:
    """A counter-example is never taken for the category that it bounds."""
    taxonomy = load_taxonomy()
    texts = [
        (re.sub(r" ?\([A-Z.a-z]+\)$", "", text), c.category) for c in taxonomy.categories for text in c.counter_examples
    ]
    votes = rule_votes(work_frame([{"title": text} for text, _ in texts]), taxonomy, ())
    wrong = [(text, name) for (text, name), vote in zip(texts, votes, strict=True) if vote.category == name]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[A\n", "cannot be read"),
        (GOOD.format(name="A"), "UNK is missing"),
        (UNK + GOOD.format(name='"A.b"'), "A.b has no parent"),
        (UNK + GOOD.format(name="A").replace("0.5", "1.5"), "A has a toil_probability of 1.5"),
        (UNK + GOOD.format(name="A").replace("default_minutes = 10", ""), "A is incomplete"),
        (UNK + GOOD.format(name="A") + "colour = 3", "A has keys that nobody reads: colour"),
        (UNK + GOOD.format(name="A") + 'remedy = ["pray"]', "A has unknown remedies: pray"),
        (UNK + GOOD.format(name="A") + 'words = [""]', "A has an empty phrase"),
        (UNK + GOOD.format(name="A").replace('"あ"', '" "'), "A has an empty name_ja"),
        (UNK + "A = 3\n", "A is not a table"),
    ],
)
def test_an_error_names_the_category(text: str, message: str) -> None:
    """What is wrong with a taxonomy is said with the category's name."""
    if text.endswith("A = 3\n"):
        text = "A = 3\n" + UNK
    with pytest.raises(SettingsError, match=message):
        parse_taxonomy(text)


def test_categories_of_one_order_stand_by_their_ids() -> None:
    """A table copied from another, its order with it, is no fault."""
    found = parse_taxonomy(UNK + GOOD.format(name="B") + GOOD.format(name="A"))
    assert [category.category for category in found.categories] == ["A", "B", "UNK"]


def test_a_category_is_one_table() -> None:
    """A table added to the file is a category whose rules work, without any other change; the version tells."""
    ours = parse_taxonomy(UNK)
    more = parse_taxonomy(UNK + GOOD.format(name="LAB") + 'words = ["zebra"]')
    assert rule_votes(work_frame([{"title": "Feed the zebras"}]), more, ())[0].category == "LAB"
    assert ours.version != more.version
