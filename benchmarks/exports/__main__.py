"""10,000 candidates in each format, and what pandas takes for the nearest that it writes, as a Markdown table.

Run `python -m benchmarks.exports [--candidates 10000] [--pieces 10]`; `pieces` of work stand behind each candidate.
Every format is written and read back once: a file that loses a row ends the run.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from benchmarks.exports.many import many_candidates, relations_of
from toil.exports.candidates import to_csv, to_json, to_markdown
from toil.exports.evidence import candidates_workbook
from toil.exports.terminal import MOST_ROWS, to_table

MOST_SECONDS = 5.0


def main() -> None:
    """Print the table; exit with 1 where a format takes longer than five seconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--candidates", type=int, default=10_000)
    options.add_argument("--pieces", type=int, default=10)
    given = options.parse_args()
    frame = many_candidates(given.candidates)
    relations = relations_of(frame, given.pieces)

    def read(name: str, **_: Any) -> pd.DataFrame:
        return relations[name]

    formats: dict[str, tuple[Callable[[], Any], Callable[[Any], int], Callable[[], Any]]] = {
        "csv": (lambda: to_csv(frame), lambda made: len(pd.read_csv(io.BytesIO(made))), frame.to_csv),
        "csv, Japanese": (lambda: to_csv(frame, "ja"), lambda made: len(pd.read_csv(io.BytesIO(made))), frame.to_csv),
        "xlsx": (lambda: candidates_workbook(read, frame, "en", None), _rows_of_book,
                 lambda: _pandas_book(frame, relations["recurrence_work"])),
        "md": (lambda: to_markdown(frame), lambda made: made.count("\n") - 2, lambda: frame.to_html(escape=True)),
        "json": (lambda: to_json(frame, build={}), lambda made: len(json.loads(made)["candidates"]),
                 lambda: frame.to_json(orient="records")),
        "table": (lambda: _printed(frame), lambda made: made.count("\n"), lambda: frame.head(MOST_ROWS).to_string()),
    }  # fmt: skip
    print("| format | seconds | bytes | pandas, seconds | times as long |")
    print("|---|---|---|---|---|")
    slow = [
        name
        for name, (make, rows, plain) in formats.items()
        if _measured(name, make, rows, plain, len(frame)) > MOST_SECONDS
    ]
    if slow:
        raise SystemExit(f"longer than {MOST_SECONDS:.0f} s: {', '.join(slow)}")


def _measured(
    name: str, make: Callable[[], Any], rows: Callable[[Any], int], plain: Callable[[], Any], wanted: int
) -> float:
    """One row of the table; the seconds that our export took."""
    seconds, made = _timed(make)
    pandas_seconds, _ = _timed(plain)
    found = rows(made)
    if name != "table" and found != wanted:
        raise SystemExit(f"{name} holds {found} of {wanted} candidates")
    size = len(made.encode()) if isinstance(made, str) else len(made)
    print(f"| {name} | {seconds:.1f} | {size:,} | {pandas_seconds:.1f} | {seconds / pandas_seconds:.1f} |", flush=True)
    return seconds


def _timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """The least of three: whatever else runs on the machine only ever adds."""
    spent = []
    for _ in range(3):
        gc.collect()
        started = time.perf_counter()
        made = make()
        spent.append(time.perf_counter() - started)
    return min(spent), made


def _rows_of_book(made: bytes) -> int:
    from openpyxl import load_workbook

    return int(load_workbook(io.BytesIO(made), read_only=True).worksheets[0].max_row or 0) - 1


def _pandas_book(frame: pd.DataFrame, work: pd.DataFrame) -> bytes:
    """The obvious alternative, with as much work as a sheet takes links of."""
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="xlsxwriter") as book:
        frame.to_excel(book, sheet_name="candidates")
        work.head(len(frame)).to_excel(book, sheet_name="work")
    return out.getvalue()


def _printed(frame: pd.DataFrame) -> str:
    from rich.console import Console

    out = io.StringIO()
    Console(file=out, width=200).print(to_table(frame))
    return out.getvalue()


if __name__ == "__main__":
    main()
