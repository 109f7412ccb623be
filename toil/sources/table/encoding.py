"""Encoding: which characters the bytes of a text file are."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from toil.errors import UsageError

GZIP_MAGIC = b"\x1f\x8b"
_BROKEN = (OSError, EOFError, zlib.error)
_BLOCK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Bytes that no text begins with, or holds: https://www.garykessler.net/library/file_sigs.html
_BINARY = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
           b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)", b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program",
           b"BZh": "a bzip2 archive", b"\x28\xb5\x2f\xfd": "a zstd archive", b"SQLite": "a database"}  # fmt: skip


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where they begin as gzip does; raises UsageError where it cannot be opened."""
    try:
        file = path.open("rb")
        magic = file.read(2)
        file.seek(0)
    except OSError as error:
        raise UsageError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            do="give the path of a file that you may read",
        ) from None
    return gzip.open(file, "rb") if magic == GZIP_MAGIC else file  # type: ignore[return-value]


def first_bytes(path: Path, size: int = _BLOCK) -> bytes:
    """How the unpacked file begins, `size` bytes at most; empty where it is packed and damaged from the start."""
    try:
        return next(_blocks(path), b"")[:size]
    except _BROKEN:
        return b""


def detect_encoding(path: Path) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, cp932 (Shift_JIS) or cp1252, by what the whole file holds.

    Raises UsageError where it is empty, not text, or in none of these.
    """
    start = first_bytes(path)
    if not start.strip():
        raise UsageError("the file is empty", where=str(path))
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    _refuse_binary(path, start)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _decodes(path, "cp932") and _reads_as_japanese(path):
        return "cp932"
    if _decodes(path, "cp1252"):
        return "cp1252"
    raise UsageError(
        "the file is in no encoding that we can tell", where=str(path), do="save it as UTF-8, or name its encoding"
    )


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks; of a packed file that breaks off all that can be unpacked, and then the error."""
    with open_bytes(path) as file:
        while block := file.read1(_BLOCK):  # type: ignore[attr-defined]
            yield block


def _refuse_binary(path: Path, start: bytes) -> None:
    kind = next((kind for magic, kind in _BINARY.items() if start.startswith(magic)), "")
    if not kind and b"\x00" in start:
        kind = "binary data"
    if kind:
        raise UsageError(
            f"this is {kind}, not a table",
            where=str(path),
            do="export it as CSV (UTF-8), Excel .xlsx, Parquet or JSONL",
        )


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is in this encoding, or as much of it as can be unpacked."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except _BROKEN:
        return True
    return True


def _reads_as_japanese(path: Path) -> bool:
    """Japanese letters stand together; accents of Western Europe, read as Shift_JIS, become lone ideographs."""
    text = first_bytes(path).decode("cp932", "ignore")
    foreign = [place for place, letter in enumerate(text) if ord(letter) > 127]
    neighbours = set(foreign)
    together = sum(1 for place in foreign if place - 1 in neighbours or place + 1 in neighbours)
    return together * 2 >= len(foreign)
