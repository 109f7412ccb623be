"""Files that are no tables are refused with what they are and what to do."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from tests.sources.table.reading import mapped_of, rejections_of, replayed, rows_of, write_csv
from toil.errors import UsageError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.csv", PNG, "picture"), ("a.csv", bytes(range(256)) * 9, "binary"), ("a.csv", b"%PDF-1.7", "PDF"),
     ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "xls"), ("a.csv", b"", "empty"), ("a.csv", b" \r\n", "empty"),
     ("a.xlsx", b"PK\x03\x04 broken", "Excel"), ("a.parquet", b"PAR1 broken", "Parquet"),
     ("a.jsonl", b"no json\n", "no JSON object"), ("a.jsonl", b"", "no JSON object"),
     ("a.csv.gz", gzip.compress(b"", mtime=0), "empty"), ("a.csv", b"\x1f\x8bno gzip at all", "empty")],
)  # fmt: skip
def test_what_is_no_table_is_refused(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """A binary file named .csv, an empty or a broken one is a usage error that names the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as caught:
        replayed(path)
    assert name in str(caught.value)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A zip archive begins like a workbook and is none."""
    with zipfile.ZipFile(tmp_path / "a.csv", "w") as archive:
        archive.writestr("inner.csv", "title,created\n")
    with pytest.raises(UsageError, match="cannot be read as Excel"):
        replayed(tmp_path / "a.csv")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """What is not there, or is a folder, is a usage error."""
    with pytest.raises(UsageError, match="cannot be read"):
        replayed(tmp_path / "nowhere.csv")
    with pytest.raises(UsageError, match="folder"):
        replayed(tmp_path)


def test_a_header_alone_is_an_empty_page(tmp_path: Path) -> None:
    """A table without rows is no error, and brings nothing."""
    pages = replayed(write_csv(tmp_path / "a.csv", [("title", "created")]))
    assert len(pages) == 1
    assert pages[0].records == ()


def test_a_packed_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    """Of a half-downloaded .gz the readable rows stay, and a rejection says where it broke."""
    rows = [("title", "created", "noise")] + [(f"t{n}", "2026-05-04", os.urandom(20).hex()) for n in range(5000)]
    packed = gzip.compress(write_csv(tmp_path / "a.csv", rows).read_bytes())
    path = tmp_path / "half.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    pages = replayed(path)
    assert 1000 < len(rows_of(pages)) < 5000
    assert "breaks off" in rejections_of(pages)[-1].reason


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "件名"), ("utf-8-sig", "件名"), ("cp932", "件名"), ("utf-16", "件名")],
)
def test_japanese_encodings_are_detected(encoding: str, found: str, tmp_path: Path) -> None:
    """UTF-8 with and without mark, Shift_JIS and UTF-16 are told apart by what the file holds."""
    rows = [
        (found, "作成日時", "担当者"),
        ("ﾃﾞｨｽｸ容量の警告①〜", "2026年5月4日 13:05", "佐藤"),
        ("plain", "2026/05/04", "x"),
    ]
    if encoding == "cp932":
        rows[1] = ("ﾃﾞｨｽｸ容量の警告①～", *rows[1][1:])
    (first, _) = mapped_of(replayed(write_csv(tmp_path / "j.csv", rows, encoding=encoding)))
    assert first["title"] == rows[1][0]
    assert first["assignee"]["name"] == "佐藤"


def test_accents_of_a_western_export_are_no_japanese(tmp_path: Path) -> None:
    """A Windows export in French could be decoded as Shift_JIS, and is not."""
    rows = [("title", "created"), ("Réinitialiser le mot de passe expiré à l'aéroport", "2026-05-04")]
    (mapped,) = mapped_of(replayed(write_csv(tmp_path / "f.csv", rows, encoding="cp1252")))
    assert mapped["title"] == rows[1][0]


def test_a_wrong_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    """Whoever names the wrong encoding is told so; an encoding that nobody knows is refused."""
    path = write_csv(tmp_path / "j.csv", [("件名", "作成日時"), ("更新", "2026-05-04")], encoding="cp932")
    with pytest.raises(UsageError, match="not utf-8"):
        replayed(path, encoding="utf-8")
    with pytest.raises(UsageError, match="no encoding"):
        replayed(path, encoding="klingon")
