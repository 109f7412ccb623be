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


def grown(frames: Frames, count: int, *, word: bool = False) -> Frames:
    """The frames with so many pieces of work: copies with ids of their own, a number of their own in each title.

    Each copy has recurrences of its own: a larger organisation has more kinds of work, not only more of each. With
    `word`, each copy's titles have a word of their own besides: rules cannot take two of them for one.
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
            own = f" team{_letters(copy)} {copy}" if word else f" {copy}"
            parts.append(part.assign(title=part["title"] + own) if "title" in part else part)
        grown[name] = pd.concat(parts, ignore_index=True)
    return grown


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def one(place: Path, count: int, word: bool) -> None:
    """Grow, classify and print one line of the table."""
    frames = grown(frames_of(place), count, word=word)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, used = time.perf_counter(), time.process_time()
    classified(frames)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    titles = frames["work"]["title"].nunique()
    sizes = f"{len(frames['work']):,} | {titles:,} | {'a word' if word else 'a number'}"
    print(f"| {sizes} | {seconds:.1f} | {used:.1f} | {before:,.0f} | {peak:,.0f} |")


def print_scale(place: Path, counts: list[int]) -> None:
    """The table, each size in a process of its own."""
    head = "pieces of work | distinct titles | copies differ by | seconds | of a processor | MB at first | peak MB"
    print(f"| {head} |\n" + "|---" * 7 + "|")
    for count, word in ((count, word) for count in counts for word in (False, True)):
        order = [sys.executable, "-c", f"from pathlib import Path; from benchmarks.classify.scale import one; "
                 f"one(Path({str(place)!r}), {count}, {word})"]  # fmt: skip
        done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
        print(done.stdout.strip() or done.stderr.strip()[-400:], flush=True)
