"""The command on the sample team's build: what a newcomer sees after `make demo`."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command_line import Run
from toil.settings import Settings, environment_for
from toil.store.published import open_published


@pytest.fixture
def on_sample(toil: Run, sample: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`toil` with the sample's settings and store."""
    for name in ("TOIL_CONFIG", "TOIL_STORE"):
        monkeypatch.setenv(name, environment_for(sample)[name])
    return toil


def test_candidates_are_ranked(on_sample: Run) -> None:
    """The sample has candidates, ranked from 1 without a gap, each with its evidence and an interval that holds it."""
    rows = json.loads(on_sample("candidates", "--json").out)["candidates"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > 5
    assert all(row["evidence"] for row in rows)
    assert all(row["low_hours_per_year"] <= row["hours_per_year"] <= row["high_hours_per_year"] for row in rows)


def test_the_workbook_leads_to_the_work(on_sample: Run) -> None:
    """Every candidate of the workbook has its pieces of work on the second sheet, with links."""
    book = load_workbook(io.BytesIO(on_sample("candidates", "--format", "xlsx").bytes))
    candidates, evidence, definitions = book.worksheets
    names = {row[1].value for row in candidates.iter_rows(min_row=2)}
    assert names == {row[0].value for row in evidence.iter_rows(min_row=2)}
    assert sum(row[3].hyperlink is not None for row in evidence.iter_rows(min_row=2)) > 100
    assert definitions.max_row > 5


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_report_and_its_document_agree(on_sample: Run, lang: str) -> None:
    """The text tells the same toil hours as the document, in either language."""
    document = json.loads(on_sample("report", "--json").out)
    team = document["teams"][0]
    text = on_sample("report", "--lang", lang).out
    assert f"{team['facts']['toil_hours']:,.1f}" in text or f"{team['facts']['toil_hours']:,.0f}" in text
    assert sum(row["toil_hours"] for row in team["categories"]) == pytest.approx(team["facts"]["toil_hours"], abs=0.01)


def test_every_item_can_say_why(on_sample: Run, sample: Settings) -> None:
    """A Jira issue is explained by its key: category, who decided, and evidence in a sentence."""
    report = json.loads(on_sample("classify", "--report", "--json").out)
    assert sum(one["works"] for one in report["decided_by"]) == report["works"] == sum(report["categories"].values())
    explained = json.loads(on_sample("classify", "--explain", _a_key(sample), "--json").out)
    assert explained["decided_by"] in ("rule", "model", "person")
    assert explained["evidence"]


def _a_key(sample: Settings) -> str:
    with open_published(sample.store.folder) as store:
        return str(store.read("work_items", source="jira")["item_key"].iloc[0])


def test_doctor_knows_the_last_runs(on_sample: Run) -> None:
    """After a build doctor tells the last run of each source, and the build itself."""
    checks = {one["name"]: one["status"] for one in json.loads(on_sample("doctor", "--json").out)["checks"]}
    assert checks["last run of jira"] == checks["last run of pagerduty"] == checks["published store"] == "ok"


def test_the_report_is_written_into_a_file(on_sample: Run) -> None:
    """Each form of the report is written where `-o` says, and nothing but the form is in it."""
    starts = {"md": b"# ", "html": b"<!doctype html>", "pdf": b"%PDF-", "png": b"\x89PNG"}
    for name, start in starts.items():
        assert on_sample("report", "--format", name, "--lang", "ja", "-o", f"r.{name}").code == 0
        assert Path(f"r.{name}").read_bytes().startswith(start)


def test_doctor_gives_the_rows_that_the_list_of_people_lacks(on_sample: Run) -> None:
    """T22: who is known at one place only is told to whoever sets toil up, ready for the file; pages show no names."""
    (people,) = [one for one in json.loads(on_sample("doctor", "--json").out)["checks"] if one["name"] == "people"]
    assert people["status"] == "warning"
    assert people["message"].split()[0] == str(people["do"].count('","jira:'))
