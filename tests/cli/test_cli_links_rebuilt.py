"""What is said of a link on the sample team's data counts after the next build, and after a build from nothing."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.demo import demo_settings, load_sample
from tests.cli.command_line import Run
from toil.resources import sample_data_path
from toil.settings import Settings, environment_for
from toil.store.published import open_published
from toil.store.raw import RAW_FILE

SAMPLE = sample_data_path()
ISSUE, INCIDENT = "OPS-2112", "QTYJ4U9OIZH2GK"


def works(settings: Settings, *items: str) -> list[str]:
    """The pieces of work of items, by the newest build."""
    with open_published(settings.store.folder) as store:
        rows = store.read("work_items", item_id=items)
    return sorted(set(rows["work_id"]))


def some_of_the_sample(folder: Path) -> Path:
    """The sample's saved payloads, of Jira and PagerDuty only what names one issue that an incident refers to."""
    for file in SAMPLE.glob("*.jsonl*"):
        if not file.name.startswith(("jira_issues", "pagerduty_incidents", "pagerduty_log")):
            shutil.copy(file, folder)
            continue
        with gzip.open(file, "rt", encoding="utf-8") as every, gzip.open(folder / file.name, "wt") as some:
            some.writelines(line for line in every if ISSUE in line or INCIDENT in line)
    return folder


def test_a_wrong_link_stays_undone(toil: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue and the incident that it is linked to by reference are kept apart by key and id, and stay so when the
    raw store is read from the beginning and everything is built anew."""
    (tmp_path / "some").mkdir()
    settings, saved = demo_settings(tmp_path / "store"), some_of_the_sample(tmp_path / "some")
    for name in ("TOIL_CONFIG", "TOIL_STORE"):
        monkeypatch.setenv(name, environment_for(settings)[name])
    load_sample(settings, folder=saved)
    build(settings)
    with open_published(settings.store.folder) as store:
        (link,) = store.read("link_evidence", method="external_reference").to_dict("records")
    pair = (str(link["item_id"]), str(link["linked_item_id"]))
    assert len(works(settings, *pair)) == 1
    assert toil("link", "apart", link["item_key"], pair[1]).code == 0
    (settings.store.folder / RAW_FILE).unlink()
    shutil.rmtree(settings.store.folder / "builds")
    load_sample(settings, folder=saved)
    build(settings)
    assert len(works(settings, *pair)) == 2
    assert "\tcut by event " in toil("link", "list", pair[0]).out
