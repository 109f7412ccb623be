"""A run as Prometheus metrics: a text file for the node exporter's textfile collector, replaced in one step."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from toil.store.run_log import RunRecord

_STORES = ("raw.duckdb", "toil.duckdb", "journal.db")


def write_metrics(file: Path, records: Sequence[RunRecord], folder: Path) -> None:
    """Write what the newest record tells, and when a run was last complete; raises OSError where that cannot be."""
    from prometheus_client import write_to_textfile

    file.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(file), registry(records, folder))


def registry(records: Sequence[RunRecord], folder: Path) -> CollectorRegistry:
    """The metrics of the newest of some runs, and of the stores in a folder. Times are Unix seconds, sizes bytes."""
    from prometheus_client import CollectorRegistry, Gauge

    newest, found = records[-1], CollectorRegistry()

    def gauge(name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"toil_{name}", meaning, labels, registry=found)

    gauge("run_started_timestamp_seconds", "When the newest run began.").set(_seconds(newest.started_at))
    gauge("run_ended_timestamp_seconds", "When the newest run ended.").set(_seconds(newest.ended_at))
    gauge("run_exit_code", "Exit code of the newest run; 0: done.").set(newest.exit_code)
    complete = [one for one in records if one.outcome == "complete"]
    if complete:
        last = gauge("run_last_complete_timestamp_seconds", "When a run last did everything.")
        last.set(_seconds(complete[-1].ended_at))
    took = gauge("run_step_seconds", "How long each step of the newest run took.", "step")
    for step, seconds in newest.seconds.items():
        took.labels(step).set(seconds)
    for name, meaning in (("records", "Records that the newest run read."),
                          ("changed", "Of these, new or changed."),
                          ("rejected", "Rows that could not be taken.")):  # fmt: skip
        amount = gauge(f"source_{name}", meaning, "source", "site")
        for one in newest.sources:
            amount.labels(one["source"], one["site"]).set(one[name])
    whole = gauge("source_complete", "1: the newest run read the source to its end; 0: it did not.", "source", "site")
    for one in newest.sources:
        whole.labels(one["source"], one["site"]).set(one["outcome"] == "complete")
    gauge("works", "Pieces of work in the newest build of this run; 0: it made none.").set(newest.works)
    sizes = gauge("store_bytes", "Size of each store.", "store")
    for name in _STORES:
        if (folder / name).exists():
            sizes.labels(name).set((folder / name).stat().st_size)
    if folder.is_dir():
        gauge("store_free_bytes", "Free space where the stores are.").set(shutil.disk_usage(folder).free)
    return found


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp() if moment else 0.0
