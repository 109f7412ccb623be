"""The report as a Confluence page: well-formed, harmless, and saying what the Markdown says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.exports.candidates_frame import HOSTILE_NAMES
from tests.exports.report_store import JAPANESE, TITLE, make_store
from toil.exports.cells import one_line
from toil.exports.confluence import to_storage
from toil.exports.sections import common_sections, team_sections
from toil.exports.week import WeekReport, read_week
from toil.store.published import open_published

ELEMENTS = {"page", "h1", "h2", "h3", "p", "table", "tbody", "tr", "th", "td"}


@pytest.fixture(params=["en", "ja"])
def report(request: pytest.FixtureRequest, tmp_path: Path) -> WeekReport:
    """The last complete week of two teams."""
    with open_published(make_store(tmp_path)) as store:
        return read_week(store, week=None, team=None, lang=request.param, min_group=3)


def read(report: WeekReport) -> ElementTree.Element:
    """The page as Confluence's XML parser reads it."""
    return ElementTree.fromstring(f"<page>{to_storage(report)}</page>")


def test_it_is_well_formed_and_knows_few_elements(report: WeekReport) -> None:
    """Nothing but headings, paragraphs and tables without attributes: no macro and no link can come out of a title."""
    nodes = list(read(report).iter())
    assert {node.tag for node in nodes} == ELEMENTS
    assert not [node.attrib for node in nodes if node.attrib]


def test_it_says_what_every_form_says(report: WeekReport) -> None:
    """Each sentence and each cell of the report's sections is there, hostile titles letter by letter."""
    told = {text for node in read(report).iter() if (text := (node.text or "").strip())}
    sections = [*team_sections(report, report.teams[0]), *common_sections(report)]
    said = {text for one in sections for text in (one.heading, *one.sentences, *one.columns, *sum(one.rows, ()))}
    assert len(said) > 60
    assert {one_line(text) for text in said} - told == set()
    assert {TITLE, JAPANESE} <= told


def test_no_title_breaks_the_page(report: WeekReport) -> None:
    """Control characters and what is no character of XML are left out; the rest is kept."""
    names = [*HOSTILE_NAMES, "]]><ac:structured-macro ac:name='html'/>", "&nbsp; &#0; \ufffe\uffff"]
    rows = report.candidates.head(1)
    for name in names:
        page = read(replace(report, candidates=rows.assign(name=name)))
        shown = {(node.text or "").strip() for node in page.iter("p")}
        assert one_line(name).replace("\ufffe", "").replace("\uffff", "").strip() in shown
