"""Which links are cut for the sake of items kept apart."""

from __future__ import annotations

import random

from toil.links.apart import cut


def groups(links: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The items that links connect, by item."""
    found: dict[str, set[str]] = {}
    for one, other in links:
        joined = found.get(one, {one}) | found.get(other, {other})
        found.update(dict.fromkeys(joined, joined))
    return {item: frozenset(members) for item, members in found.items()}


def test_the_weakest_link_between_them_is_cut() -> None:
    """A – B – C – D with A and D apart loses its weakest link, which came last; the others stay."""
    assert cut([("c", "d"), ("a", "b"), ("b", "c")], [("a", "d")]) == {("b", "c"): ("a", "d")}


def test_a_link_of_the_two_themselves_is_cut_however_strong() -> None:
    """The strongest evidence loses against people's word."""
    assert cut([("a", "b"), ("b", "c")], [("a", "b")]) == {("a", "b"): ("a", "b")}


def test_nothing_is_cut_without_need() -> None:
    """Items apart that nothing connects, and links in a circle, cost no link."""
    assert cut([("a", "b"), ("b", "c"), ("a", "c")], [("a", "x"), ("x", "y")]) == {}


def test_no_two_that_are_apart_ever_meet() -> None:
    """In 200 random worlds no pair kept apart is in one group, and every cut link would have joined its pair."""
    dice = random.Random(7)
    for _ in range(200):
        pairs = sorted({tuple(sorted(dice.sample("abcdefghij", 2))) for _ in range(14)})
        dice.shuffle(pairs)
        links = [(one, other) for one, other in pairs[:10]]
        apart = [(one, other) for one, other in pairs[10:]]
        cuts = cut(links, apart)
        assert cuts == cut(links, reversed(apart))
        kept = [link for link in links if link not in cuts]
        together = groups(kept)
        assert not [pair for pair in apart if pair[1] in together.get(pair[0], ())]
        for link, (one, other) in cuts.items():
            assert other in groups([*kept, link])[one]
