"""What a candidate looks like as a backlog issue: the evidence is there, and no title acts."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from tests.exports.candidates_frame import HOSTILE_NAMES, hostile_candidates
from toil.exports.backlog import LONGEST_SUMMARY, Line, Part, proposals, to_adf, to_wiki

NOTHING: dict[str, list[str]] = {}


def work(**columns: list[Any]) -> pd.DataFrame:
    shape = {"recurrence_id": ["r000"], "work_id": ["w1"], "item_key": ["OPS-1"], "title": ["Disk full"],
             "url": ["https://example.com/browse/OPS-1"], "created_at": [pd.Timestamp("2026-09-01")]}  # fmt: skip
    return pd.DataFrame(shape | columns)


def texts(node: Any) -> list[str]:
    """Every text of a document, in order."""
    if isinstance(node, dict):
        return ([node["text"]] if "text" in node else []) + texts(node.get("content", []))
    return [text for one in node for text in texts(one)]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_candidate_becomes_a_document(lang: str) -> None:
    """Whatever the name, there is a one-line summary that Jira takes, and texts are never empty (ADF refuses those)."""
    made = proposals(hostile_candidates(), work(), NOTHING, lang, {}, most=100)
    assert len(made) == len(HOSTILE_NAMES)
    for one in made:
        assert 0 < len(one.summary) <= LONGEST_SUMMARY
        assert one.summary.isprintable()
        assert all(texts(to_adf(one.parts)))
        assert json.loads(json.dumps(to_adf(one.parts)))["version"] == 1


def test_the_description_carries_figures_evidence_and_work() -> None:
    """Hours with their range, the sentence of evidence, and a link to the newest work are in the description."""
    frame = hostile_candidates().head(1).assign(low_hours_per_year=20.0, high_hours_per_year=55.0, evidence="because")
    (one,) = proposals(frame, work(), {"r000": ["r9"]}, "en", {"REQ.access": "Accounts"}, most=1)
    written = to_wiki(one.parts)
    assert one.ids == ("r000", "r9")
    assert "(20–55)" in " ".join(texts(to_adf(one.parts)))
    assert "because" in texts(to_adf(one.parts))
    assert "[OPS\\-1 Disk full|https://example.com/browse/OPS-1]" in written
    marks = [node["marks"] for node in _nodes(to_adf(one.parts)) if "marks" in node]
    assert marks == [[{"type": "link", "attrs": {"href": "https://example.com/browse/OPS-1"}}]]


def test_what_is_no_work_is_not_filed() -> None:
    """Candidates that are to be accepted are decisions, not backlog; the best that remain are taken, in rank order."""
    frame = hostile_candidates()
    frame.loc[frame["rank"] == 1, "remedy"] = "accept"
    assert [one.ids[0] for one in proposals(frame, work(), NOTHING, "en", {}, most=2)] == [
        frame.loc[frame["rank"] == rank, "recurrence_id"].iloc[0] for rank in (2, 3)
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "", None, "ftp://x/y", "http://[", "https://[::1"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """A ticket of a strange source cannot put another scheme into our issue."""
    (one,) = proposals(hostile_candidates().head(1), work(url=[url]), NOTHING, "en", {}, most=1)
    assert not [node for node in _nodes(to_adf(one.parts)) if "marks" in node]
    assert "|" not in to_wiki([Part(tuple(line for part in one.parts for line in part.lines if "OPS" in line.text))])


@pytest.mark.parametrize("text", ["{code}", "h1. Big", "[x|http://evil]", "*bold*", "!image.png!", "bq. said", "# one"])
def test_wiki_markup_in_texts_is_escaped(text: str) -> None:
    """Data Center shows a title as it is written: each sign that would act has a backslash before it."""
    written = to_wiki([Part((Line(text),))])
    assert written.replace("\\", "") == text
    assert written != text


def _nodes(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *_nodes(node.get("content", []))]
    return [found for one in node for found in _nodes(one)]
