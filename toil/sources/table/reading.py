"""Reading: which kind of file it is, by how it begins and then by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toil.errors import UsageError
from toil.sources.base import Rejection
from toil.sources.replay import read_objects
from toil.sources.table.columnar import read_excel, read_parquet
from toil.sources.table.delimited import read_delimited
from toil.sources.table.encoding import first_bytes
from toil.sources.table.rowset import Row, Table

_JSON_NAMES = (".jsonl", ".ndjson", ".json")
_DEEPEST = 3


def read_table(path: Path, options: Mapping[str, Any]) -> Table:
    """The table in a file: CSV of any kind, Excel .xlsx, Parquet, JSON Lines, or JSON with a list; packed or not.

    `options` may name `encoding` and `delimiter` (text) or `sheet` (Excel). Raises UsageError where the file is
    missing, empty or none of these.
    """
    if path.is_dir():
        raise UsageError("this is a folder", where=str(path), do="give one file")
    start = first_bytes(path, 4)
    if start == b"PAR1":
        return read_parquet(path)
    if start == b"PK\x03\x04":
        return read_excel(path, sheet=str(options.get("sheet", "")))
    if path.name.lower().removesuffix(".gz").endswith(_JSON_NAMES):
        return read_json_lines(path)
    return read_delimited(path, encoding=str(options.get("encoding", "")), delimiter=str(options.get("delimiter", "")))


def read_json_lines(path: Path) -> Table:
    """JSON Lines as a table: its columns are all keys of its objects, those of nested objects as `project.key`."""
    columns: dict[str, None] = {}
    for found in read_objects(path):
        if isinstance(found, tuple):
            columns.update(dict.fromkeys(_keys(found[1])))
    if not columns:
        raise UsageError("the file holds no JSON object", where=str(path), do="write one object a line")

    def rows() -> Iterator[Row | Rejection]:
        for found in read_objects(path):
            yield Row(*found) if isinstance(found, tuple) else found

    return Table(path.name, tuple(columns), rows, {"encoding": "utf-8"})


def _keys(value: Mapping[str, Any], above: str = "", depth: int = 1) -> Iterator[str]:
    for key, inner in value.items():
        yield above + key
        if isinstance(inner, Mapping) and depth < _DEEPEST:
            yield from _keys(inner, f"{above}{key}.", depth + 1)
