"""Rows: what is rejected and why, what is the same row twice, and what a row's cells may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.table.reading import mapped_of, rejections_of, replayed, rows_of, write_csv
from toil.errors import UsageError

HEADER = ("id", "title", "created", "updated")


def table(folder: Path, *rows: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> Path:
    return write_csv(folder / "r.csv", [header, *rows])


def test_a_row_without_a_readable_time_is_rejected_alone(tmp_path: Path) -> None:
    """Bad dates reject their rows with file, line, reason and how the row begins; all others are kept."""
    rows = [
        ("1", "a", "2026-05-04", ""),
        ("2", "two\nlines", "someday", ""),
        ("3", "c", "", ""),
        ("4", "d", "2026-05-05", ""),
    ]
    pages = replayed(table(tmp_path, *rows))
    assert [m["id"] for m in mapped_of(pages)] == ["1", "4"]
    assert [(r.where, r.reason) for r in rejections_of(pages)] == [
        ("r.csv:3", "created_at cannot be read in 'created': someday"),
        ("r.csv:5", "created_at is empty in 'created'"),
    ]
    assert rejections_of(pages)[0].excerpt == "2 | two lines | someday"


def test_any_other_unreadable_cell_is_reported_and_its_row_kept(tmp_path: Path) -> None:
    """A resolution date that cannot be read leaves the row without it, once a page in the report."""
    header = ("title", "created", "closed", "hours")
    rows = [(f"t{n}", "2026-05-04", "later", "a lot" if n == 1 else "0") for n in range(3)]
    pages = replayed(table(tmp_path, *rows, header=header))
    assert [m["resolved_at"] for m in mapped_of(pages)] == [None, None, None]
    assert [(r.where, r.reason, r.excerpt) for r in rejections_of(pages)] == [
        ("r.csv:2", "resolved_at cannot be read here and 2 more; kept without it", "later"),
        ("r.csv:3", "effort_hours cannot be read here; kept without it", "a lot"),
    ]


def test_a_table_of_which_nothing_can_be_taken_is_refused(tmp_path: Path) -> None:
    """A thousand rows without one readable date are a wrong mapping, not a thousand bad rows."""
    with pytest.raises(UsageError, match="none of the first 1000 rows"):
        replayed(table(tmp_path, *[(n, "a", "x", "") for n in range(1500)]))


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    """An unquoted comma shifts cells: such a row is rejected; missing and blank extra cells are harmless."""
    path = tmp_path / "r.csv"
    path.write_text("id,title,created\n1,a,b,2026-05-04\n2,a,2026-05-04,,\n3,a,2026-05-04\n\n4,a\n", "utf-8")
    pages = replayed(path)
    assert [m["id"] for m in mapped_of(pages)] == ["2", "3"]
    assert [(r.where, r.reason[:30]) for r in rejections_of(pages)] == [
        ("r.csv:2", "the row has 4 cells, the heade"),
        ("r.csv:6", "created_at is empty in 'create"),
    ]


def test_without_id_the_key_names_a_row_and_without_key_its_content(tmp_path: Path) -> None:
    """A row's id is its key, or a hash of its content that does not depend on the order of columns or rows."""
    keyed = table(tmp_path, ("K-1", "a", "2026-05-04"), header=("key", "title", "created"))
    assert [m["id"] for m in mapped_of(replayed(keyed))] == ["K-1"]
    one = mapped_of(replayed(table(tmp_path, ("a", "2026-05-04"), ("b", "2026-05-04"), header=("title", "created"))))
    two = mapped_of(replayed(table(tmp_path, ("2026-05-04", "b"), ("2026-05-04", "a"), header=("created", "title"))))
    assert {m["title"]: m["id"] for m in one} == {m["title"]: m["id"] for m in two}
    assert len({m["id"] for m in one}) == 2


def test_alike_rows_of_one_moment_are_one_row_told_twice(tmp_path: Path) -> None:
    """Without id, rows alike in every cell and the time of day are duplicates: the first stays, the rest is counted."""
    pages = replayed(table(tmp_path, *[("reset", "2026-05-04 10:00")] * 3, header=("title", "created")))
    assert len(rows_of(pages)) == 1
    assert [r.where for r in rejections_of(pages)] == ["r.csv:3", "r.csv:4"]


def test_alike_rows_of_one_day_are_separate_work(tmp_path: Path) -> None:
    """A log of days may hold three resets of one day: each stays, under an id that the next import finds again."""
    path = table(tmp_path, *[("reset", "2026-05-04")] * 3, header=("title", "created"))
    first, second = mapped_of(replayed(path, zone="Asia/Tokyo")), mapped_of(replayed(path, zone="Asia/Tokyo"))
    assert len({m["id"] for m in first}) == 3
    assert first == second


def test_the_newer_of_two_rows_with_one_id_is_kept(tmp_path: Path) -> None:
    """updated_at decides, else the later line; the other is rejected with advice to map another id."""
    rows = [("1", "old", "2026-05-04", "2026-05-05"), ("1", "new", "2026-05-04", "2026-05-07"),
            ("1", "older", "2026-05-04", "2026-05-06"), ("1", "new", "2026-05-04", "2026-05-07"),
            ("2", "first", "2026-05-04", ""), ("2", "last", "2026-05-04", "")]  # fmt: skip
    pages = replayed(table(tmp_path, *rows))
    final = {m["id"]: m["title"] for m in mapped_of(pages)}
    assert final == {"1": "new", "2": "last"}
    assert [r.where for r in rejections_of(pages)] == ["r.csv:2", "r.csv:4", "r.csv:5", "r.csv:6"]
    assert "id=repo+id" in rejections_of(pages)[0].reason


