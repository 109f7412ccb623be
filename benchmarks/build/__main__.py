"""`python -m benchmarks.build --times 3 30 300`: a whole build of the sample copied so many times, as a Markdown table.

Each size has a raw store made anew and processes of their own: one for the first build, one for a build after somebody
noted a decision, one after 1 % more items came in, one for pandas. A second table has the seconds of the first build by
stage, a third those of some relations of the last build beside the same in pandas, where another value is an error;
those of the slowest relations go to stderr. `--dense` cuts what items have into more pieces (`benchmarks.build.dense`).
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.build.by_pandas import seconds_by_pandas
from benchmarks.build.dense import thickened
from benchmarks.build.equals import seconds_of_equals
from benchmarks.build.replicate import copied
from pipelines.build import build
from pipelines.demo import load_sample
from toil.relations import ROOMS, PythonRelation, sql_relations
from toil.resources import sample_data_path
from toil.settings import Settings, load_settings
from toil.store.journal import Journal
from toil.store.published import current_build

ROOT = Path(__file__).resolve().parents[2]
COUNTED = ("staged_items", "staged_changes", "staged_declarations", "staged_engagements")
SLOWEST = 12


def settings_of(folder: Path) -> Settings:
    """The sample's settings with the store in this folder."""
    return load_settings(sample_data_path() / "toil.toml", environ={"TOIL_STORE": str(folder)})


def built(folder: Path) -> dict[str, Any]:
    """Build in this process: seconds in all (also of processors), by relation, and the peak of memory in MB."""
    moments = [("", time.perf_counter())]
    began, calculated = time.perf_counter(), time.process_time()
    build(settings_of(folder), progress=lambda name, *_: moments.append((name, time.perf_counter())))
    ended = time.perf_counter()
    took = {name: until - at for (name, at), (_, until) in zip(moments, [*moments[1:], ("", ended)], strict=True)}
    return {"seconds": ended - began, "cpu": time.process_time() - calculated, "took": took, "peak": _peak()}


def decided(folder: Path) -> dict[str, Any]:
    """As `built`, after somebody noted a decision, which no figure of effort can depend on."""
    body = {"decision": "automate", "text": "", "owner": "", "week": "2026-W20", "status": "open"}
    Journal(folder).append("decision", "", body, author="somebody")
    return built(folder)


def by_pandas(folder: Path) -> dict[str, Any]:
    """The obvious alternative in this process."""
    return {"seconds": seconds_by_pandas(folder), "equals": seconds_of_equals(current_build(folder)), "peak": _peak()}


def by_stage(took: dict[str, float]) -> dict[str, float]:
    """Seconds of the relations of each room, of `sql/model` and `sql/metrics`; "" is before the first relation."""
    stages = {relation.name: f"sql/{relation.folder}" for relation in sql_relations()}
    stages |= {relation.name: room.removeprefix("toil.") for room in ROOMS for relation in _declared(room)}
    sums: defaultdict[str, float] = defaultdict(float)
    for name, seconds in took.items():
        sums[stages.get(name, "reading the raw store and the journal")] += seconds
    return dict(sums)


STEPS = {"build": built, "decided": decided, "pandas": by_pandas}


def one_size(times: int, folder: Path, *, is_dense: bool = False) -> tuple[list[str], dict[str, float], list[str]]:
    """The cells of one row of the table, the seconds of the first build by stage, and the rows about pandas."""
    load_sample(settings_of(folder))
    if is_dense:
        thickened(folder)
    if times > 1:
        copied(folder, 1, times - 1)
    counts = _counts(folder)
    first, after = _alone("build", folder), _alone("decided", folder)
    copied(folder, times, times + max(times // 10, 1) - 1, share=0.1 if times >= 10 else 0.01 * times)
    again, pandas = _alone("build", folder), _alone("pandas", folder)
    for label, step in (("first", first), ("after a decision", after), ("after 1 % more", again)):
        slowest = sorted(step["took"].items(), key=lambda entry: -entry[1])[:SLOWEST]
        told = ", ".join(f"{name} {took:.1f}" for name, took in slowest)
        sys.stderr.write(f"× {times}, {label}: {told}\n")
    cells = [str(times), *(f"{count:,}" for count in counts)]
    for step in (first, after, again):
        cells += [f"{step['seconds']:.0f}", f"{step['cpu']:.0f}", f"{step['peak']:,.0f}"]
    cells += [f"{pandas['seconds']:.1f}", f"{first['seconds'] / pandas['seconds']:.1f}"]
    compared = [
        f"| {times} | {name} | {again['took'].get(name, 0):.1f} | {seconds:.1f} |"
        for name, seconds in pandas["equals"].items()
    ]
    return cells, by_stage(first["took"]), compared


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[3, 30, 300], help="how many copies of the sample")
    parser.add_argument("--dense", action="store_true", help="as many changes and declarations as a busy organisation")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        sys.stdout.write(json.dumps(STEPS[options.step](options.store)))
        return 0
    head = ["copies", "items", "changes", "declarations", "engagements", "build s", "CPU s", "peak MB",
            "a decision: s", "CPU s", "peak MB", "1 % more: s", "CPU s", "peak MB", "pandas (two figures) s",
            "ratio"]  # fmt: skip
    stages: dict[int, dict[str, float]] = {}
    compared: list[str] = []
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for times in options.times:
        with tempfile.TemporaryDirectory() as passing:
            cells, stages[times], rows = one_size(times, Path(passing) / "store", is_dense=options.dense)
            compared += rows
            print(f"| {' | '.join(cells)} |", flush=True)
            shutil.rmtree(Path(passing) / "store", ignore_errors=True)
    print(f"\n| stage, s at copies of | {' | '.join(map(str, stages))} |\n|{'---|' * (1 + len(stages))}")
    for stage in sorted(set().union(*stages.values())):
        print(f"| {stage} | {' | '.join(f'{found.get(stage, 0):.1f}' for found in stages.values())} |")
    print("\n| copies | relation | last build s | the same in pandas s |\n|---|---|---|---|", *compared, sep="\n")
    return 0


def _alone(step: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.build", "--step", step, "--store", str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _declared(room: str) -> Sequence[PythonRelation]:
    declared: Sequence[PythonRelation] = import_module(room).RELATIONS
    return declared


def _counts(folder: Path) -> list[int]:
    import duckdb

    from toil.store.raw import RAW_FILE

    with duckdb.connect(str(folder / RAW_FILE), read_only=True) as connection:
        return [int(connection.execute(f"select count(*) from {name}").fetchall()[0][0]) for name in COUNTED]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
