"""Reads the committed sample for its tests."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data"


def lines(name: str) -> list[str]:
    """The raw lines of one of the gzip files."""
    return gzip.decompress((SAMPLE / f"{name}.jsonl.gz").read_bytes()).decode("utf-8").splitlines()


@cache
def payloads(name: str) -> tuple[dict[str, Any], ...]:
    """What the file's lines hold; a line that is no JSON is left out, as it is planted."""
    found = []
    for line in lines(name):
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return tuple(found)


@cache
def truth(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the truth's CSV files."""
    with (SAMPLE / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def dirty_subjects(file: str) -> set[str]:
    """The keys or ids of what is planted as dirt in a file."""
    return {row["subject"] for row in truth("dirty") if row["file"] == file}


def jira_time(written: str) -> datetime:
    """A time as Jira writes it."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z")


def clean_issues() -> list[dict[str, Any]]:
    """The issues without planted dirt."""
    dirty = dirty_subjects("jira_issues")
    return [issue for issue in payloads("jira_issues") if issue["key"] not in dirty]


def texts(node: Any) -> Iterable[str]:
    """Every text and URL inside a document or any other payload."""
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node
