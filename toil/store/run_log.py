"""The run log: what each `toil run` did, as JSON lines beside the stores; the newest line of a run counts."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import toil
from toil.store.journal import stamped

RUN_LOG_FILE = "runs.jsonl"
LONGEST = timedelta(hours=2)  # the ready schedules end a run that takes longer
_TAIL_BYTES = 256 * 1024  # some hundred runs
OUTCOMES = ("unfinished", "complete", "partial", "failed", "refused")


@dataclass
class RunRecord:
    """One `toil run`: `outcome` is unfinished until it ends; `refused` means that another run held the store.

    `seconds` is by step (extract, build, snapshot, retain, notify); `sources` holds a mapping for each source.
    """

    run_id: str
    started_at: str
    ended_at: str = ""
    outcome: str = "unfinished"
    exit_code: int = 0
    message: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    sources: list[Mapping[str, Any]] = field(default_factory=list)
    build_id: str = ""
    works: int = 0
    toil_version: str = toil.__version__

    @classmethod
    def begun(cls) -> RunRecord:
        """A run that begins now."""
        return cls(uuid.uuid4().hex[:12], stamped(None))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure how long a step takes, also where it fails."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(time.monotonic() - started, 3)

    def end(self, outcome: str, exit_code: int = 0, message: str = "") -> None:
        """Say how the run ended."""
        self.outcome, self.exit_code, self.message = outcome, exit_code, message
        self.ended_at = stamped(None)


class RunLog:
    """The run log of a store's folder; a line is written in one go, so that runs may write at the same time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / RUN_LOG_FILE

    def write(self, record: RunRecord) -> None:
        """Add the run as it stands now; raises OSError where that cannot be written."""
        line = json.dumps(vars(record), ensure_ascii=False, default=str) + "\n"
        handle = os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            size = os.fstat(handle).st_size
            cut_off = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # by a full disk
            os.write(handle, (("\n" if cut_off else "") + line).encode("utf-8", "replace"))
        finally:
            os.close(handle)

    def records(self) -> list[RunRecord]:
        """The last hundreds of runs, oldest first; lines that cannot be read are left out."""
        found: dict[str, RunRecord] = {}
        for line in self._tail():
            record = _read(line)
            if record is not None:
                found[record.run_id] = record
        return list(found.values())

    def _tail(self) -> list[bytes]:
        try:
            with self.file.open("rb") as lines:
                size = lines.seek(0, os.SEEK_END)
                lines.seek(max(0, size - _TAIL_BYTES))
                return lines.read().split(b"\n")
        except OSError:
            return []


def _read(line: bytes) -> RunRecord | None:
    try:
        document = json.loads(line)
        record = RunRecord(**{one.name: document[one.name] for one in fields(RunRecord) if one.name in document})
        for moment in (record.started_at, record.ended_at or record.started_at):
            datetime.fromisoformat(moment)
        is_sound = (
            record.outcome in OUTCOMES
            and isinstance(record.exit_code, int)
            and isinstance(record.run_id, str)
            and isinstance(record.seconds, dict)
            and all(isinstance(value, (int, float)) for value in record.seconds.values())
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return record if is_sound else None


@dataclass(frozen=True)
class Trouble:
    """What people should know of the runs: `kind` is late, unfinished, failed or partial; `run` the one meant."""

    kind: str
    run: RunRecord
    age: timedelta


def trouble(records: Sequence[RunRecord], *, now: datetime, expected_hours: float) -> Trouble | None:
    """What is wrong with the newest run that was not refused, the worst first; None where all is well.

    Late: no run began for `expected_hours` (0: never late). A store in which no run was ever logged tells nothing.
    """
    newest = next((record for record in reversed(records) if record.outcome != "refused"), None)
    if newest is None:
        return None
    age = now - datetime.fromisoformat(newest.started_at).astimezone(UTC)
    if expected_hours and age > timedelta(hours=expected_hours):
        return Trouble("late", newest, age)
    if newest.outcome == "unfinished":
        return Trouble("unfinished", newest, age) if age > LONGEST else None
    return None if newest.outcome == "complete" else Trouble(newest.outcome, newest, age)
