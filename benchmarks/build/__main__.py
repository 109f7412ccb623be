"""`python -m benchmarks.build --times 3 30 300`: a whole build of the sample copied so many times, as a Markdown table.

Each size has a raw store made anew and processes of their own: one for the first build, one for a build after 1 % more
items came in, one for pandas. Seconds of the slowest relations go to stderr.
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
from pathlib import Path
from typing import Any

from benchmarks.build.by_pandas import seconds_by_pandas
from benchmarks.build.replicate import copied
from pipelines.build import build
from pipelines.demo import load_sample
from toil.resources import sample_data_path
from toil.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
COUNTED = ("staged_items", "staged_changes", "staged_declarations", "staged_engagements")
SLOWEST = 12


def settings_of(folder: Path) -> Settings:
    """The sample's settings with the store in this folder."""
    return load_settings(sample_data_path() / "toil.toml", environ={"TOIL_STORE": str(folder)})


def built(folder: Path) -> dict[str, Any]:
    """Build in this process: seconds in all and of the slowest relations, and the peak of memory in MB."""
    moments = [("", time.perf_counter())]
    began = time.perf_counter()
    build(settings_of(folder), progress=lambda name, *_: moments.append((name, time.perf_counter())))
    ended = time.perf_counter()
    took = {name: until - at for (name, at), (_, until) in zip(moments[1:], [*moments[2:], ("", ended)], strict=True)}
    slowest = sorted(took.items(), key=lambda entry: -entry[1])[:SLOWEST]
    return {"seconds": ended - began, "slowest": slowest, "peak": _peak()}


def by_pandas(folder: Path) -> dict[str, Any]:
    """The obvious alternative in this process."""
    return {"seconds": seconds_by_pandas(folder), "peak": _peak()}


STEPS = {"build": built, "pandas": by_pandas}


def one_size(times: int, folder: Path) -> list[str]:
    """The cells of one row of the table."""
    load_sample(settings_of(folder))
    if times > 1:
        copied(folder, 1, times - 1)
    counts = _counts(folder)
    first = _alone("build", folder)
    copied(folder, times, times + max(times // 10, 1) - 1, share=0.1 if times >= 10 else 0.01 * times)
    again, pandas = _alone("build", folder), _alone("pandas", folder)
    for label, step in (("first", first), ("after 1 % more", again)):
        told = ", ".join(f"{name} {took:.1f}" for name, took in step["slowest"])
        sys.stderr.write(f"× {times}, {label}: {told}\n")
    return [str(times), *(f"{count:,}" for count in counts), f"{first['seconds']:.0f}", f"{first['peak']:,.0f}",
            f"{again['seconds']:.0f}", f"{again['peak']:,.0f}", f"{pandas['seconds']:.1f}",
            f"{first['seconds'] / pandas['seconds']:.1f}"]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[3, 30, 300], help="how many copies of the sample")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        sys.stdout.write(json.dumps(STEPS[options.step](options.store)))
        return 0
    head = ["copies", "items", "changes", "declarations", "engagements", "build s", "peak MB", "1 % more: s", "peak MB",
            "pandas (two figures) s", "ratio"]  # fmt: skip
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for times in options.times:
        with tempfile.TemporaryDirectory() as passing:
            print(f"| {' | '.join(one_size(times, Path(passing) / 'store'))} |", flush=True)
            shutil.rmtree(Path(passing) / "store", ignore_errors=True)
    return 0


def _alone(step: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.build", "--step", step, "--store", str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _counts(folder: Path) -> list[int]:
    import duckdb

    from toil.store.raw import RAW_FILE

    with duckdb.connect(str(folder / RAW_FILE), read_only=True) as connection:
        return [int(connection.execute(f"select count(*) from {name}").fetchall()[0][0]) for name in COUNTED]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
