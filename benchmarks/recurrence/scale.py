"""`python -m benchmarks.recurrence.scale [SIZES…] [--folder FOLDER]`: how long and how much memory many titles take.

The shared titles are copied and perturbed: in every copy all digits are drawn anew, and in every third title one word
is replaced by another, drawn as often as it stands in the titles. So distinct titles, wordings and groups grow with the
size. Each size has a process of its own; memory is that of the process and of the biggest reader it starts, at their
peaks, added up.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.recurrence.__main__ import ROOT
from benchmarks.recurrence.titles import shared_titles
from toil.recurrence.grouping import assign_keys, group_keys, idf_of
from toil.recurrence.keys import title_keys

NEW = 10_000
CHANGED = 1 / 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGIT = re.compile(r"\d")


def many_titles(folder: Path, size: int, seed: int = 20261128) -> list[str]:
    """So many titles: copies of the shared ones, the first as they are."""
    draw = random.Random(seed)
    titles = shared_titles(folder)
    draw.shuffle(titles)
    words = [word for title in titles for word in _WORD.findall(title)]
    made = titles[:size]
    while len(made) < size:
        made += [_perturbed(title, words, draw) for title in titles[: size - len(made)]]
    return made


def _perturbed(title: str, words: list[str], draw: random.Random) -> str:
    title = _DIGIT.sub(lambda digit: str(draw.randrange(10)), title)
    spots = list(_WORD.finditer(title)) if draw.random() < CHANGED else []
    if not spots:
        return title
    spot = draw.choice(spots)
    return title[: spot.start()] + draw.choice(words) + title[spot.end() :]


def measured(folder: Path, size: int) -> dict[str, float]:
    """Seconds (wall and processor) to read and to group `size` titles and to assign new ones; peak megabytes."""
    made = many_titles(folder, size + NEW)
    titles, new = made[:size], made[size:]
    began, used = time.perf_counter(), _used()
    read = title_keys(list(dict.fromkeys(titles)))
    counts = Counter(read[title] for title in titles if read[title])
    keyed, idf = time.perf_counter(), idf_of(counts)
    leaders = group_keys(counts, idf)
    grouped, spent = time.perf_counter(), _used() - used
    fresh = title_keys(list(dict.fromkeys(new)))
    assign_keys(fresh.values(), leaders, idf)
    assigned = time.perf_counter()
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {"titles": size, "wordings": len(counts), "groups": len(set(leaders.values())), "read": keyed - began,
            "group": grouped - keyed, "both": grouped - began, "processor": spent, "assign": assigned - grouped,
            "MB": peak}  # fmt: skip


def _used() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main(arguments: list[str]) -> None:
    """Print a row for each size, or with `--one` one measurement as JSON."""
    reader = argparse.ArgumentParser(description="How long and how much memory many titles take.")
    reader.add_argument("sizes", nargs="*", type=int, default=[100_000, 300_000, 1_000_000])
    reader.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data")
    reader.add_argument("--one", action="store_true", help="one size in this process, as JSON")
    chosen = reader.parse_args(arguments)
    if chosen.one:
        print(json.dumps(measured(chosen.folder, chosen.sizes[0])))
        return
    print(f"| titles | wordings | groups | read s | group s | together s | processor s | {NEW:,} new s | peak MB |\n"
          + "|---" * 9 + "|")  # fmt: skip
    for size in chosen.sizes:
        one = [sys.executable, "-m", "benchmarks.recurrence.scale", "--one", str(size), "--folder", str(chosen.folder)]
        told = subprocess.run(one, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        row = json.loads(told.stdout)
        counts = " | ".join(f"{row[name]:,}" for name in ("titles", "wordings", "groups"))
        times = " | ".join(f"{row[name]:.1f}" for name in ("read", "group", "both", "processor", "assign"))
        print(f"| {counts} | {times} | {row['MB']:,.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
