"""How long a million pieces of work take to classify, once they are grouped, and how much memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from benchmarks.classify.judge import Frames, classified, frames_of

ROOT = Path(__file__).resolve().parents[2]


def grown(frames: Frames, count: int) -> Frames:
    """The frames with so many pieces of work: copies with ids of their own, a number of their own in each title.

    Each copy has recurrences of its own: a larger organisation has more kinds of work, not only more of each.
    """
    times = -(-count // len(frames["work"]))
    grown = dict(frames)
    for name, frame in frames.items():
        ids = frame.columns.intersection(["work_id", "recurrence_id"])
        if ids.empty:
            continue
        parts = []
        for copy in range(times):
            part = frame.assign(**{column: f"{copy}:" + frame[column] for column in ids})
            parts.append(part.assign(title=part["title"] + f" {copy}") if "title" in part else part)
        grown[name] = pd.concat(parts, ignore_index=True)
    return grown


def one(place: Path, count: int) -> None:
    """Grow, classify and print one line of the table."""
    frames = grown(frames_of(place), count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    classified(frames)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    titles = frames["work"]["title"].nunique()
    print(f"| {len(frames['work']):,} | {titles:,} | {seconds:.1f} | {before:,.0f} | {peak:,.0f} |")


def print_scale(place: Path, counts: list[int]) -> None:
    """The table, each size in a process of its own."""
    print("| pieces of work | distinct titles | seconds | MB with the work in memory | peak MB |\n" + "|---" * 5 + "|")
    for count in counts:
        order = [sys.executable, "-c", f"from pathlib import Path; from benchmarks.classify.scale import one; "
                 f"one(Path({str(place)!r}), {count})"]  # fmt: skip
        done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
        print(done.stdout.strip() or done.stderr.strip()[-400:], flush=True)
