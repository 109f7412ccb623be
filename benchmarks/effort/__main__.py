"""`python -m benchmarks.effort`: measured effort against the planted truth of generated samples, as Markdown tables.

`--seeds 20261122 101 102` are the generator's (the first is the shipped sample's), `--times 10` makes each ten teams
instead of one, `--folder` keeps the samples and stores for the next run. Each sample has a process of its own.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.effort import judge
from benchmarks.effort.tables import Judged, print_tables

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (20261122, 101, 102, 103)


def judged(seed: int, times: int, folder: Path) -> Judged:
    """Make, load, build and judge one sample in this process."""
    from benchmarks.effort.worlds import built

    with judge.judged(built(seed, times, folder)) as connection:
        weeks = judge.weeks(connection).merge(judge.naive_weeks(connection), on="week", how="left")
        weeks = weeks.merge(judge.chance(connection), on="week", how="left")
        return Judged(
            f"{seed}{f' × {times}' if times > 1 else ''}", weeks, judge.categories(connection),
            judge.work(connection), judge.minutes_twice(connection), judge.over_clock(connection),
        )  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the tables; 1 where a sample cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.effort", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--times", type=int, default=1, help="how many teams of nine")
    parser.add_argument("--folder", type=Path, help="where samples are kept; default: nowhere")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        found = judged(options.seeds[0], options.times, options.folder)
        options.one.write_bytes(pickle.dumps(found))
        return 0
    with tempfile.TemporaryDirectory() as passing:
        folder, answer = options.folder or Path(passing), Path(passing) / "answer"
        every = []
        for seed in options.seeds:
            one = [sys.executable, "-m", "benchmarks.effort", "--one", answer, "--folder", folder,
                   "--seeds", seed, "--times", options.times]  # fmt: skip
            done = subprocess.run(list(map(str, one)), cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.stderr.write(done.stderr)
                return 1
            every.append(pickle.loads(answer.read_bytes()))
            sys.stderr.write(f"seed {seed}: built and judged\n")
    pd.set_option("display.width", 200)
    print_tables(every)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
