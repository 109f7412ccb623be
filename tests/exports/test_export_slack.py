"""The digest keeps Slack's limits and lets no title act, in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.candidates_frame import hostile_candidates
from tests.exports.report_store import make_store
from tests.fakes.slack import refused
from toil.exports.slack import digest
from toil.exports.week import WeekReport, read_week
from toil.store.published import open_published


@pytest.fixture(params=["en", "ja"])
def report(request: pytest.FixtureRequest, tmp_path: Path) -> WeekReport:
    """The last complete week of two teams."""
    with open_published(make_store(tmp_path)) as store:
        return read_week(store, week=None, team=None, lang=request.param, min_group=3)


def test_the_digest_says_what_the_report_says(report: WeekReport) -> None:
    """The headline of each team, the candidates that were asked for, and a link to the app."""
    from toil.exports.sections import headline_sentences
    from toil.locales import words

    message = digest(report, most=1, app_url="https://toil.example/retro?team=sre")
    texts = [block["text"]["text"] for block in message["blocks"]]
    assert refused(message) == ""
    facts = report.teams[0].facts
    assert facts is not None
    for sentence in headline_sentences(report.teams[0], facts, words(report.lang)):
        assert sentence in texts[1]
    assert texts[-2].count("\n") == 1
    assert texts[-1].startswith("<https://toil.example/retro?team=sre|")


def test_no_title_acts(report: WeekReport) -> None:
    """Names of work stand in plain text without emoji codes; where Slack reads markup, they are escaped."""
    calling = hostile_candidates().assign(name="<!channel> *now* :fire: <http://evil.example|x>")
    message = digest(replace(report, candidates=calling), most=10)
    assert all(block["text"]["type"] == "plain_text" for block in message["blocks"])
    assert all(block["text"]["emoji"] is False for block in message["blocks"])
    assert "<" not in message["text"]


def test_however_much_there_is_it_fits(report: WeekReport) -> None:
    """A hundred teams and endless names are cut to what Slack takes; how many teams are left out is said."""
    team = replace(report.teams[0], team="x" * 5000)
    long = hostile_candidates().assign(name="長" * 4000)
    message = digest(replace(report, teams=(team,) * 100, candidates=long), most=10)
    assert refused(message) == ""
    many = digest(replace(report, teams=(report.teams[0],) * 100), most=0)
    assert refused(many) == ""
    assert "80" in many["blocks"][-1]["text"]["text"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "toil.example"])
def test_only_a_web_address_is_linked(report: WeekReport, url: str) -> None:
    """A setting that is no web address makes no link."""
    assert all(block["text"]["type"] == "plain_text" for block in digest(report, most=1, app_url=url)["blocks"])
