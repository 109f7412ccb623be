"""A recurrence keeps its id: over weeks, over work that comes late, over a new fit, and over what people decide."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recurrence_frames import AS_OF, ORDER, events_frame, grouped, known_from, work_frame

from toil.recurrence.said import id_of_title
from toil.recurrence.wordings import RECIPE
from toil.recurrence.words import title_key

DISK, AGENT, LEDGER = "Disk usage high on db", "Clean old build agent", "Export billing ledger"


def work(*titles: str, first: int = 0, age: int = 90) -> pd.DataFrame:
    """A piece of work each, a day apart, the first `age` days before the build; `first` numbers them."""
    rows = [{"work_id": f"w{first + n:03}", "title": title, "created_at": AS_OF - pd.Timedelta(days=age - n)}
            for n, title in enumerate(titles)]  # fmt: skip
    return work_frame(rows)


def ids_of(frames: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The recurrence of each piece of work that recurs."""
    return dict(frames["recurring_work"][["work_id", "recurrence_id"]].itertuples(index=False))


def told(frames: Mapping[str, pd.DataFrame]) -> set[tuple[str, str, str]]:
    """What history says: event, recurrence_id, other_id."""
    history = frames["recurrence_history"]
    return set(history[["event", "recurrence_id", "other_id"]].itertuples(index=False, name=None))


