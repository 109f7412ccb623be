"""What is said of a link on the sample team's data counts after the next build, and after a build from nothing."""

from __future__ import annotations

import shutil

import pytest

from pipelines.build import build
from pipelines.demo import load_sample
from tests.cli.command_line import Run
from toil.settings import Settings, environment_for
from toil.store.published import open_published
from toil.store.raw import RAW_FILE


def works(settings: Settings, *items: str) -> list[str]:
    """The pieces of work of items, by the newest build."""
    with open_published(settings.store.folder) as store:
        rows = store.read("work_items", item_id=items)
    return sorted(set(rows["work_id"]))


def test_a_wrong_link_stays_undone(toil: Run, sample_copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue and the incident that it is linked to by reference are kept apart by key and id, and stay so when the
    raw store is read from the beginning and everything is built anew."""
    for name in ("TOIL_CONFIG", "TOIL_STORE"):
        monkeypatch.setenv(name, environment_for(sample_copy)[name])
    with open_published(sample_copy.store.folder) as store:
        link = store.read("link_evidence", method="external_reference").iloc[0]
    pair = (str(link["item_id"]), str(link["linked_item_id"]))
    assert len(works(sample_copy, *pair)) == 1
    assert toil("link", "apart", link["item_key"], pair[1]).code == 0
    (sample_copy.store.folder / RAW_FILE).unlink()
    shutil.rmtree(sample_copy.store.folder / "builds")
    load_sample(sample_copy)
    build(sample_copy)
    assert len(works(sample_copy, *pair)) == 2
    assert "\tcut by event " in toil("link", "list", pair[0]).out
