"""What a word about recurring work would change is told beforehand, as the next build will do it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from recurrence_frames import AS_OF, SQL, events_frame, grouped, known_from, work_frame

from tests.memory import in_memory
from toil.recurrence.said import id_of_title
from toil.recurrence.what_if import frames_to_regroup, regrouped
from toil.settings import Settings

JOBS = ("Rotate staging certificate", "Clean build agent", "Export billing ledger", "Reset mobile passcode",
        "Clean old build agent")  # fmt: skip
IDS = [id_of_title(job) for job in JOBS]
COSTS = SQL.parent / "metrics" / "wording_costs.sql"
WORK = work_frame(
    [{"work_id": f"w{place}{n}", "title": job, "created_at": AS_OF - pd.Timedelta(days=90 - n)}
     for place, job in enumerate(JOBS) for n in range(3 + place)]
)  # fmt: skip
FIRST = grouped(WORK)


def frames(*said: tuple[str, str, str]) -> dict[str, pd.DataFrame]:
    """A published build in which nothing was said, half an hour on each piece, and a journal that says this."""
    effort = pd.DataFrame({"work_id": WORK["work_id"], "engaged_seconds": 1800})
    with in_memory() as connection:
        for name, frame in {**FIRST, "effort": effort}.items():
            connection.register(name, frame)
        costs = connection.execute(COSTS.read_text("utf-8")).df()
    return {**FIRST, "wording_costs": costs, "journal_events": events_frame(*said)}


def changes(built: dict[str, pd.DataFrame], kind: str, one: str, body: dict[str, str]) -> pd.DataFrame:
    """What the word would change, by what is read of the build for it."""

    def read(relation: str, **equals: list[str]) -> pd.DataFrame:
        rows = built[relation]
        for column, wanted in equals.items():
            rows = rows[rows[column].isin(wanted)]
        return rows

    few = frames_to_regroup(read, built["journal_events"], kind, one, body)
    return regrouped(few, Settings(), kind, one, body)


def sizes(*said: tuple[str, str, str]) -> dict[str, int]:
    """How many pieces each recurrence has in the build after these words."""
    built = grouped(WORK, events_frame(*said), known_from(FIRST), last="recurring_work")["recurring_work"]
    return dict(built.groupby("recurrence_id").size())


def told(kind: str, one: str, other: str = "", name: str = "") -> pd.DataFrame:
    return changes(frames(), kind, one, {"other": other, "name": name})


def test_a_merge_tells_pieces_and_hours_of_both() -> None:
    """One id takes all work of the other, which is no more."""
    rows = told("merge", IDS[0], IDS[2])
    assert set(rows["recurrence_id"]) == {IDS[0], IDS[2]}
    assert sorted(rows["pieces_before"]) == [3, 5]
    assert sorted(rows["pieces_after"]) == [0, 8]
    assert sorted(rows["hours_after"]) == [0.0, 4.0]
    assert rows["hours_before"].sum() == 4.0


def test_what_is_split_off_is_new_or_too_little_to_recur() -> None:
    """A wording of seven pieces becomes a recurrence of its own, with its title for a name and no id yet."""
    rows = told("split", IDS[1], IDS[4])
    new: dict[str, Any] = rows[rows["recurrence_id"] == ""].iloc[0].to_dict()
    assert (new["name"], new["pieces_before"], new["pieces_after"]) == (JOBS[4], 0, 7)
    assert rows["pieces_after"].sum() == rows["pieces_before"].sum() == 11


def test_what_is_ignored_is_no_more() -> None:
    """All of it goes, where nothing else is near it as well."""
    rows = told("ignore", IDS[2])
    assert rows[["recurrence_id", "pieces_before", "pieces_after"]].to_numpy().tolist() == [[IDS[2], 5, 0]]


def test_a_name_and_two_that_are_apart_change_no_group() -> None:
    """Nothing would move: the answer is empty, in the same columns."""
    for rows in (
        told("rename", IDS[0], name="Certificates"),
        told("apart", IDS[0], IDS[2]),
        told("merge", "r-no", "r"),
    ):
        assert rows.empty
        assert "pieces_after" in rows.columns


ENTRIES = st.tuples(st.sampled_from(["merge", "apart", "split", "ignore"]), st.sampled_from(IDS), st.sampled_from(IDS))


@settings(derandomize=True, max_examples=5, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=2))
def test_the_next_build_does_what_was_told(words: list[tuple[str, str, str]]) -> None:
    """After words that wait for a build, what one more would change is the difference between the two builds."""
    said = [(kind, one, json.dumps({"other": other})) for kind, one, other in words]
    kind, one, body = said[-1]
    rows = changes(frames(*said[:-1]), kind, one, json.loads(body))
    before, after = sizes(*said[:-1]), sizes(*said)
    differ = {name for name in before.keys() | after.keys() if before.get(name, 0) != after.get(name, 0)}
    expected = sorted((before.get(name, 0), after.get(name, 0)) for name in differ)
    assert sorted(zip(rows["pieces_before"], rows["pieces_after"], strict=True)) == expected
