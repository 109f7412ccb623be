"""The trip of any table: what went in comes out, row for row."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sources.table.reading import config, query, rejections_of, rows_of, staged, write_csv
from toil.sources.table import SOURCE, pages_of_frame

# NUL ends no line of text but does make a file binary; lone surrogates are no text at all.
letters = st.characters(exclude_characters="\x00", exclude_categories=("Cs",))
cells = st.text(letters, max_size=30)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))
encodings = st.sampled_from(("utf-8", "utf-8-sig", "utf-16"))
delimiters = st.sampled_from(",;\t|")


def with_frame(table: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The table with an id, a title and a day before its own columns."""
    width = len(table[0]) if table else 1
    header = ["id", "title", "created", *(f"x{n}" for n in range(width))]
    return header, [[str(n), "t", "2026-05-04", *row] for n, row in enumerate(table)]


@settings(max_examples=60, deadline=None)
@given(tables, encodings, delimiters)
def test_any_table_of_text_survives_as_csv(table: list[list[str]], encoding: str, delimiter: str) -> None:
    """Whatever text the cells hold, in any encoding and with any delimiter, every row arrives as it was."""
    header, rows = with_frame(table)
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "t.csv", [header, *rows], encoding=encoding, delimiter=delimiter, quoting=1)
        pages = list(SOURCE.replay(path, config()))
    assert [list(record.payload["row"].values()) for record in rows_of(pages)] == rows
    assert rejections_of(pages) == []


@settings(max_examples=40, deadline=None)
@given(tables)
def test_any_table_of_text_survives_as_json_lines_and_frame(table: list[list[str]]) -> None:
    """JSON Lines and DataFrames carry any text as well."""
    header, rows = with_frame(table)
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    if objects:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "t.jsonl"
            path.write_text("".join(json.dumps(one) + "\n" for one in objects), "utf-8")
            assert [record.payload["row"] for record in rows_of(list(SOURCE.replay(path, config())))] == objects
    pages = list(pages_of_frame(pd.DataFrame(rows, columns=header), {"name": "t"}))
    assert [record.payload["row"] for record in rows_of(pages)] == objects


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(cells, st.sampled_from(("2026-05-04", "2026-05-04 10:00", "x", ""))), max_size=12))
def test_every_row_is_kept_or_rejected(rows: list[tuple[str, str]]) -> None:
    """No row is lost: those kept and those rejected are together as many as the file has, and ids are distinct."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "t.csv", [("title", "created"), *rows], quoting=1)
        pages = list(SOURCE.replay(path, config()))
    blank = sum(1 for row in rows if not any(row))
    kept = rows_of(pages)
    assert len(kept) + len(rejections_of(pages)) == len(rows) - blank
    assert len({record.record_id for record in kept}) == len(kept)


@settings(max_examples=6, deadline=None)
@example(["None", "-", "N/A", "=1+1", " x ", ""])
@given(st.lists(cells, min_size=1, max_size=20))
def test_any_title_reaches_the_staged_items(titles: list[str]) -> None:
    """Through store and SQL, a title is what it was, but for blanks around it."""
    rows = [(str(n), title, "2026-05-04") for n, title in enumerate(titles)]
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "t.csv", [("id", "title", "created"), *rows], quoting=1)
        with staged(path) as store:
            found = query(store, "select title from staged_items order by cast(split_part(item_id, ':', 3) as int)")
    assert [title for (title,) in found] == [title.strip() or None for title in titles]
