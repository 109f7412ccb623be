"""What the extension copies between an incident's notes and an issue's comments links the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.pagerduty_world import entry, incident
from tests.sources.conftest import Stager
from tests.sources.jira.world import issue, person, stamp
from tests.sources.pagerduty.reading import staged
from tests.sources.pagerduty.test_staging import at
from toil.sources.base import Record
from toil.sources.jira.records import issue_record

FOUND = """select mentioned.method, mentioned.item_id, names.item_id as named_id
from staged_mentions as mentioned join staged_aliases as names on names.alias = mentioned.target order by all"""


def document(*texts: str) -> dict[str, Any]:
    """A comment's body as version 3 of the API gives it, one run of text after the other."""
    content = [{"type": "text", "text": text} for text in texts]
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": content}]}


def linked(stager: Stager, tmp_path: Path, note: str, comment: object) -> list[tuple[Any, ...]]:
    """What an incident with a note and an issue with a comment, both staged, find of each other."""
    notes = {"I1": note, "I2": "Other words entirely"}
    incidents = [incident(one, at(0)) for one in notes]
    written = [
        entry(f"L{one}", "annotate", one, at(1), channel={"type": "note", "content": notes[one]}) for one in notes
    ]
    staged(stager.store, tmp_path, [*incidents, *written])
    made = issue(1, 1, comments=[{"id": "1", "author": person("a"), "created": stamp(1), "body": comment}])
    record = issue_record(made, "test")
    assert isinstance(record, Record)
    stager.load_records("jira", "s", [record])
    return [tuple(row.values()) for row in stager.rows(FOUND)]


ISSUE, INCIDENT = "jira:s:1", "pagerduty:example-sre.pagerduty.com:I1"


@pytest.mark.parametrize("body", ["PagerDuty [Ana Berg]: Restarted  the worker\non a1",
                                  document("PagerDuty [Ana Berg]: Restarted the", " worker on a1")])  # fmt: skip
def test_a_note_copied_into_a_comment_names_its_incident(stager: Stager, tmp_path: Path, body: object) -> None:
    """The words are compared, spaces and case aside, in either version of the API; the other incident's are other."""
    assert linked(stager, tmp_path, "restarted the worker on a1", body) == [("synced_note", ISSUE, INCIDENT)]


def test_a_comment_copied_into_a_note_names_its_issue(stager: Stager, tmp_path: Path) -> None:
    """The other direction."""
    found = linked(stager, tmp_path, "[Jira] [Ken Sato]: Disk of db1 is full again", "Disk of db1 is full again")
    assert found == [("synced_comment", INCIDENT, ISSUE)]


@pytest.mark.parametrize(("note", "comment"), [("done", "PagerDuty [Ana]: done"), ("[Jira] [Ken]: ok", "ok"),
                                               ("Looks fine to me", "Looks fine to me")])  # fmt: skip
def test_short_words_and_equal_words_link_nothing(stager: Stager, tmp_path: Path, note: str, comment: str) -> None:
    """What anybody might have written is no copy, and equal words without the extension's mark are none either."""
    assert linked(stager, tmp_path, note, comment) == []
