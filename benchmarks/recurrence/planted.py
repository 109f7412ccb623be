"""`python -m benchmarks.recurrence.planted [FOLDER…]`: the methods on planted work, alerts beside what people write.

FOLDER is a folder of the sample's generator (default: sample_data; `python -m sample_data.generator --seed 7 -o FOLDER`
makes another). Only titles are read; what is an alert is known from the files, and no method is told.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from sklearn.metrics import adjusted_rand_score, v_measure_score

from benchmarks.recurrence.methods import METHODS
from tests.recurrence.sample_truth import SAMPLE, is_japanese, sample_items


def main(arguments: list[str]) -> None:
    """Print the table."""
    print("| folder | titles | number | " + " | ".join(f"{method}: ARI, V" for method in METHODS) + " |")
    print("|---" * (3 + len(METHODS)) + "|")
    for folder in [Path(argument) for argument in arguments] or [SAMPLE]:
        items = sample_items(folder)
        items = items[items["kind"] != ""]
        machine, japanese = items["is_machine_made"].eq(True), is_japanese(items["title"])
        for name, chosen in (("alerts", machine), ("by people, English", ~machine & ~japanese),
                             ("by people, Japanese", ~machine & japanese)):  # fmt: skip
            part = items[chosen].reset_index(drop=True)
            cells = [_scores(part, method) for method in METHODS]
            print(f"| {folder.name} | {name} | {len(part):,} | {' | '.join(cells)} |", flush=True)


def _scores(items: pd.DataFrame, method: str) -> str:
    try:
        groups = METHODS[method](items["title"].tolist())
    except ModuleNotFoundError as error:
        return str(error)
    return f"{adjusted_rand_score(items['kind'], groups):.3f}, {v_measure_score(items['kind'], groups):.3f}"


if __name__ == "__main__":
    main(sys.argv[1:])
