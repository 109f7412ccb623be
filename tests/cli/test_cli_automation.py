"""`toil automation`: what is fixed beforehand, changed, taken back and listed."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.cli.command_line import Run
from toil.store.journal import Journal
from toil.store.published import publish

SAID = ("--name", "Self-service", "--shipped-on", "2026-09-09", "--promised", "2.5")
FIRST = pd.Timestamp("2026-05-04")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build with 26 weeks of r1 (6 a week, half an hour each), of which weeks 1 to 14 are the baseline."""
    starts = [FIRST + pd.Timedelta(weeks=n) for n in range(26)]
    weeks = pd.DataFrame({"team": "sre", "week": [start.strftime("%G-W%V") for start in starts], "worked_share": 1.0,
                          "week_starts_on": starts, "week_starts_at": starts,
                          "week_ends_at": [start + pd.Timedelta(weeks=1) for start in starts]})  # fmt: skip
    occurrences = pd.DataFrame(
        [("r1", "sre", start.strftime("%G-W%V"), start + pd.Timedelta(hours=n), 0.5, True, f"{start}-{n}")
         for start in starts for n in range(6)],
        columns=["recurrence_id", "team", "week", "created_at", "hours", "is_workday", "work_id"],
    )  # fmt: skip
    nothing = pd.DataFrame({"automation_id": pd.Series([], dtype="str"), "verdict": pd.Series([], dtype="str")})
    tables = {
        "build_info": pd.DataFrame({"build_id": ["b1"], "as_of": [starts[-1]]}),
        "recurrences": pd.DataFrame({"recurrence_id": ["r1", "r2"], "name": ["Access", "Rare"], "team": "sre"}),
        "recurrence_keys": pd.DataFrame({"key_id": ["r1", "r-old"], "recurrence_id": "r1"}),
        "proof_weeks": weeks, "proof_occurrences": occurrences, "automation_outcomes": nothing,
    }  # fmt: skip
    store = tmp_path / ".toil"
    store.mkdir()
    with duckdb.connect(str(store / "aside.duckdb")) as connection:
        for name, frame in tables.items():
            connection.register("incoming", frame)
            connection.execute(f'create table "{name}" as select * from incoming')
            connection.unregister("incoming")
    publish(store / "aside.duckdb", store, "b1", keep=1)
    return store


def bodies(folder: Path) -> list[dict[str, object]]:
    return [dict(event.body) for event in Journal(folder).events("automation")]


def test_the_verdict_is_planned_when_it_is_registered(toil: Run, folder: Path) -> None:
    """Metric, baseline and verdict date stand in the journal: eight weeks after that of the 9th of September."""
    result = toil("automation", "add", "r1", *SAID, "--invested", "16")
    assert result.code == 0
    (body,) = bodies(folder)
    assert (body["metric"], body["verdict_weeks"], body["verdict_on"]) == ("count", 8, "2026-11-09")
    assert (body["baseline_first"], body["baseline_last"]) == ("2026-05-04", "2026-08-03")
    assert body["invested_hours"] == 16
    assert "baseline: 14 weeks" in result.messages
    assert "verdict by 2026-11-09" in result.messages


def test_a_dry_run_says_all_of_it_and_writes_nothing(toil: Run, folder: Path) -> None:
    """The plan can be seen before anything is registered."""
    result = toil("automation", "add", "r1", *SAID, "--dry-run", "--json")
    assert json.loads(result.out)["verdict_weeks"] == 8
    assert bodies(folder) == []


def test_work_that_never_came_up_cannot_be_judged(toil: Run, folder: Path) -> None:
    """It is registered all the same, and the reader is told that no verdict can fall."""
    result = toil("automation", "add", "r2", *SAID)
    assert result.code == 0
    assert "no verdict can fall" in result.messages
    assert len(bodies(folder)) == 1


def test_merged_work_is_found_by_its_old_id(toil: Run, folder: Path) -> None:
    """An id that was merged into another recurrence registers for that one."""
    assert toil("automation", "add", "r-old", *SAID).code == 0
    assert bodies(folder)[0]["recurrence_id"] == "r1"


def test_an_edit_keeps_what_it_does_not_name(toil: Run, folder: Path) -> None:
    """A name changes nothing of the plan; another date plans anew; undo takes back one word after the other."""
    toil("automation", "add", "r1", *SAID)
    assert toil("automation", "edit", "a1", "--name", "Portal").code == 0
    assert bodies(folder)[-1] == bodies(folder)[0] | {"name": "Portal"}
    toil("automation", "edit", "a1", "--shipped-on", "2026-08-12")
    assert bodies(folder)[-1]["verdict_on"] == "2026-10-12"
    assert bodies(folder)[-1]["baseline_last"] == "2026-07-06"
    assert "its last change is undone" in toil("automation", "undo", "a1").messages
    assert bodies(folder)[-1]["verdict_on"] == "2026-11-09"
    toil("automation", "undo", "a1")
    assert "registered no more" in toil("automation", "undo", "a1").messages
    assert toil("automation", "undo", "a1").code == 2


@pytest.mark.parametrize(
    "arguments",
    [("add", "r1", *SAID, "--metric", "beauty"), ("edit", "a9", "--name", "x"), ("undo", "a9"), ("add", "r9", *SAID),
     ("add", "r1", *SAID[2:], "--name", " "), ("add", "r1", *SAID[:4], "--promised", "inf"),
     ("add", "r1", *SAID[:4], "--promised", "1e300"), ("add", "r1", *SAID, "--invested", "inf")],
)  # fmt: skip
def test_what_cannot_be_is_refused(toil: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    """An unknown metric, automation or recurrence, an empty name, endless hours: nothing is written."""
    assert toil("automation", *arguments).code == 2
    assert Journal(folder).history() == []


def test_a_name_is_one_line(toil: Run, folder: Path) -> None:
    """Breaks and tabs of a name become spaces: `list` writes a line with tabs for each automation."""
    toil("automation", "add", "r1", *SAID[2:], "--name", "Self-\nservice\tnow ")
    assert bodies(folder)[0]["name"] == "Self- service now"


def test_an_edit_without_a_change_is_refused(toil: Run, folder: Path) -> None:
    """Nothing to change is a mistake of the caller."""
    toil("automation", "add", "r1", *SAID)
    assert toil("automation", "edit", "a1").code == 2
