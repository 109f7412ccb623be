"""The sample data through the same two steps as one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipelines.extract import Progress, RunResult, extract
from toil.recurrence.said import id_of_title
from toil.resources import sample_data_path
from toil.settings import Settings, load_settings
from toil.store.journal import Journal


def demo_settings(folder: Path) -> Settings:
    """The sample team's settings, with the stores in `folder`."""
    return load_settings(sample_data_path() / "toil.toml", environ={"TOIL_STORE": str(folder)})


def load_sample(
    settings: Settings, *, folder: Path | None = None, progress: Progress = lambda source, records: None,
    say: Callable[[str], None] = lambda text: None,
) -> list[RunResult]:  # fmt: skip
    """Extract the saved payloads of each source, and write the sample team's journal where there is none yet.

    Another sample than the shipped one can be given by its folder.
    """
    folder = folder or sample_data_path()
    results = []
    for source in ("jira", "pagerduty"):
        files = sorted(folder.glob(f"{source}_*.jsonl.gz"))
        say(f"{source}: {len(files)} files of saved payloads")
        results += extract(settings, [source], load=files, progress=progress)
    _write_journal(settings, folder / "journal.jsonl")
    return results


def _write_journal(settings: Settings, file: Path) -> None:
    journal = Journal.of(settings)
    if journal.last_event_id():
        return
    for line in file.read_text("utf-8").splitlines():
        event = json.loads(line)
        written_at = datetime.fromisoformat(event["written_at"].replace("Z", "+00:00"))
        # the saved journal names titles: which id a recurrence has is the build's own saying
        subject = event["subject"] or id_of_title(event["body"].get("recurrence_title"))
        journal.append(event["kind"], subject, event["body"], author=event["author"], written_at=written_at)
