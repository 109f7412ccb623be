"""Every format of a table brings the same rows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.sources.table.reading import mapped_of, rejections_of, replayed, rows_of, write_csv
from toil.errors import UsageError
from toil.sources.table import pages_of_frame

HEADER = ("id", "summary", "created", "hours")
ROWS = (("7", "Rotate key", "2026-05-04T13:05:00Z", "1.5"), ("8", "証明書の更新", "2026-05-05T00:30:00+09:00", "2"))
EXPECTED = [("7", "Rotate key", "2026-05-04T13:05:00Z", 5400), ("8", "証明書の更新", "2026-05-04T15:30:00Z", 7200)]


def typed_frame() -> pd.DataFrame:
    """The same rows with real numbers and times."""
    created = [datetime(2026, 5, 4, 13, 5, tzinfo=UTC), datetime(2026, 5, 4, 15, 30, tzinfo=UTC)]
    return pd.DataFrame({"id": [7, 8], "summary": [row[1] for row in ROWS], "created": created, "hours": [1.5, 2.0]})


def as_csv(folder: Path) -> Path:
    return write_csv(folder / "rows.csv", [HEADER, *ROWS])


def as_packed_csv(folder: Path) -> Path:
    path = folder / "rows.csv.gz"
    path.write_bytes(gzip.compress(as_csv(folder).read_bytes()))
    return path


def as_tabs(folder: Path) -> Path:
    return write_csv(folder / "rows.tsv", [HEADER, *ROWS], delimiter="\t")


def as_semicolons(folder: Path) -> Path:
    return write_csv(folder / "rows.csv", [HEADER, *ROWS], delimiter=";")


def as_excel(folder: Path) -> Path:
    frame = typed_frame().assign(created=lambda f: f["created"].dt.tz_localize(None))
    frame.to_excel(folder / "rows.xlsx", index=False, engine="xlsxwriter")
    return folder / "rows.xlsx"


def as_parquet(folder: Path) -> Path:
    typed_frame().to_parquet(folder / "rows.parquet")
    return folder / "rows.parquet"


def as_lines(folder: Path) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in ROWS), "utf-8")
    return path


def as_packed_lines(folder: Path) -> Path:
    path = folder / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(as_lines(folder).read_bytes()))
    return path


def as_list(folder: Path) -> Path:
    path = folder / "rows.json"
    path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]), "utf-8")
    return path


@pytest.mark.parametrize(
    "write",
    [as_csv, as_packed_csv, as_tabs, as_semicolons, as_excel, as_parquet, as_lines, as_packed_lines, as_list],
)
def test_every_format_brings_the_same_rows(write: Callable[[Path], Path], tmp_path: Path) -> None:
    """A row is the same piece of work, whatever file it came in."""
    pages = replayed(write(tmp_path))
    told = [(m["id"], m["title"], m["created_at"], m["effort_seconds"]) for m in mapped_of(pages)]
    assert told == EXPECTED
    assert rejections_of(pages) == []


def test_a_frame_brings_the_same_rows_as_a_file() -> None:
    """A pandas DataFrame goes the same way as a file."""
    told = [(m["id"], m["title"], m["created_at"], m["effort_seconds"])
            for m in mapped_of(list(pages_of_frame(typed_frame(), {"name": "t"})))]  # fmt: skip
    assert told == EXPECTED


def test_missing_values_of_a_frame_are_null() -> None:
    """NaN, NaT and NA are nothing, in the mapped fields and in the row that is kept."""
    frame = pd.DataFrame({"title": ["a", "b"], "created": pd.to_datetime(["2026-05-04", None]), "assignee": [None, "x"],
                          "hours": pd.array([None, 2], dtype="Int64"), "tags": [["p", "q"], None]})  # fmt: skip
    pages = list(pages_of_frame(frame, {"name": "t"}))
    (only,) = rows_of(pages)
    assert only.payload["mapped"]["labels"] == ["p", "q"]
    assert only.payload["mapped"]["effort_seconds"] is None
    assert only.payload["row"]["assignee"] is None
    assert [r.reason for r in rejections_of(pages)] == ["created_at is empty in 'created'"]


def test_a_sheet_is_taken_by_name(tmp_path: Path) -> None:
    """A workbook's first sheet is read unless another is named; a wrong name lists those there are."""
    with pd.ExcelWriter(tmp_path / "b.xlsx", engine="xlsxwriter") as writer:
        pd.DataFrame({"note": ["nothing"]}).to_excel(writer, sheet_name="Cover", index=False)
        typed_frame().assign(created="2026-05-04").to_excel(writer, sheet_name="課題", index=False)
    assert len(rows_of(replayed(tmp_path / "b.xlsx", sheet="課題"))) == 2
    with pytest.raises(UsageError, match="課題"):
        replayed(tmp_path / "b.xlsx", sheet="Sheet9")


def test_excel_serials_and_blank_rows(tmp_path: Path) -> None:
    """A date that lost its format in Excel is a serial number; blank rows are passed over, places stay Excel's."""
    rows = [[None, None], ["title", "created"], ["a", 46146.5], [None, None], ["b", "someday"]]
    pd.DataFrame(rows).to_excel(tmp_path / "s.xlsx", index=False, header=False, engine="xlsxwriter")
    pages = replayed(tmp_path / "s.xlsx")
    assert mapped_of(pages)[0]["created_at"] == "2026-05-04T12:00:00Z"
    assert [r.where for r in rejections_of(pages)] == ["s.xlsx:5"]


def test_nested_objects_are_reached_by_dots(tmp_path: Path) -> None:
    """`fields.summary` reaches into an object, and an object is known by its name."""
    path = tmp_path / "n.jsonl"
    issue = {"fields": {"summary": "a", "created": "2026-05-04", "who": {"displayName": "Ann"}, "labels": ["x", "y"]}}
    path.write_text(json.dumps(issue), "utf-8")
    fields = {"title": "fields.summary", "created_at": "fields.created", "assignee": "fields.who",
              "labels": "fields.labels"}  # fmt: skip
    (mapped,) = mapped_of(replayed(path, map=fields))
    assert (mapped["title"], mapped["assignee"]["name"], mapped["labels"]) == ("a", "Ann", ["x", "y"])


def test_lines_that_are_no_objects_are_rejected_alone(tmp_path: Path) -> None:
    """A broken line of JSON is rejected with its line, its neighbours stay."""
    path = tmp_path / "b.jsonl"
    path.write_text('{"title": "a", "created": "2026-05-04"}\n{oops\n[1]\n{"title": "b", "created": "2026-05-05"}\n')
    pages = replayed(path)
    assert len(rows_of(pages)) == 2
    assert [r.where for r in rejections_of(pages)] == ["b.jsonl:2", "b.jsonl:3"]
