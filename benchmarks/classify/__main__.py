"""`python -m benchmarks.classify`: how well work is classified, as Markdown tables.

`--seeds 201 202 [--folder F]`: generated samples against their planted truth, without a label and after ten and fifty
answers from the queue.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ANSWERS = (0, 10, 50)


def planted(seeds: list[int], folder: Path) -> None:
    """Print the scores of each sample after some answers, and the kinds without any."""
    from benchmarks.classify import judge
    from benchmarks.effort.worlds import built

    head: list[str] = []
    kinds = []
    for seed in seeds:
        place = built(seed, 1, folder)
        frames, truth = judge.frames_of(place), judge.truth_of(place)
        for count in ANSWERS:
            done = judge.answered(frames, truth, count)
            row = judge.scores(done, truth)
            if not head:
                head = ["seed", "answers", *row]
                print(f"| {' | '.join(head)} |\n{'|---' * len(head)}|")
            print(f"| {seed} | {count} | {' | '.join(f'{value:.3f}' for value in row.values())} |", flush=True)
            if not count:
                kinds.append((seed, judge.per_kind(done, truth)))
    for seed, table in kinds:
        print(f"\nSeed {seed}, no answers\n\n| kind | precision | recall | F1 | pieces |\n|---|---|---|---|---|")
        for row in table.itertuples():
            print(f"| {row.Index} | {row.precision:.2f} | {row.recall:.2f} | {row.F1:.2f} | {row.pieces:.0f} |")


def main(arguments: list[str]) -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classify", description=__doc__)
    parser.add_argument("what", choices=("planted",), nargs="?", default="planted")
    parser.add_argument("--seeds", type=int, nargs="+", default=[20261122])
    parser.add_argument("--folder", type=Path, help="where samples are kept; default: nowhere")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        planted(given.seeds, given.folder or Path(passing))


if __name__ == "__main__":
    main(sys.argv[1:])
