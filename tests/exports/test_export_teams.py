"""The card for Microsoft Teams keeps its size, says what Slack's digest says, and lets no title act."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.candidates_frame import HOSTILE_NAMES, hostile_candidates
from tests.exports.report_store import make_store
from tests.fakes.teams import refused
from toil.exports.cells import one_line
from toil.exports.slack import digest
from toil.exports.teams import card, card_texts
from toil.exports.week import WeekReport, read_week
from toil.store.published import open_published


@pytest.fixture(params=["en", "ja"])
def report(request: pytest.FixtureRequest, tmp_path: Path) -> WeekReport:
    """The last complete week of two teams."""
    with open_published(make_store(tmp_path)) as store:
        return read_week(store, week=None, team=None, lang=request.param, min_group=3)


def test_it_says_what_slack_is_told(report: WeekReport) -> None:
    """The same lines in the same order; the app is a button."""
    message = card(report, most=2, app_url="https://toil.example/retro?team=sre")
    blocks = [block["text"]["text"] for block in digest(report, most=2)["blocks"]]
    assert refused(message) == ""
    assert card_texts(message) == "\n".join(blocks).split("\n")
    assert message["attachments"][0]["content"]["actions"][0]["url"] == "https://toil.example/retro?team=sre"


def test_no_title_acts(report: WeekReport) -> None:
    """Names stand in runs, which Teams does not read as Markdown, letter by letter; only a web address is a button."""
    message = card(replace(report, candidates=hostile_candidates()), most=99, app_url="javascript:alert(1)")
    assert refused(message) == ""
    told = "\n".join(card_texts(message))
    assert not [name for name in HOSTILE_NAMES if one_line(name) not in told]
    assert "actions" not in message["attachments"][0]["content"]


@pytest.mark.parametrize("letter", ["x", "長", "𠮷", '"'])
def test_however_much_there_is_it_fits(report: WeekReport, letter: str) -> None:
    """A hundred teams and endless names are cut to what Teams takes, whatever a letter takes."""
    team = replace(report.teams[0], team=letter * 5000)
    long = hostile_candidates().assign(name=letter * 4000)
    message = card(replace(report, teams=(team,) * 100, candidates=long), most=10)
    assert refused(message) == ""
    assert len(card_texts(message)) > 3
