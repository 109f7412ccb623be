import io
from datetime import datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.exports.candidates_frame import HOSTILE_NAMES, hostile_candidates
from toil.exports import workbook
from toil.exports.cells import readable
from toil.exports.evidence import candidates_workbook, work_behind
from toil.exports.workbook import to_xlsx

EVIDENCE = pd.DataFrame(
    {
        "recurrence_id": ["r000", "r001", "r002"],
        "title": ["=1+1", "x" * 40_000, "証明書"],
        "url": ["https://example.com/browse/OPS-1", "javascript:alert(1)", None],
        "created_at": pd.to_datetime(["2026-05-04 01:00"] * 3),
    }
)
DEFINITIONS = pd.DataFrame({"term": ["per_week"], "meaning": ["=how often"]})


def _book(lang: str = "en") -> object:
    data = to_xlsx(hostile_candidates(), EVIDENCE, DEFINITIONS, lang, as_of=datetime(2026, 5, 4))  # noqa: DTZ001
    return load_workbook(io.BytesIO(data))


def test_no_cell_is_a_formula() -> None:
    """No cell of any sheet is a formula, whatever a title holds."""
    types = {cell.data_type for sheet in _book() for row in sheet.iter_rows() for cell in row}
    assert "f" not in types


def test_names_survive_as_they_were() -> None:
    """Excel gets every name unchanged: cells are typed as text, so that none needs an apostrophe."""
    sheet = _book().worksheets[0]
    names = [str(sheet.cell(row, 2).value) for row in range(2, sheet.max_row + 1)]
    expected = [readable(name).replace("\r\n", "\n") for name in reversed(HOSTILE_NAMES)]
    assert [name.replace("_x000D_", "").replace("\r\n", "\n") for name in names] == expected


def test_numbers_are_numbers() -> None:
    """Hours are numbers that Excel can add up."""
    sheet = _book().worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, headings.index("Hours a year") + 1).value == -32.5


def test_sheets_are_ready_to_read() -> None:
    """Each sheet has a frozen heading and a filter over all of its columns."""
    book = _book("ja")
    assert book.sheetnames == ["候補", "根拠", "定義"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(dimension.width >= 8 for dimension in sheet.column_dimensions.values())


def test_only_web_addresses_become_links() -> None:
    """An item's https address is a link; any other scheme is text; too long a text is cut, not lost."""
    sheet = _book().worksheets[1]
    assert sheet["C2"].hyperlink.target == "https://example.com/browse/OPS-1"
    assert sheet["C3"].hyperlink is None
    assert sheet["C3"].value == "javascript:alert(1)"
    assert len(sheet["B3"].value) == 32_767


def test_the_same_build_gives_the_same_bytes() -> None:
    """Two exports of one build are equal, so that a backup or a diff sees no change."""
    moment = datetime(2026, 5, 4)  # noqa: DTZ001
    first, second = (to_xlsx(hostile_candidates(), EVIDENCE, DEFINITIONS, as_of=moment) for _ in range(2))
    assert first == second


def test_more_links_than_a_sheet_takes_stay_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel takes 65,530 links a sheet, and the library would leave out the cells of any more: those are text."""
    monkeypatch.setattr(workbook, "_MOST_LINKS", 2)
    rows = pd.DataFrame({"title": list("abcd"), "url": [f"https://example.com/{one}" for one in range(4)]})
    sheet = load_workbook(io.BytesIO(to_xlsx(hostile_candidates(), rows, DEFINITIONS))).worksheets[1]
    assert [sheet.cell(row, 2).value for row in range(2, 6)] == list(rows["url"])
    assert [sheet.cell(row, 2).hyperlink is not None for row in range(2, 6)] == [True, True, False, False]


def test_too_much_work_is_cut_evenly_and_said() -> None:
    """Each recurrence keeps its newest pieces, as many as fit, at least one; the last sheet says that it is not all."""
    work = pd.DataFrame(
        {
            "recurrence_id": ["r000"] * 5 + ["r001"] * 2,
            "name": ["a"] * 5 + ["b"] * 2,
            "work_id": list("abcdefg"),
            "title": list("abcdefg"),
            "created_at": pd.to_datetime([f"2026-05-0{day}" for day in (1, 2, 3, 4, 5, 1, 2)]),
        }
    )
    assert [list(work_behind(work, most)["title"]) for most in (7, 6, 4, 1)] == [
        list("edcbagf"), list("edcbgf"), list("edgf"), list("eg"),
    ]  # fmt: skip
    build = pd.DataFrame({"as_of": [pd.Timestamp("2026-05-04")]})
    many = pd.concat([work.assign(work_id=work["work_id"] + str(one)) for one in range(3_000)])
    data = candidates_workbook(lambda name, **_: many if name == "recurrence_work" else build,
                               hostile_candidates(), "en", None)  # fmt: skip
    sheets = load_workbook(io.BytesIO(data), read_only=True).worksheets
    assert sheets[1].max_row - 1 <= 10_000
    assert "of 21,000 pieces of work" in str(list(sheets[2].values)[-1][1])