def refitting(known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same memory, from a fit of so little work that the next build groups anew."""
    return {**known, "known_fit": known["known_fit"].assign(work_count=1)}


@pytest.mark.parametrize("again", [lambda known: known, refitting])
def test_a_second_build_of_the_same_work_says_the_same(again: object) -> None:
    """Nothing moves between builds of the same work, whether the groups are remembered or made anew."""
    some = work(*[DISK] * 4, *[AGENT, "Clean build agent"] * 2, *[LEDGER] * 3, "Plan the offsite")
    first = grouped(some)
    second = grouped(some, known=again(known_from(first)))  # type: ignore[operator]
    for name in ORDER:
        pd.testing.assert_frame_equal(first[name], second[name])


def test_older_work_that_comes_late_changes_no_id() -> None:
    """A backfill brings work older than the founder, in another wording: the id stays that of the birth."""
    first = grouped(work(*["Clean build agent"] * 4))
    (one,) = set(ids_of(first).values())
    late = work(AGENT, AGENT, first=50, age=400)
    second = grouped(pd.concat([work(*["Clean build agent"] * 4), late]), known=known_from(first))
    assert set(ids_of(second).values()) == {one} == {id_of_title("Clean build agent")}
    assert set(ids_of(grouped(pd.concat([work(*["Clean build agent"] * 4), late]))).values()) == {id_of_title(AGENT)}


def test_new_work_joins_or_is_born() -> None:
    """What resembles known work joins it, the rest founds a recurrence at its third time, and history says so."""
    before = work(*[DISK] * 4)
    first = grouped(before)
    more = work(f"{DISK} today", LEDGER, LEDGER, first=20, age=9)
    second = grouped(pd.concat([before, more]), known=known_from(first))
    assert set(ids_of(second)) == {"w000", "w001", "w002", "w003", "w020"}
    third = grouped(pd.concat([before, more, work(LEDGER, first=30, age=1)]), known=known_from(second))
    assert ids_of(third)["w021"] == ids_of(third)["w030"] == id_of_title(LEDGER)
    assert told(third) == {("born", id_of_title(DISK), ""), ("born", id_of_title(LEDGER), "")}


def test_a_fit_gives_the_id_to_where_most_of_the_work_is() -> None:
    """Remembered as one, made two by a fit: the id goes with most of the work, the rest splits off."""
    some = work("Clean build agent", *[DISK] * 5, *["Clean build agent"] * 3)
    known = known_from(grouped(some))
    one = id_of_title("Clean build agent")
    known["known_wordings"] = known["known_wordings"].assign(recurrence_id=one, leader="agent build clean")
    known["known_ids"] = known["known_ids"][known["known_ids"]["recurrence_id"] == one]
    bounded = grouped(some, known=refitting(known))
    assert set(ids_of(bounded).values()) == {one}, "a fit for which nobody asked moves no four ninths of the work"
    found = grouped(some, events_frame(("refit", "", "{}")), known)
    assert ids_of(found)["w001"] == one
    assert ids_of(found)["w000"] not in {one, ids_of(found)["w001"]}
    assert {event for event, *_ in told(found) if event != "born"} == {"split"}
    assert grouped(some, known=known_from(found))["recurrence_history"].equals(found["recurrence_history"])


def test_a_fit_that_was_asked_for_is_made_once() -> None:
    """After `refit` the next build groups anew, keeps the ids, and leaves a memory that asks for nothing more."""
    some, ask = work(*[DISK] * 4, *[AGENT] * 3, *["Clean build agent"] * 3), events_frame(("refit", "", "{}"))
    known = known_from(grouped(some))
    alone = known["known_wordings"]
    known["known_wordings"] = alone.assign(leader=alone["key"])  # a memory in which each wording leads itself
    remembering, anew = grouped(some, known=known), grouped(some, ask, known)
    assert len(set(ids_of(remembering).values())) == 3
    assert len(set(ids_of(anew).values())) == 2
    assert set(ids_of(anew).values()) <= set(ids_of(remembering).values())
    known = known_from(anew)
    known["known_wordings"] = known["known_wordings"].assign(leader=known["known_wordings"]["key"])
    assert len(set(ids_of(grouped(some, ask, known)).values())) == 3
    assert grouped(some, ask, known_from(anew))["grouping_fit"].equals(anew["grouping_fit"])


def test_a_fit_that_joins_two_keeps_the_older_id() -> None:
    """Remembered as two, made one by a fit: the younger id is a previous one, and what was said of it still counts."""
    some = work(*["Clean build agent"] * 4, *[AGENT] * 4)
    known = known_from(grouped(some))
    older, younger = id_of_title("Clean build agent"), id_of_title(AGENT)
    apart = known["known_wordings"].set_index("key_id")
    apart.loc[younger, ["leader", "recurrence_id"]] = [apart.loc[younger, "key"], younger]
    known["known_wordings"] = apart.reset_index()
    known["known_ids"] = pd.concat([known["known_ids"], pd.DataFrame(
        {"recurrence_id": [younger], "key": [apart.loc[younger, "key"]], "founded_at": [AS_OF]})])  # fmt: skip
    assert set(ids_of(grouped(some, known=known)).values()) == {older, younger}
    said = events_frame(("rename", younger, '{"name": "Agents"}'))
    found = grouped(some, said, refitting(known))
    row = found["recurrences"].iloc[0]
    assert (row["recurrence_id"], [*row["previous_ids"]], row["name"]) == (older, [younger], "Agents")
    assert ("merged", younger, older) in told(found)


def test_titles_that_are_read_in_another_way_keep_their_ids() -> None:
    """Under a new recipe every key differs: the old ids still stand for the work whose titles they were made of."""
    some = work(*[DISK] * 4, *[LEDGER] * 4)
    known = known_from(grouped(some))
    old = known["known_wordings"]
    renamed = {one: f"r-old{n}" for n, one in enumerate(old["key_id"])}
    keys = dict(zip(old["key"], (f"old {n}" for n in range(len(old))), strict=True))
    ids = known["known_ids"]
    known["known_wordings"] = old.assign(
        recipe=RECIPE - 1, key_id=old["key_id"].map(renamed), key=old["key"].map(keys), leader=old["key"].map(keys),
        recurrence_id=old["recurrence_id"].map(renamed),
    )  # fmt: skip
    known["known_ids"] = ids.assign(recurrence_id=ids["recurrence_id"].map(renamed), key=ids["key"].map(keys))
    known["known_fit"] = known["known_fit"].assign(recipe=RECIPE - 1)
    found = grouped(some, events_frame(("ignore", renamed[id_of_title(LEDGER)], "{}")), known)
    assert set(ids_of(found).values()) <= set(renamed.values())
    assert set(ids_of(found)) == {"w000", "w001", "w002", "w003"}


def test_a_changed_way_to_read_titles_raises_the_recipe() -> None:
    """Keys of these titles are those of RECIPE; where they change, raise it and write the new digest here."""
    titles = [
        "Reset password for j.smith (VPN)", "障害報告書の作成", "Disk usage 91% on db-01.example.com", "4711",
        "RE: Renewals of certificates, 2026-11-02", "【重要】バックアップ確認", "🎉", "deadbeefdeadbeef",
    ]  # fmt: skip
    keys = json.dumps([title_key(title) for title in titles], ensure_ascii=False)
    assert (RECIPE, hashlib.sha256(keys.encode()).hexdigest()[:12]) == (2, "c31ea22f5342")


JOBS = ("Rotate staging certificate", "Clean build agent", LEDGER, "Reset mobile passcode", AGENT)
SAID = st.tuples(st.sampled_from(["rename", "merge", "apart", "split", "ignore", "undo"]),
                 st.sampled_from(JOBS), st.sampled_from(JOBS))  # fmt: skip


@settings(derandomize=True, max_examples=6, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=5), st.integers(0, 9))
def test_what_people_say_holds_through_builds_and_fits(said: list[tuple[str, str, str]], more: int) -> None:
    """Rename, merge, split, ignore and undo mean the same in the next build, after new work, and after a new fit."""
    entries: list[tuple[str, str, str]] = []
    for kind, one, other in said:
        if kind == "undo":
            entries = entries[:-1]
        else:
            entries.append((kind, id_of_title(one), json.dumps({"other": id_of_title(other), "name": f"Job {other}"})))
    some, events = work(*JOBS * 4), events_frame(*entries)
    first = grouped(some)
    decided = grouped(some, events, known_from(first))
    grown = pd.concat([some, work(*[f"{JOBS[0]} {n}" for n in range(more)], first=100, age=5)])
    memory = known_from(decided)
    for later in (
        grouped(some, events, memory), grouped(some, events, refitting(memory)),
        grouped(grown, events, memory), grouped(grown, events, refitting(memory)),
    ):  # fmt: skip
        now = {one: key for one, key in ids_of(later).items() if one in set(some["work_id"])}
        assert now == ids_of(decided)
        names = dict(later["recurrences"][["recurrence_id", "named_by"]].itertuples(index=False))
        assert names == dict(decided["recurrences"][["recurrence_id", "named_by"]].itertuples(index=False))
    undone = grouped(some, events_frame(), known_from(decided))
    assert ids_of(undone) == ids_of(first)
