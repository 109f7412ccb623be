"""What people decide about groups holds in every build, and can be undone."""

from __future__ import annotations

import json

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from recurrence_frames import AS_OF, events_frame, work_frame
from recurrence_frames import grouped as made

from toil.recurrence.said import id_of_title

JOBS = ("Rotate staging certificate", "Clean build agent", "Export billing ledger", "Reset mobile passcode",
        "Clean old build agent")  # fmt: skip
IDS = [id_of_title(job) for job in JOBS]


def grouped(*events: tuple[str, str, str], jobs: tuple[str, ...] = JOBS, more: int = 0) -> dict[str, str]:
    """The recurrence of each job's title; `more` is younger work of other kinds and of the same."""
    rows = [{"work_id": f"{job}{n}", "title": job, "created_at": AS_OF - pd.Timedelta(days=90 - n)} for job in jobs
            for n in range(4)]  # fmt: skip
    rows += [{"work_id": f"later{n}", "title": f"{jobs[n % len(jobs)]} {n}", "created_at": AS_OF} for n in range(more)]
    rows += [{"work_id": f"new{n}", "title": f"Audit vendor contract {n}", "created_at": AS_OF} for n in range(more)]
    frames = made(work_frame(rows), events_frame(*events), last="recurring_work")
    found = frames["recurring_work"].set_index("work_id")["recurrence_id"]
    return {job: str(found[f"{job}0"]) for job in jobs if f"{job}0" in found.index}


def event(kind: str, subject: str, other: str = "") -> tuple[str, str, str]:
    return kind, subject, json.dumps({"other": other} if other else {})


def test_two_merge_and_the_older_id_stays() -> None:
    """Merged work has one id, the older one's; undone (the event being gone), there are two again."""
    merged = grouped(event("merge", IDS[0], IDS[2]))
    assert merged[JOBS[0]] == merged[JOBS[2]]
    assert merged[JOBS[0]] in (IDS[0], IDS[2])
    assert grouped()[JOBS[0]] != grouped()[JOBS[2]]


def test_three_pieces_that_people_call_one_job_are_enough() -> None:
    """Two of one wording and one of another are three pieces of work, once somebody has said that they are one."""
    some = work_frame([{"title": title} for title in (JOBS[0], JOBS[0], JOBS[2])])
    said = events_frame(event("merge", IDS[0], IDS[2]))
    assert len(made(some, said, last="recurring_work")["recurring_work"]) == 3
    assert made(some, last="recurring_work")["recurring_work"].empty


def test_a_wording_is_taken_out() -> None:
    """A split takes one wording out of the group that the machine had put it in; apart does so, too."""
    assert grouped()[JOBS[1]] == grouped()[JOBS[4]]
    for kind in ("split", "apart"):
        divided = grouped(event(kind, IDS[1], IDS[4]))
        assert divided[JOBS[1]] != divided[JOBS[4]]


def test_the_last_word_wins() -> None:
    """Merged and then kept apart is apart; kept apart and then merged is one."""
    apart, merge = event("apart", IDS[0], IDS[2]), event("merge", IDS[0], IDS[2])
    assert len({*grouped(merge, apart).values()}) == len({*grouped().values()})
    assert len({*grouped(apart, merge).values()}) == len({*grouped().values()}) - 1


def test_ignored_work_does_not_recur() -> None:
    """An ignored recurrence is gone with all its wordings; the others stay as they were."""
    left = grouped(event("ignore", IDS[1]))
    assert set(left) == {JOBS[0], JOBS[2], JOBS[3]}
    assert {job: grouped()[job] for job in left} == left


EVENTS = st.lists(
    st.builds(event, st.sampled_from(["merge", "apart", "split"]), st.sampled_from(IDS), st.sampled_from(IDS)),
    max_size=6,
)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(EVENTS, st.integers(1, 12))
def test_decisions_survive_a_rebuild_and_a_refit(events: list[tuple[str, str, str]], more: int) -> None:
    """Made anew from the same work the groups are equal; with younger work the last word on each pair still holds."""
    before, after = grouped(*events), grouped(*events, more=more)
    assert grouped(*events) == before
    if events and events[-1][1] != json.loads(events[-1][2])["other"]:
        kind, one, body = events[-1]
        first, second = JOBS[IDS.index(one)], JOBS[IDS.index(json.loads(body)["other"])]
        assert (after[first] == after[second]) == (before[first] == before[second]) == (kind == "merge")
