"""`python -m benchmarks.recurrence [FOLDER]`: the methods on the shared records, as a Markdown table.

FOLDER holds the shared records (default: ../shared/data). Each measurement has a process of its own. Drain3 and MinHash
need `pip install -e .[bench]`, and Sudachi `.[ja]`, by which all but the first three methods then read compounds; what
is not installed is told so.

The Japanese changes are told twice: by the hand-made list, and with the two families `bot_data` and `data_file` as one.
These are one file's updates by a bot and by hand, and whether they are one job decides most of that set's pairs.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pandas as pd

from benchmarks.recurrence.methods import METHODS

ROOT = Path(__file__).resolve().parents[2]
ONE_FILE = "Japanese, bot and hand as one"
SETS = {
    "OpenStack": "changes_openstack_project_config.csv.gz",
    "Apache": "changes_apache_infra_puppet.csv.gz",
    "Japanese": "changes_japanese.csv.gz",
    ONE_FILE: "changes_japanese.csv.gz",
}


def truth_of(name: str, folder: Path) -> pd.DataFrame:
    """title and family; of Japanese changes those that a pattern of the hand-made list finds."""
    table = pd.read_csv(folder / SETS[name]).dropna(subset=["title"])
    if SETS[name] != SETS[ONE_FILE]:
        return table[table["family"].notna()].reset_index(drop=True)
    families = tomllib.loads((ROOT / "tests" / "recurrence" / "japanese_families.toml").read_text("utf-8"))
    table["family"] = None
    for family, pattern in reversed(families.items()):
        table.loc[table["title"].str.contains(pattern, regex=True), "family"] = family
    if name == ONE_FILE:
        table["family"] = table["family"].replace("bot_data", "data_file")
    return table[table["family"].notna()].reset_index(drop=True)


def measured(name: str, method: str, folder: Path) -> dict[str, float]:
    """ARI, V-measure, pair precision and recall, seconds and peak megabytes of one method on one set."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    table = truth_of(name, folder)
    began = time.perf_counter()
    groups = pd.Series(METHODS[method](table["title"].tolist()))
    seconds = time.perf_counter() - began
    both = _pairs(pd.DataFrame({"group": groups, "family": table["family"]}).value_counts())
    return {
        "ARI": adjusted_rand_score(table["family"], groups), "V": v_measure_score(table["family"], groups),
        "precision": both / max(1, _pairs(groups.value_counts())),
        "recall": both / _pairs(table["family"].value_counts()),
        "seconds": seconds, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def _pairs(sizes: pd.Series[int]) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def main(arguments: list[str]) -> None:
    """Print the table, or with `--one SET METHOD FOLDER` one measurement as JSON."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measured(arguments[1], arguments[2], Path(arguments[3]))))
        return
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data"
    print("| set | method | ARI | V | pair precision | pair recall | seconds | peak MB |\n" + "|---" * 8 + "|")
    for name in SETS:
        for method in METHODS:
            done = subprocess.run([sys.executable, "-m", "benchmarks.recurrence", "--one", name, method, str(folder)],
                                  cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
            if done.returncode:
                print(f"| {name} | {method} | {done.stderr.strip().splitlines()[-1]} |", flush=True)
                continue
            row = json.loads(done.stdout)
            scores = " | ".join(f"{row[key]:.3f}" for key in ("ARI", "V", "precision", "recall"))
            print(f"| {name} | {method} | {scores} | {row['seconds']:.1f} | {row['MB']:.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
