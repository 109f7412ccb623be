"""`toil link`: what people say about items reaches the journal, all or nothing, and counts after the next build."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.cli.command_line import Run
from toil.store.journal import Journal

ISSUE, INCIDENT, TWIN = "jira:example:10001", "pagerduty:example:P1", "pagerduty:other:P1"
NAMES = [
    (ISSUE, ISSUE, 0), (ISSUE, "ops-1", 0), (ISSUE, "https://jira.example.com/browse/ops-1", 0), (ISSUE, "old-9", 1),
    (INCIDENT, INCIDENT, 0), (INCIDENT, "p1", 0), (TWIN, TWIN, 0), (TWIN, "#7", 0), (INCIDENT, "#7", 0),
    (TWIN, "ops-1", 1),
]  # fmt: skip


@pytest.fixture
def linked(store: Path) -> Path:
    """The small published store, with the names of its items and one link."""
    links = pd.DataFrame(
        [(ISSUE, INCIDENT, "OPS-1", "P1", "w1", "w2", "note", 0.9, "OPS-1", False, 4)],
        columns=["item_id", "linked_item_id", "item_key", "linked_item_key", "work_id", "linked_work_id", "method",
                 "confidence", "evidence", "is_counted", "apart_event_id"],
    )  # fmt: skip
    names = pd.DataFrame(
        [(item, name.lower(), rank) for item, name, rank in NAMES], columns=["item_id", "name", "rank"]
    )
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        for relation, frame in {"item_names": names, "link_evidence": links}.items():
            connection.register("frame", frame)
            connection.execute(f'create table "{relation}" as select * from frame')
            connection.unregister("frame")
    return store


def said(store: Path) -> list[tuple[str, str, dict[str, object]]]:
    """What stands in the journal about links."""
    return [(one.kind, one.subject, dict(one.body)) for one in Journal(store).events() if one.kind.startswith("link")]


LINK, APART = (("link", ISSUE, {"other": INCIDENT}), ("link_apart", ISSUE, {"other": INCIDENT}))


@pytest.mark.parametrize(
    ("one", "other"),
    [("OPS-1", "P1"), (" https://jira.example.com/browse/OPS-1/ ", INCIDENT), (INCIDENT, ISSUE), ("old-9", "p1")],
)
def test_items_are_found_by_what_they_are_called(toil: Run, linked: Path, one: str, other: str) -> None:
    """Key, URL, id and former key, in any case and order, name the same two items; a present key beats a former."""
    assert toil("link", "add", one, other).code == 0
    assert said(linked) == [LINK]


def test_what_is_said_is_not_said_twice_and_is_taken_back(toil: Run, linked: Path) -> None:
    """The same word again writes nothing; a change of mind does; undo brings the earlier word back."""
    for action in ("add", "add", "apart", "apart"):
        assert toil("link", action, "OPS-1", "P1").code == 0
    assert said(linked) == [LINK, APART]
    told = toil("link", "list").messages
    assert "event 1: add" in told
    assert "overruled by event 2" in told
    assert toil("link", "undo", 2).code == 0
    assert said(linked) == [LINK]
    assert "event 1: add jira:example:10001 pagerduty:example:P1" in toil("link", "list").messages
    assert toil("link", "undo", 2).code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "OPS-404", "P1"), "no item is called 'OPS-404'"),
        (("add", "OPS-1", "#7"), f"several items are called '#7': {INCIDENT}, {TWIN}"),
        (("apart", "OPS-1", "old-9"), "are one item"),
        (("undo", "99"), "nothing about links stands as event 99"),
        (("list", "OPS-404"), "no item is called 'OPS-404'"),
    ],
)
def test_what_cannot_be_meant_is_refused(toil: Run, linked: Path, arguments: tuple[str, ...], told: str) -> None:
    """Unknown, ambiguous and identical items are usage errors that say what to do; nothing is written."""
    refused = toil("link", *arguments)
    assert refused.code == 2
    assert told in refused.messages
    assert "→" in refused.messages
    assert said(linked) == []


def test_a_file_is_taken_whole_or_not_at_all(toil: Run, linked: Path, tmp_path: Path) -> None:
    """Every wrong line is named and stops the file; a right file is taken, later lines later."""
    file = tmp_path / "links.csv"
    file.write_text("action,item,other\nadd,OPS-1,P1\nbless,OPS-1,P1\nadd,OPS-404,#7\n")
    refused = toil("link", "import", file)
    assert refused.code == 2
    assert "2: 'bless' is no action" in refused.messages
    assert "3: no item is called 'OPS-404'" in refused.messages
    assert said(linked) == []
    file.write_text("action,item,other\nadd,OPS-1,P1\napart,P1,OPS-1\nadd,OPS-1," + TWIN + "\n")
    assert json.loads(toil("link", "import", file, "--json").out) == {"read": 3, "event_ids": [1, 2, 3]}
    assert said(linked) == [LINK, APART, ("link", ISSUE, {"other": TWIN})]


@pytest.mark.parametrize("text", ["", "action,item\nadd,OPS-1\n", "a\x00b"])
def test_a_file_of_another_form_is_refused(toil: Run, linked: Path, tmp_path: Path, text: str) -> None:
    """Without rows or columns nothing is taken, and the header that is wanted is told."""
    file = tmp_path / "links.csv"
    file.write_text(text)
    refused = toil("link", "import", file)
    assert refused.code == 2
    assert said(linked) == []


def test_the_list_says_what_counts_and_why_not(toil: Run, linked: Path) -> None:
    """A pair has its keys, method, confidence and evidence; a cut one the event that cut it; `--json` has it all."""
    line = toil("link", "list", "P1").out.rstrip("\n").split("\t")
    assert line == [f"OPS-1 ({ISSUE})", f"P1 ({INCIDENT})", "note", "0.90", "OPS-1", "cut by event 4"]
    toil("link", "add", "OPS-1", "P1")
    document = json.loads(toil("link", "list", "OPS-1", "--json").out)
    assert document["links"][0]["is_counted"] is False
    assert [(one["event_id"], one["kind"], one["overruled_by"]) for one in document["said"]] == [(1, "link", None)]
    assert "ann" not in json.dumps(document)
