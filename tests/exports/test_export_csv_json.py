import csv
import io
import json

import pandas as pd

from tests.exports.candidates_frame import HOSTILE_NAMES, hostile_candidates
from toil.exports.candidates import to_csv, to_json
from toil.exports.cells import readable, unescaped


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_opens_in_a_spreadsheet() -> None:
    """The file starts with a BOM, lines end in CRLF, and each row has a cell per heading."""
    data = to_csv(hostile_candidates())
    rows = _rows(data)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(HOSTILE_NAMES)


def test_csv_holds_every_name_and_no_formula() -> None:
    """Reading the file back gives every name, and no text cell could begin a formula."""
    rows = _rows(to_csv(hostile_candidates()))
    names = [row[rows[0].index("Recurring work")] for row in rows[1:]]
    assert [unescaped(name) for name in names] == [readable(name) for name in reversed(HOSTILE_NAMES)]
    assert not [name for name in names if name.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_csv_numbers_stay_numbers() -> None:
    """A negative number is no formula: it has no apostrophe, and pandas reads it as a number."""
    table = pd.read_csv(io.BytesIO(to_csv(hostile_candidates())), encoding="utf-8-sig")
    assert table["Hours a year"].tolist() == [-32.5] * len(HOSTILE_NAMES)
    assert table["Rank"].tolist() == list(range(1, len(HOSTILE_NAMES) + 1))


def test_csv_speaks_japanese() -> None:
    """In Japanese the headings, the category and the remedy are Japanese, and ids stay for machines."""
    rows = _rows(to_csv(hostile_candidates(), "ja", category_names={"REQ.access": "アカウント・権限付与"}))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["分類"], first["対策"]) == ("アカウント・権限付与", "セルフサービス化")
    assert (first["分類ID"], first["対策ID"]) == ("REQ.access", "self_service")


def test_json_is_versioned_and_complete() -> None:
    """The document names its schema and build, has the relation's own columns, and null for the unknown."""
    document = json.loads(to_json(hostile_candidates(), build={"build_id": "b1", "as_of": pd.Timestamp("2026-05-04")}))
    assert document["schema"] == "toil.candidates/1"
    assert document["build"] == {"build_id": "b1", "as_of": "2026-05-04T00:00:00"}
    first = document["candidates"][-1]
    assert first["name"] == HOSTILE_NAMES[0]
    assert set(first) == set(hostile_candidates().columns)
    assert first["high_hours_per_year"] is None


def test_an_empty_frame_still_has_headings() -> None:
    """Where nothing recurs, files hold the headings and no row."""
    empty = hostile_candidates().head(0)
    assert len(_rows(to_csv(empty))) == 1
    assert json.loads(to_json(empty))["candidates"] == []
