import csv
import io
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.cli.command_line import Run
from tests.exports.report_store import JAPANESE, LAST, TITLE


@pytest.fixture(autouse=True)
def with_work(store: Path) -> None:
    """The workbook also reads the work behind the candidates."""
    rows = pd.DataFrame(
        {
            "recurrence_id": ["r1"], "work_id": ["w1"], "name": [TITLE], "item_key": ["OPS-1"], "title": ["=1+1"],
            "url": ["https://example.com/browse/OPS-1"], "created_at": pd.to_datetime(["2026-09-01"]),
            "resolved_at": pd.to_datetime(["2026-09-02"]), "hours": [1.5],
        }
    )  # fmt: skip
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        connection.register("rows", rows)
        connection.execute("create table recurrence_work as select * from rows")


def test_candidates_as_csv(toil: Run) -> None:
    """CSV on stdout holds nothing but the file, best candidate first."""
    result = toil("candidates", "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.bytes.decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows[1:]] == [TITLE, JAPANESE]
    assert result.messages == ""


def test_candidates_as_json(toil: Run) -> None:
    """`--json` and `--format json` are the same document."""
    document = json.loads(toil("candidates", "--json").out)
    assert document == json.loads(toil("candidates", "--format", "json").out)
    assert [row["rank"] for row in document["candidates"]] == [1, 2]
    assert document["build"]["build_id"] == "b0123456789a"


def test_candidates_as_excel(toil: Run, tmp_path: Path) -> None:
    """`-o` writes the workbook, says so on stderr, and leaves stdout empty."""
    result = toil("candidates", "--format", "xlsx", "-o", "c.xlsx", "--lang", "ja")
    assert (result.code, result.bytes) == (0, b"")
    book = load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == ["候補", "根拠", "定義"]
    assert book["根拠"]["D2"].hyperlink.target == "https://example.com/browse/OPS-1"
    assert book["定義"].max_row > 3


def test_hours_choose_what_to_build(toil: Run) -> None:
    """In 40 hours the one of 40 gives back most; the sentences go to stderr, and the table holds what is chosen."""
    result = toil("candidates", "--hours", 40)
    assert TITLE in result.out
    assert JAPANESE not in result.out
    assert "40.0 h are best spent on 1 candidates" in result.messages
    assert "sre: toil takes" in result.messages


def test_hours_as_json(toil: Run) -> None:
    """`--json` tells the choice, the frontier and each team's outlook in one document."""
    document = json.loads(toil("candidates", "--hours", 48, "--json").out)
    assert document == json.loads(toil("candidates", "--hours", 48, "--format", "json").out)
    assert [row["recurrence_id"] for row in document["candidates"]] == ["r1", "r2"]
    assert document["build_hours"] == 48
    assert [row["number"] for row in document["frontier"]] == [0, 1, 2]
    assert 0 <= document["teams"]["sre"]["probability"] <= 1


def test_no_hours_build_nothing(toil: Run) -> None:
    """Zero hours are an answer, not a mistake."""
    result = toil("candidates", "--hours", 0)
    assert (result.code, result.bytes) == (0, b"")
    assert "none of the candidates can be built" in result.messages


def test_a_target_below_the_on_call_floor(toil: Run) -> None:
    """A toil share that being on call already takes is refused as a wrong use, and so is a target without hours."""
    refused = toil("candidates", "--hours", 40, "--target", 0.01)
    assert refused.code == 2
    assert "below the on-call floor" in refused.messages
    advised = refused.messages.split("ask for ")[1].split()[0]
    assert toil("candidates", "--hours", 40, "--target", advised).code == 0
    assert toil("candidates", "--target", 0.4).code == 2
    assert toil("candidates", "--team", "nobody").code == 2


def test_candidates_as_a_table(toil: Run) -> None:
    """Without a format, people get a table; names are no markup."""
    result = toil("candidates", "--lang", "ja")
    assert JAPANESE in result.out
    assert "セルフサービス化" in result.out


def test_a_file_that_cannot_be_written(toil: Run) -> None:
    """A folder that is not there is a message, not a trace, and leaves nothing behind."""
    result = toil("candidates", "--format", "csv", "-o", "nowhere/c.csv")
    assert result.code == 1
    assert "nowhere/c.csv" in result.messages


def test_report_as_json(toil: Run) -> None:
    """The document tells the last complete week, with the figures that the store holds."""
    document = json.loads(toil("report", "--json").out)
    assert document["schema"] == "toil.report/1"
    assert document["week"] == LAST
    assert document["teams"][0]["facts"]["toil_hours"] == 220.0


def test_small_teams_stay_private(toil: Run) -> None:
    """Of a team below `privacy.min_group` no form of the report tells a figure."""
    document = json.loads(toil("report", "--team", "tiny", "--json").out)
    assert document["teams"] == [{"team": "tiny", "is_too_small": True, "facts": None, "seen_then": None}]
    assert "220" not in toil("report", "--team", "tiny").out


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [(["--team", "nobody"], "sre, tiny"), (["--week", "2020-W01"], "2026-W30"), (["--lang", "fr"], "en, ja")],
)
def test_what_is_not_there_is_named(toil: Run, arguments: list[str], advice: str) -> None:
    """An unknown team, week or language is a usage error that lists the known ones."""
    result = toil("report", *arguments)
    assert result.code == 2
    assert advice in result.messages
