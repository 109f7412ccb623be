"""A fit leaves work where it was unless its new group is clearly better, and moves no more than it may."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.recurrence.grouping import idf_of
from toil.recurrence.settling import MOVED_AT_MOST, bound, settled

DISK, LOG, AGENT = ("disk", "full"), ("log", "rotat"), ("agent", "clean")
KEYS = (DISK, LOG, AGENT, ("agent", "disk"), ("clean", "log"), ("disk", "full", "log"))
COUNTS = Counter(dict.fromkeys(KEYS, 10))
IDF = idf_of(COUNTS)
GROUPS = st.lists(st.sampled_from(KEYS[:3]), min_size=len(KEYS), max_size=len(KEYS)).map(
    lambda leaders: dict(zip(KEYS, leaders, strict=True))
)


def test_the_aims_are_within_the_bound() -> None:
    """After a week that brings 2 % at most .5 % of the work moves, after a quarter more at most 3 %, and never more."""
    assert bound(1_000, 1_020) <= 0.005
    assert bound(1_000, 1_250) <= 0.03
    assert bound(10, 10_000) == MOVED_AT_MOST < 0.03
    assert bound(0, 5) == MOVED_AT_MOST


def test_what_is_not_clearly_better_stays() -> None:
    """A wording as like to its earlier group as to the new one stays; one that has nothing to do with it leaves."""
    known = {DISK: DISK, ("disk", "full", "log"): DISK, LOG: DISK}
    new = {DISK: DISK, ("disk", "full", "log"): LOG, LOG: LOG}
    counts = Counter({DISK: 50, ("disk", "full", "log"): 1, LOG: 1})
    assert settled(new, known, counts, IDF, 1.0)[LOG] == LOG
    alone = {key: new[key] for key in (DISK, ("disk", "full", "log"))}
    assert settled(alone, known, counts, IDF, 1.0) == {DISK: DISK, ("disk", "full", "log"): DISK}


def test_groups_that_join_move_nothing() -> None:
    """Two groups of which a fit makes one are one, even where nothing may move."""
    assert settled(dict.fromkeys(KEYS, DISK), {key: key for key in KEYS}, COUNTS, IDF, 0.0) == dict.fromkeys(KEYS, DISK)


@settings(deadline=None, max_examples=60)
@given(GROUPS, GROUPS, st.sampled_from([0.0, 0.1, 0.2, 0.5, 1.0]), st.lists(st.integers(1, 30), min_size=6, max_size=6))
def test_no_more_is_moved_than_may_be(
    new: dict[tuple[str, ...], tuple[str, ...]], known: dict[tuple[str, ...], tuple[str, ...]], share: float,
    sizes: list[int],
) -> None:  # fmt: skip
    """What ends outside the group that holds most of its earlier group is at most the share; new work is free."""
    counts = Counter(dict(zip(KEYS, sizes, strict=True)))
    fresh = ("brand", "new")
    found = settled({**new, fresh: fresh}, known, counts, IDF, share)
    assert found[fresh] == fresh
    assert found.keys() == {*KEYS, fresh}
    held: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for key in KEYS:
        held[known[key], found[key]] += counts[key]
    most = sum(max(n for (group, _), n in held.items() if group == one) for one in {group for group, _ in held})
    assert sum(sizes) - most <= share * sum(sizes) + 1e-9


def test_an_empty_memory_changes_nothing() -> None:
    """Nothing known, nothing new and work that is gone are no error."""
    assert settled({DISK: DISK}, {}, COUNTS, IDF, 0.0) == {DISK: DISK}
    assert settled({}, {DISK: LOG}, Counter(), IDF, 0.0) == {}
    assert bound(0, 0) == pytest.approx(0.003)
