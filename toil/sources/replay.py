"""Saved answers read again: JSON Lines or JSON, gzipped or not, as objects with the line they stood on."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from toil.errors import ToilError
from toil.sources.base import Rejection

_EXCERPT = 200
_GZIP_MAGIC = b"\x1f\x8b"


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]] | Rejection]:
    """Every object of a file as (line, object), or a Rejection that says where and why.

    `.json` and `.json.gz` hold one document: an object, or a list whose places are counted from 1 like lines.
    Everything else is read as JSON Lines, line by line. Raises ToilError where the file cannot be opened.
    """
    if _holds_one_document(path):
        yield from _document(path)
        return
    with _open(path) as file:
        yield from _lines(path, file)


def excerpt_of(value: Any) -> str:
    """How a rejected value begins, as one short line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(text.split())[:_EXCERPT]


def _lines(path: Path, file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]] | Rejection]:
    number = 0
    while True:
        try:
            line = file.readline()
        except (OSError, EOFError, zlib.error) as error:
            reason = f"the file breaks off here and what follows is lost: {error}"
            yield Rejection(f"{path.name}:{number + 1}", reason, loses_more=True)
            return
        if not line:
            return
        number += 1
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _line(path, number, line)


def _line(path: Path, number: int, line: bytes) -> tuple[int, dict[str, Any]] | Rejection:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        text = line[: _EXCERPT * 4].decode("utf-8", "replace")
        return Rejection(f"{path.name}:{number}", f"not a JSON object: {error}", excerpt_of(text))
    return _object(path, number, value)


def _object(path: Path, number: int, value: Any) -> tuple[int, dict[str, Any]] | Rejection:
    if isinstance(value, dict):
        return number, value
    return Rejection(f"{path.name}:{number}", f"not an object but {type(value).__name__}", excerpt_of(value))


def _document(path: Path) -> Iterator[tuple[int, dict[str, Any]] | Rejection]:
    with _open(path) as file:
        try:
            text = file.read().decode("utf-8-sig")
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):  # JSON Lines under the name of JSON
        with _open(path) as file:
            yield from _lines(path, file)
        return
    for number, part in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _object(path, number, part)


def _holds_one_document(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(".json")


def _open(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where they begin as gzip does, whatever the name says."""
    try:
        file = path.open("rb")
        magic = file.read(2)
        file.seek(0)
    except OSError as error:
        raise _unreadable(path, error) from error
    return gzip.open(file, "rb") if magic == _GZIP_MAGIC else file  # type: ignore[return-value]


def _unreadable(path: Path, error: Exception) -> ToilError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ToilError(
        f"the file cannot be read: {reason}",
        where=str(path),
        do="give the path of a .jsonl, .jsonl.gz or .json file that you may read",
    )
