"""A week is frozen as it was seen, and a later build's differences are said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.nightly import run
from pipelines.snapshot import snapshot
from tests.exports.report_store import LAST, make_store
from toil.exports.report import to_markdown
from toil.exports.report_json import to_document
from toil.exports.week import WeekReport, read_week
from toil.settings import Settings, load_settings
from toil.store.published import open_published
from toil.store.snapshots import Snapshots


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a store with known figures."""
    return load_settings(None, environ={"TOIL_STORE": str(make_store(tmp_path / ".toil"))})


def later(settings: Settings, *changes: str) -> None:
    """What a later build says otherwise."""
    with duckdb.connect(str(settings.store.folder / "toil.duckdb")) as connection:
        for change in changes:
            connection.execute(change)


def report(settings: Settings, lang: str = "en", week: str | None = None) -> WeekReport:
    folder = settings.store.folder
    with open_published(folder) as store:
        return read_week(store, week=week, team="sre", lang=lang, min_group=3, snapshots=Snapshots(folder))


def test_the_last_complete_week_of_teams_that_are_shown_is_frozen(settings: Settings) -> None:
    """The team of one is left out; a second run without a change freezes nothing."""
    assert snapshot(settings) == {"sre": LAST}
    assert snapshot(settings) == {}


def test_an_unchanged_week_says_so(settings: Settings) -> None:
    """61 % then and now."""
    snapshot(settings)
    assert "this week looked as it does now: 61% of capacity, 220 h of toil" in to_markdown(report(settings))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["this week had 220 h of toil (61% of capacity); it now has 230 h (64%), 10.0 h more.",
                "Recorded work went from 260 h to 275 h", "Most of the difference is in: Accounts (+10.0 h)."]),
        ("ja", ["220 時間（総労働時間の 61%）、今は 230 時間（64%）で、10.0 時間 増えています。",
                "260 時間 から 275 時間", "差の大きい分類: 権限（+10.0 時間）。"]),
    ],
)  # fmt: skip
def test_hours_that_came_in_later_are_told(settings: Settings, lang: str, expected: list[str]) -> None:
    """Ten hours of toil and five other hours were logged after the retrospective: how much, why, and in what."""
    snapshot(settings)
    later(
        settings,
        "update toil_by_week set toil_hours = 230, toil_share = 230 / 360, recorded_hours = 275 "
        f"where team = 'sre' and week = '{LAST}'",
        "update toil_by_category set toil_hours = 90 where category = 'REQ.access'",
    )
    text = to_markdown(report(settings, lang)).replace("\\", "")
    assert [sentence for sentence in expected if sentence not in text] == []


def test_the_same_hours_judged_otherwise_are_told(settings: Settings) -> None:
    """A relabelled recurrence takes 20 h of toil away although no hour was recorded anew."""
    snapshot(settings)
    later(settings, f"update toil_by_week set toil_hours = 200 where team = 'sre' and week = '{LAST}'")
    text = to_markdown(report(settings))
    assert "20.0 h less" in text
    assert "it is judged differently now" in text


def test_the_document_holds_both(settings: Settings) -> None:
    """What was seen then stands whole beside what is known now; an older week was never frozen."""
    snapshot(settings)
    later(settings, f"update toil_by_week set toil_hours = 200 where team = 'sre' and week = '{LAST}'")
    team = to_document(report(settings))["teams"][0]
    assert (team["facts"]["toil_hours"], team["seen_then"]["facts"]["toil_hours"]) == (200.0, 220.0)
    assert to_document(report(settings, week="2026-W32"))["teams"][0]["seen_then"] is None


def test_a_nightly_run_freezes_and_the_next_build_is_the_same(
    sample_copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run froze is no input of the next one: without news the build has the same name, and nothing is frozen."""
    for name in ("JIRA_URL", "JIRA_API_TOKEN", "PAGERDUTY_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    first, second = run(sample_copy), run(sample_copy)
    assert (first.frozen, second.frozen) == ({"sre": "2026-W47"}, {})
    assert second.built.build_id == first.built.build_id
