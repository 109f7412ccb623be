"""New keys and known leaders: what fits is assigned, what does not is left for new groups."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from toil.recurrence.grouping import JOIN_WHOLE, assign_keys, group_keys, idf_of, likeness
from toil.recurrence.opposites import are_opposed
from toil.recurrence.words import title_key

COUNTS = Counter({
    title_key("Reset password for VPN account"): 40, title_key("Renew certificate of the gateway"): 30,
    title_key("Create mailbox for shared team"): 20, title_key("パスワード再設定のお願い"): 25,
})  # fmt: skip
LEADERS = group_keys(COUNTS)
IDF = idf_of(COUNTS)
WORDS = sorted({word for key in COUNTS for word in key} | {"printer", "remov", "=🙂", "=٣٤"})
KEYS = st.frozensets(st.sampled_from(WORDS), max_size=5).map(lambda words: tuple(sorted(words)))


def test_a_new_wording_goes_to_the_leader_that_it_resembles() -> None:
    """One more word does not found a group; a job of other words does not join one."""
    near, far = title_key("Reset VPN account password quickly"), title_key("Order a new office chair")
    assert assign_keys([near, far], LEADERS, IDF) == {near: LEADERS[title_key("Reset password for VPN account")]}


def test_a_reversed_job_is_not_assigned() -> None:
    """Removing the mailbox is not the job of creating it, however alike the words."""
    assert assign_keys([title_key("Remove mailbox for shared team")], LEADERS, IDF) == {}


def test_an_unknown_name_is_an_identity() -> None:
    """A short key half of which was never seen is left for a group of its own."""
    counts = Counter({("nginx", "restart"): 9, ("redi", "restart"): 9})
    assert assign_keys([("postgr", "restart")], group_keys(counts), idf_of(counts)) == {}


def test_nothing_new_or_nothing_known_assigns_nothing() -> None:
    """Empty keys and empty stores are no error."""
    assert assign_keys([], LEADERS, IDF) == assign_keys([("printer",)], {}, {}) == assign_keys([()], LEADERS, IDF) == {}


@settings(deadline=None, max_examples=60)
@given(st.lists(KEYS, max_size=12))
def test_assignment_is_the_nearest_allowed_leader_whatever_the_order(keys: list[tuple[str, ...]]) -> None:
    """The same as comparing each key with each leader; known keys stay, order changes nothing."""
    rarest = max(IDF.values())
    idf = IDF | {word: rarest for word in WORDS if word not in IDF}
    expected = {}
    for key in keys:
        if key in LEADERS:
            expected[key] = LEADERS[key]
            continue
        near = [(-round(likeness(key, leader, idf), 9), leader) for leader in set(LEADERS.values())
                if not are_opposed(key, leader)]  # fmt: skip
        if near and -min(near)[0] >= JOIN_WHOLE:
            expected[key] = min(near)[1]
    assert assign_keys(keys, LEADERS, IDF) == expected == assign_keys(keys[::-1], LEADERS, IDF)
