from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, NEWEST_COMPLETE, WEEKS, frames
from toil.errors import UsageError
from toil.exports.candidates import table_csv
from toil.exports.workbook import tables_xlsx
from toil.pages._reader import open_reader


def test_the_choices_live_in_the_address(open_page: OpenPage) -> None:
    """Weeks, split, category and recurring work of a link are those of the page, in the other language as well."""
    address = {"from": WEEKS[2], "to": NEWEST_COMPLETE, "by": "recurrence", "category": "REQ.access"}
    app = open_page("explore", "ja", **address)
    assert not app.exception
    shown = {box.key: box.value for box in app.selectbox}
    assert {f"widget.{name}": value for name, value in address.items()}.items() <= shown.items()
    assert app.query_params["from"] == WEEKS[2]


def test_the_weeks_of_a_link_stay(open_page: OpenPage) -> None:
    """The weeks stand in the address even where they are the usual ones, which next week are others."""
    app = open_page("explore")
    assert app.query_params["to"] == NEWEST_COMPLETE


def test_the_headline_sums_the_rows_of_the_table(open_page: OpenPage) -> None:
    """Six pieces of 2.7 toil hours are 16.2; a choice narrows the table and the sum."""
    app = open_page("explore")
    assert "16.2 h of toil" in app.subheader[0].value.replace("\\", "")
    assert len(app.dataframe[0].value) == 6
    app.selectbox(key="widget.recurrence").set_value("r1").run()
    assert len(app.dataframe[0].value) == 2
    assert "5.4 h of toil" in app.subheader[0].value.replace("\\", "")


def test_where_nothing_is_left_a_choice_can_be_let_go(open_page: OpenPage) -> None:
    """Weeks without work of that kind say so and do not break."""
    app = open_page("explore", **{"from": WEEKS[0], "to": WEEKS[0]})
    assert not app.exception
    assert any("no such work" in text for text in texts(app))


def test_the_hours_of_a_small_group_are_hidden(open_page: OpenPage) -> None:
    """Nothing of a team of two."""
    app = open_page("explore", team="duo")
    assert not app.exception
    assert any("fewer than 3 people" in text for text in texts(app))
    assert not app.dataframe


def test_the_file_runs_no_formula() -> None:
    """Titles that begin as formulas are text in either file, and numbers stay numbers."""
    rows = frames("file")["weekly_work"].assign(title="=HYPERLINK(1)")[["title", "hours"]]
    lines = list(csv.reader(io.StringIO(table_csv(rows, "en").decode("utf-8-sig"))))
    assert lines[1] == ["'=HYPERLINK(1)", "3.0"]
    assert HOSTILE not in lines[0]
    sheet = load_workbook(io.BytesIO(tables_xlsx({"work": rows}, "en"))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("=HYPERLINK(1)", "s"), (3, "n")]


def test_totals_are_the_sums_of_what_reading_gives(store: Path) -> None:
    """Group by group, largest first; a column that is not there is named."""
    reader = open_reader(store)
    totals = reader.totals("toil_by_category", by=["category"], of=["toil_hours", "hours"], week=WEEKS[:2])
    read = reader.read("toil_by_category", week=WEEKS[:2]).groupby("category")[["toil_hours", "hours"]].sum()
    assert totals.set_index("category").sort_index().equals(read.sort_index())
    assert totals["toil_hours"].is_monotonic_decreasing
    best = reader.totals("weekly_work", by=["work_id"], of=["hours"], named=["item_key"], most=2)
    assert list(best["item_key"]) == ["OPS-0", "OPS-1"]
    assert reader.count("weekly_work", "recurrence_id") == 1
    largest = reader.largest("weekly_work", of=["hours"], by=["work_id"], most=2)
    assert list(largest["work_id"]) == ["w0", "w1"]
    assert reader.values("weekly_work", "recurrence_id") == {"r1"}
    with pytest.raises(UsageError, match="no column nothing"):
        reader.totals("toil_by_category", by=["nothing"], of=["hours"])
