"""Requests, items a second and memory of a first load and of runs after it, as a Markdown table.

Run `python -m benchmarks.extract [--issues 10000 100000] [--incidents 40000] [--latency 0.05]`. Service and programs
are processes of their own. The plain programs ask for every item singly, so they get a sample of `--sample` items: what
they take grows with the number of items and with nothing else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
UNIT = {"jira": "issue", "pagerduty": "incident"}
PARTS = {"jira": {"changelog": 8, "worklog": 2}, "pagerduty": {"log_entry": 15}}
HEAD = ("program", "items", "requests", "per 1,000 items", "seconds", "items/s", "peak MB", "held")


@contextmanager
def service(kind: str, count: int, latency_seconds: float) -> Iterator[str]:
    """The URL of a service with so many items, for as long as the context lasts."""
    order = [sys.executable, "-m", "benchmarks.extract.service", kind, str(count), str(latency_seconds)]
    with subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.kill()


def measured(program: str, kind: str, url: str, folder: str, count: int) -> dict[str, Any]:
    """One run of a program: what it took, what it asked for, and whether everything arrived."""
    order = [sys.executable, "-m", "benchmarks.extract.programs", program, url, folder]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{program}: {done.stderr.strip()[-600:]}")
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    with urlopen(f"{url}/requests") as answer:
        row["requests"] = json.loads(answer.read())
    expected = {UNIT[kind]: count} | {name: count * each for name, each in PARTS[kind].items()}
    lost = {name: number - row["counted"].get(name, 0) for name, number in expected.items()}
    row["held"] = "all" if not any(lost.values()) else ", ".join(f"{n} {name} lost" for name, n in lost.items() if n)
    return {"program": program, "items": count, **row}


def line(row: dict[str, Any]) -> str:
    """A row of the table."""
    rate = row["items"] / row["seconds"]
    cells = (row["program"], f"{row['items']:,}", f"{row['requests']:,}",
             f"{row['requests'] * 1000 / row['items']:.1f}", f"{row['seconds']:.1f}", f"{rate:,.0f}",
             f"{row['peak_mb']:.0f}", row["held"])  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def compared(kind: str, sizes: list[int], sample: int, latency_seconds: float) -> Iterator[dict[str, Any]]:
    """The plain program on a sample; ours on each size, when nothing is new, and when one item in a hundred is."""
    with service(kind, sample, latency_seconds) as url, tempfile.TemporaryDirectory() as folder:
        yield measured(f"plain {kind}", kind, url, folder, sample)
    for size in sizes:
        with service(kind, size, latency_seconds) as url, tempfile.TemporaryDirectory() as folder:
            yield measured(f"toil {kind}", kind, url, folder, size)
            again = measured(f"toil {kind}", kind, url, folder, size)
            yield {**again, "program": f"toil {kind}, nothing new"}
            if kind == "jira":  # its cursor follows the issues; PagerDuty's follows the clock, which cannot be turned
                more = size // 100
                urlopen(f"{url}/grow?by={more}").close()
                changed = measured(f"toil {kind}", kind, url, folder, size + more)
                yield {**changed, "program": f"toil {kind}, 1 % new", "items": more}


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--incidents", type=int, nargs="*", default=[40_000])
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds that the service takes for an answer")
    given = parser.parse_args()
    print(f"The service answers after {given.latency * 1000:.0f} ms.\n")
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for kind, sizes in (("jira", given.issues), ("pagerduty", given.incidents)):
        for row in compared(kind, sizes, given.sample, given.latency) if sizes else ():
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