def test_duplicate_headers_keep_all_their_cells(tmp_path: Path) -> None:
    """Columns of one name are a list in the row; labels take all, a text the first that says something."""
    header = ("title", "created", "Labels", "Labels", "title", "")
    (record,) = rows_of(replayed(table(tmp_path, ("", "2026-05-04", "a", "b", "x", "extra"), header=header)))
    assert record.payload["mapped"]["labels"] == ["a", "b"]
    assert record.payload["mapped"]["title"] == "x"
    assert record.payload["row"] == {"title": ["", "x"], "created": "2026-05-04", "Labels": ["a", "b"],
                                     "column 6": "extra"}  # fmt: skip


@pytest.mark.parametrize(
    "title", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2", "x" * 10_000, "a\nb\r\nc", '"q"', "🙂"]
)
def test_hostile_cells_arrive_as_they_are(title: str, tmp_path: Path) -> None:
    """A formula, a very long cell, line breaks and quotes are text like any other."""
    (record,) = rows_of(replayed(table(tmp_path, ("1", title, "2026-05-04", ""))))
    assert record.payload["mapped"]["title"] == title
    assert record.payload["row"]["title"] == title


def test_a_megabyte_in_one_cell_is_read(tmp_path: Path) -> None:
    """A pasted log is longer than what Python's csv takes by itself."""
    (mapped,) = mapped_of(replayed(table(tmp_path, ("1", "x" * 1_000_000, "2026-05-04", ""))))
    assert len(mapped["title"]) == 1_000_000


def test_pages_hold_a_thousand_rows_and_their_newest_time(tmp_path: Path) -> None:
    """Rows come a thousand a page, whose as_of is its newest time of any kind."""
    rows = [(n, "a", "2026-05-04 10:00", f"2026-05-{5 + n // 1000:02}") for n in range(2500)]
    pages = replayed(table(tmp_path, *rows))
    assert [len(page.records) for page in pages] == [1000, 1000, 500]
    assert [page.as_of.day for page in pages if page.as_of] == [5, 6, 7]
    assert {page.site for page in pages} == {page.stream for page in pages} == {"t"}


def test_without_a_status_the_end_tells(tmp_path: Path) -> None:
    """A table with an end but no status is done where it ended; one with neither says nothing."""
    header = ("title", "created", "started", "closed")
    rows = [("a", "2026-05-04", "", "2026-05-05"), ("b", "2026-05-04", "2026-05-04", ""), ("c", "2026-05-04", "", "")]
    assert [m["status"] for m in mapped_of(replayed(table(tmp_path, *rows, header=header)))] == [
        "done", "in_progress", "todo",
    ]  # fmt: skip
    neither = table(tmp_path, ("a", "2026-05-04"), header=("title", "created"))
    assert [m["status"] for m in mapped_of(replayed(neither))] == [None]


def test_an_unclosed_quote_is_reported(tmp_path: Path) -> None:
    """A quote that never closes swallows lines: that row is rejected where it begins, and is not one giant title."""
    path = tmp_path / "r.csv"
    path.write_text('id,title,created\n1,a,2026-05-04\n2,"b,2026-05-04\n3,c,2026-05-04\n', "utf-8")
    pages = replayed(path)
    assert [m["id"] for m in mapped_of(pages)] == ["1"]
    assert [(r.where, r.reason[:17]) for r in rejections_of(pages)] == [("r.csv:3", "a quote opens her")]


def test_an_announced_delimiter_is_obeyed(tmp_path: Path) -> None:
    """Excel's `sep=;` is no header."""
    path = tmp_path / "r.csv"
    path.write_text("sep=;\r\nid;title;created\r\n1;a,b,c,d;2026-05-04\r\n", "utf-8-sig")
    assert [m["title"] for m in mapped_of(replayed(path))] == ["a,b,c,d"]


def test_a_row_nested_too_deeply_is_rejected_alone(tmp_path: Path) -> None:
    """An object in an object in an object … is rejected with its line; its neighbours stay."""
    path = tmp_path / "r.jsonl"
    deep = '{"title": "a", "created": "2026-05-04", "x": ' + "[" * 900 + "]" * 900 + "}"
    path.write_text(deep + '\n{"title": "b", "created": "2026-05-04"}\n', "utf-8")
    pages = replayed(path)
    assert [m["title"] for m in mapped_of(pages)] == ["b"]
    assert [r.where for r in rejections_of(pages)] == ["r.jsonl:1"]


def test_an_id_that_says_nothing_is_none(tmp_path: Path) -> None:
    """`N/A` is nobody's id: such rows are known by their content."""
    rows = [("N/A", "a", "2026-05-04", ""), ("-", "b", "2026-05-04", "")]
    assert [m["id"][:4] for m in mapped_of(replayed(table(tmp_path, *rows)))] == ["row-", "row-"]
