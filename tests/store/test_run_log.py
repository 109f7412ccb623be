"""The run log: lines of runs that may be cut off, written at once, or in the future; and what is wrong with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from toil.store.run_log import RUN_LOG_FILE, RunLog, RunRecord, trouble

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


def record(hours_ago: float, outcome: str = "complete", code: int = 0) -> RunRecord:
    """A run that began so many hours ago and took a minute."""
    began = NOW - timedelta(hours=hours_ago)
    ended = "" if outcome == "unfinished" else f"{began + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"
    return RunRecord(f"r{hours_ago}", f"{began:%Y-%m-%dT%H:%M:%SZ}", ended, outcome, code)


def kind(*records: RunRecord, expected_hours: float = 80) -> str:
    found = trouble(records, now=NOW, expected_hours=expected_hours)
    return found.kind if found else ""


def test_the_newest_line_of_a_run_counts(tmp_path: Path) -> None:
    """A run is logged when it begins and when it ends, and read once, as it ended."""
    log, one = RunLog(tmp_path), RunRecord.begun()
    log.write(one)
    assert [each.outcome for each in log.records()] == ["unfinished"]
    with one.step("build"):
        pass
    one.end("partial", 5, "Jira did not answer")
    log.write(one)
    (read,) = log.records()
    assert (read.outcome, read.exit_code, read.message, list(read.seconds)) == (
        "partial", 5, "Jira did not answer", ["build"])  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    [
        b'{"run_id": "x", "sta',
        b"\xff\xfe\n",
        b"[1]\n",
        b"null\n",
        b'{"run_id": 1}\n',
        b'{"run_id": "x", "started_at": "yesterday"}\n',
        b'{"run_id": "x", "started_at": "2026-11-28T00:00:00Z", "outcome": "fine"}\n',
        b'{"run_id": "x", "started_at": "2026-11-28T00:00:00Z", "ended_at": "soon"}\n',
        b'{"run_id": [], "started_at": "2026-11-28T00:00:00Z"}\n',
        b'{"run_id": "x", "started_at": "2026-11-28T00:00:00Z", "seconds": {"build": "long"}}\n',
    ],
)
def test_a_line_that_cannot_be_read_hides_no_other(tmp_path: Path, bad: bytes) -> None:
    """What a full disk cut off, or somebody wrote by hand, is left out; the next run is a line of its own."""
    (tmp_path / RUN_LOG_FILE).write_bytes(bad)
    RunLog(tmp_path).write(record(1))
    assert [each.run_id for each in RunLog(tmp_path).records()] == ["r1"]
    assert json.loads((tmp_path / RUN_LOG_FILE).read_bytes().splitlines()[-1])["run_id"] == "r1"


def test_only_the_end_of_a_long_log_is_read(tmp_path: Path) -> None:
    """After years of nights, the newest hundreds are read, and none of them by half."""
    for night in range(3000):
        RunLog(tmp_path).write(RunRecord(f"n{night}", "2026-11-28T00:00:00Z", outcome="complete"))
    read = RunLog(tmp_path).records()
    assert read[-1].run_id == "n2999"
    assert 300 < len(read) < 3000


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), ""),
        ((record(5),), ""),
        ((record(81),), "late"),
        ((record(81, "failed", 1),), "late"),
        ((record(5, "failed", 1),), "failed"),
        ((record(30, "failed", 1), record(5)), ""),
        ((record(5, "partial", 5),), "partial"),
        ((record(1, "unfinished"),), ""),
        ((record(3, "unfinished"),), "unfinished"),
        ((record(30), record(5), record(4, "refused", 6)), ""),
        ((record(90), record(4, "refused", 6)), "late"),
        ((record(-20),), ""),
    ],
)
def test_what_people_should_know(records: tuple[RunRecord, ...], expected: str) -> None:
    """Late, cut off, failed or partial, by the newest run that was not refused; a clock set back alarms nobody."""
    assert kind(*records) == expected


def test_late_can_be_switched_off() -> None:
    """With 0 no run is ever late."""
    assert kind(record(10_000), expected_hours=0) == ""
