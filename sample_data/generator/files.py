"""Writes files that are the same to the byte whenever they hold the same: no clock, no file name inside the gzip."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def json_line(payload: Mapping[str, Any]) -> str:
    """One payload on one line, characters as they are."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def write_gzip_lines(path: Path, lines: Iterable[str]) -> None:
    """Lines into a gzip file without a time stamp."""
    text = "".join(f"{line}\n" for line in lines)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(text.encode("utf-8"))
    path.write_bytes(buffer.getvalue())


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Lines into a plain file."""
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV file with a header; lists are joined by a space, nothing is empty text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([" ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell for cell in row])
    path.write_bytes(buffer.getvalue().encode("utf-8"))
