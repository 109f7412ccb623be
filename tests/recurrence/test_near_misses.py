"""Near misses: what the page asks people about is worth asking, is cheap to find, and is asked once."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from recurrence_frames import AS_OF, SQL, events_frame, grouped, work_frame

from tests.memory import in_memory
from toil.recurrence.near import alike_by_rare_words, unit_rows
from toil.recurrence.near_misses import NEIGHBOURS, asked_of, recurrence_likeness, still_open
from toil.recurrence.said import current_ids, id_of_title
from toil.settings import Settings

JOBS = ("Export billing ledger report", "Send billing ledger summary", "Enable mobile passcode",
        "Delete mobile passcode", "Rotate staging certificate", "Plan the offsite")  # fmt: skip
BILLING = (id_of_title(JOBS[0]), id_of_title(JOBS[1]))
QUESTIONS = SQL.parent / "metrics" / "merge_questions.sql"


def found(*said: tuple[str, str, str]) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """The pairs that are nearly alike, four pieces of each job being there, and all frames."""
    rows = [{"work_id": f"{job}{n}", "title": job, "created_at": AS_OF - pd.Timedelta(days=90 - n)} for job in JOBS
            for n in range(4 + JOBS.index(job))]  # fmt: skip
    frames = grouped(work_frame(rows), events_frame(*said))
    return recurrence_likeness(frames, Settings()), frames


def asked(*said: tuple[str, str, str]) -> pd.DataFrame:
    """What `merge_questions` makes of it."""
    pairs, frames = found(*said)
    work = frames["recurring_work"].assign(hours=0.5)[["recurrence_id", "work_id", "hours"]]
    with in_memory() as connection:
        for name, frame in {**frames, "recurrence_likeness": pairs, "recurrence_work": work}.items():
            connection.register(name, frame)
        return connection.execute(f"from ({QUESTIONS.read_text('utf-8')}) order by position").df()


def test_nearly_alike_is_asked_and_opposites_are_not() -> None:
    """Two jobs on one ledger are asked about; to enable and to delete a passcode are two jobs, however alike."""
    pairs, _ = found()
    assert [{one, other} for one, other in pairs[["recurrence_id", "other_id"]].to_numpy()] == [set(BILLING)]
    assert 0.3 <= pairs["likeness"].iloc[0] < 0.6


def test_the_bigger_comes_first_with_what_both_hold() -> None:
    """Pieces and hours of both stand in the row, so that a reader sees what a merge would bring together."""
    (row,) = asked().to_dict("records")
    assert (row["recurrence_id"], row["other_id"]) == BILLING[::-1]
    assert (row["pieces"], row["other_pieces"], row["hours"], row["other_hours"]) == (5, 4, 2.5, 2.0)


def test_a_pair_of_two_teams_is_asked_of_both() -> None:
    """The smaller recurrence's team is asked as well as the bigger one's, and a third is not."""
    questions = asked().assign(team="first", other_team="second")
    assert [len(asked_of(questions, team)) for team in ("first", "second", "third")] == [1, 1, 0]
    assert [len(asked_of(questions, team, {"second"})) for team in ("first", "second")] == [0, 1]
    assert asked()["other_team"].tolist() == ["team"]


def test_answered_no_is_never_asked_again_in_either_order() -> None:
    """`apart` ends the question, whichever of the two was named first; merged, there is one recurrence."""
    for one, other in (BILLING, BILLING[::-1]):
        assert asked(("apart", one, f'{{"other": "{other}"}}')).empty
        assert asked(("merge", one, f'{{"other": "{other}"}}')).empty


def test_an_answer_counts_before_the_next_build() -> None:
    """What the journal says since the build closes a question, also by an id that is no longer the current one."""
    questions, frames = asked(), found()[1]
    current = current_ids(frames["recurrence_keys"]) | {"r-former": BILLING[0]}
    for kind, subject, other in (("apart", *BILLING), ("merge", "r-former", "r-else"), ("ignore", BILLING[1], "")):
        assert still_open(questions, [(kind, subject, {"other": other})], current).empty
    assert len(still_open(questions, [("rename", BILLING[0], {"name": "Ledger"})], current)) == 1


def test_no_recurrence_is_asked_about_more_than_it_needs() -> None:
    """Thirty near jobs are asked about by their nearest neighbours, not by each with each; the order is no matter."""
    leaders = [f"export ledger a{n} c{n % 7}" for n in range(30)]
    ids = pd.DataFrame({"current_id": [f"r-{n:02}" for n in range(30)], "decided": leaders})
    frames = {"recurrence_ids": ids, "wordings": pd.DataFrame({"key": leaders, "work_count": 3})}
    pairs = recurrence_likeness(frames, Settings())
    assert 0 < len(pairs) <= NEIGHBOURS * len(leaders)
    again = recurrence_likeness({**frames, "recurrence_ids": ids.sample(frac=1, random_state=1)}, Settings())
    pd.testing.assert_frame_equal(pairs, again)


def test_nothing_and_one_are_no_pairs() -> None:
    """An empty store and a single recurrence have no near misses."""
    for number in (0, 1):
        ids = pd.DataFrame({"current_id": ["r-1"], "decided": ["export ledger"]}).head(number)
        words = pd.DataFrame({"key": ["export ledger"], "work_count": [3]}).head(number)
        assert recurrence_likeness({"recurrence_ids": ids, "wordings": words}, Settings()).empty


def test_rare_words_find_what_comparing_all_finds_and_grow_linearly() -> None:
    """Where no word is common no pair is missed; twenty thousand rows of common words take a second."""
    random = np.random.default_rng(7)
    rows = [tuple(f"w{word}" for word in random.choice(400, size=4, replace=False)) for _ in range(500)]
    vectors = unit_rows(rows, {f"w{n}": 1.0 for n in range(400)})
    every = {(one, other) for one, other in np.argwhere((vectors @ vectors.T).toarray() >= 0.5).tolist() if other < one}
    rare = {pair for later, earlier, _ in alike_by_rare_words(vectors, 0.5, held_by=500)
            for pair in zip(later.tolist(), earlier.tolist(), strict=True)}  # fmt: skip
    assert every == rare != set()
    many = [(f"common{n % 3}", f"w{n // 2}", f"x{n % 5_000}") for n in range(20_000)]
    weights = {word: 1.0 for row in many for word in row}
    started = time.perf_counter()
    pairs = sum(len(cosine) for _, _, cosine in alike_by_rare_words(unit_rows(many, weights), 0.3, held_by=100))
    assert pairs >= 10_000
    assert time.perf_counter() - started < 5
