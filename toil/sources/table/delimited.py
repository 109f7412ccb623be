"""Delimited text: CSV and its kin, of any delimiter and encoding, packed or not."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from toil.errors import UsageError
from toil.sources.base import Rejection
from toil.sources.table.encoding import detect_encoding, open_bytes
from toil.sources.table.rowset import Row, Table, cells_by_name, column_names, distinct

DELIMITERS = (",", "\t", ";", "|")
# The csv module takes cells of 128 KiB at most; descriptions with pasted logs are longer.
_LONGEST_CELL = 1 << 27
_SAMPLE_ROWS = 50
# Excel's own first line: https://support.microsoft.com/office/import-or-export-text-txt-or-csv-files
_ANNOUNCED = re.compile(r"^sep=(.)$")


def read_delimited(path: Path, *, encoding: str = "", delimiter: str = "") -> Table:
    """A text file as a table; encoding and delimiter are detected where they are not said.

    Its first row that is not blank is the header. Blank rows are passed over, missing cells at a row's end are empty,
    and a row with more cells than the header is rejected, since nobody knows which of them is which; so is one that
    an unclosed quote swallowed.
    Raises UsageError where the file is empty, not text, or not in the encoding that was said.
    """
    encoding = _known_encoding(encoding, path) or detect_encoding(path)
    delimiter = _known_delimiter(delimiter) or _detect_delimiter(path, encoding)
    found = next(_records(path, encoding, delimiter), None)
    if found is None or isinstance(found, Rejection):
        raise UsageError("the file has no header row", where=str(path))
    names = column_names(found[1])

    def rows() -> Iterator[Row | Rejection]:
        for record in islice(_records(path, encoding, delimiter), 1, None):
            yield record if isinstance(record, Rejection) else _row(path, names, *record)

    shown = "tab" if delimiter == "\t" else delimiter
    return Table(path.name, distinct(names), rows, {"encoding": encoding, "delimiter": shown})


def _row(path: Path, names: list[str], line: int, values: list[str]) -> Row | Rejection:
    if len(values) > len(names):
        if any(values[len(names) :]):
            reason = f"the row has {len(values)} cells, the header {len(names)}"
            return Rejection(f"{path.name}:{line}", reason, " | ".join(values)[:200])
        values = values[: len(names)]
    if len(values) < len(names) and "\n" in values[-1]:
        reason = "a quote opens here and does not close where it should; the lines up to there are lost in it"
        return Rejection(f"{path.name}:{line}", reason, " ".join(" | ".join(values).split())[:200])
    values += [""] * (len(names) - len(values))
    return Row(line, cells_by_name(names, values))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]] | Rejection]:
    """The rows that are not blank, each with the line on which it begins."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with _open_text(path, encoding) as file:
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                values = next(reader, None)
            except (OSError, EOFError, zlib.error) as error:
                reason = f"the file breaks off here and what follows is lost: {error}"
                yield Rejection(f"{path.name}:{line}", reason, loses_more=True)
                return
            except csv.Error as error:
                yield Rejection(f"{path.name}:{line}", f"the row cannot be read: {error}")
                continue
            except UnicodeDecodeError as error:
                raise UsageError(
                    f"the file is not {encoding}: {error.reason}", where=f"{path}:{line}", do="name its real encoding"
                ) from None
            if values is None:
                return
            if any(values) and not (line == 1 and _ANNOUNCED.match(delimiter.join(values))):
                yield line, values


def _open_text(path: Path, encoding: str) -> IO[str]:
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, newline="")


def _first_line(file: IO[str]) -> str:
    try:
        return file.readline(100).rstrip("\r\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return ""


def _known_encoding(encoding: str, path: Path) -> str:
    import codecs

    if not encoding:
        return ""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise UsageError(f"no encoding is called {encoding!r}", do="utf-8, cp932, utf-16, cp1252 …") from None
    with open_bytes(path) as file:
        marked = file.read(3) == codecs.BOM_UTF8
    return "utf-8-sig" if name == "utf-8" and marked else name


def _known_delimiter(delimiter: Any) -> str:
    text = {"tab": "\t", "\\t": "\t"}.get(str(delimiter), str(delimiter or ""))
    if len(text) > 1 or text in ("\n", "\r", '"'):
        raise UsageError(f"{delimiter!r} is no delimiter", do="one character, or `tab`")
    return text


def _detect_delimiter(path: Path, encoding: str) -> str:
    """The one that Excel announced (`sep=;`), else the one that divides the header, and the rows below as it."""
    with _open_text(path, encoding) as file:
        if announced := _ANNOUNCED.match(_first_line(file)):
            return announced[1]

    def score(delimiter: str) -> tuple[float, int]:
        sample = list(islice((r for r in _records(path, encoding, delimiter) if isinstance(r, tuple)), _SAMPLE_ROWS))
        if not sample or (width := len(sample[0][1])) < 2:
            return 0.0, 0
        return sum(len(values) == width for _, values in sample) / len(sample), width

    scores = {delimiter: score(delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best][1] else ","
