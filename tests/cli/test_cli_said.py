"""What people said goes out of one journal and into another, and back, without losing who, when and of what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Run
from toil.exports.said import FIELDS, is_said, parse_said, said_lines
from toil.store.journal import KINDS, Journal

HOSTILE = '=1+1, "x"\r\n𠮷 \u2028 \x07 تجديد '
BODIES: dict[str, dict[str, Any]] = {
    "label": {"category": "REQ.access", "toil_probability": 0.25, "why": HOSTILE},
    "trait": {"trait": "manual", "score": 0.2, "why": HOSTILE},
    "rename": {"name": HOSTILE}, "merge": {"other": "r2"}, "apart": {"other": "r3"}, "split": {"other": "r4"},
    "ignore": {}, "link": {"other": "i2"}, "link_apart": {"other": "i3"}, "note": {"text": HOSTILE},
    "estimate": {"build_low_hours": 8, "build_hours": 16, "build_high_hours": 40},
}  # fmt: skip


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with a word of every kind but the undoing, two decisions of which one follows the other, one undone."""
    journal = Journal(tmp_path / "one")
    for kind in KINDS:
        if kind != "undo":
            journal.append(kind, f"about {kind}", BODIES.get(kind, {"text": HOSTILE}), author="Ann")
    first = journal.append("decision", "r1", {"text": "try", "status": "open"}, author="Bo")
    journal.append("decision", "r1", {"text": "try", "status": "done", "follows": first}, author="Cy")
    journal.undo(journal.append("label", "r9", {"category": "gone"}, author="Ann"), author="Ann")
    return journal


def exported(journal: Journal, file: Path) -> Path:
    file.write_text(said_lines(journal.events()), "utf-8")
    return file


def parsed(file: Path) -> list[dict[str, Any]]:
    return parse_said(file, kinds=set(KINDS) - {"undo"}, categories={"REQ.access"})


def told(journal: Journal) -> list[tuple[Any, ...]]:
    """What stands, without numbers, and what each decision follows in words."""
    every = {event.event_id: event for event in journal.events()}
    return [
        (one.written_at, one.author, one.kind, one.subject, {k: v for k, v in one.body.items() if k != "follows"},
         every[one.body["follows"]].body if "follows" in one.body else None)
        for one in every.values()
    ]  # fmt: skip


def test_everything_arrives_in_another_journal(journal: Journal, tmp_path: Path) -> None:
    """Every kind, letter by letter, with author and moment; a decision follows the same one under its new number."""
    other = Journal(tmp_path / "other")
    other.append("note", "here before", {"text": "so that numbers differ"}, author="Dee")
    said = parsed(exported(journal, tmp_path / "said.jsonl"))
    assert {row["kind"] for row in said} == set(KINDS) - {"undo"}
    assert other.bring(said) == len(said) == len(journal.events())
    assert told(other)[1:] == told(journal)
    assert Journal(tmp_path / "other").bring(said) == 0


def test_what_is_there_is_not_written_again(journal: Journal, tmp_path: Path) -> None:
    """Its own export says nothing new; the same word said twice is two words; what was taken back stays so."""
    said = parsed(exported(journal, tmp_path / "said.jsonl"))
    assert journal.bring(said) == 0
    assert journal.bring([*said, said[0]]) == 1
    journal.undo(said[1]["event_id"], author="Ann")
    assert journal.bring(said) == 0
    assert said[1]["event_id"] not in {event.event_id for event in journal.events()}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ({"kind": "gossip"}, "no kind 'gossip'"), ({"kind": "undo"}, "no kind 'undo'"), ({"body": []}, "an object"),
        ({"written_at": "yesterday"}, "'yesterday'"), ({"event_id": True}, "whole number"), ({"subject": 1}, "texts"),
        ({"subject": "\ud800"}, "no JSON object"), ({"body": {"why": ["\udfff"]}}, "no JSON object"),
        ({"body": {"category": ["REQ.access"]}}, "no category ['REQ.access']"),
        ({"body": {"category": "REQ.acces"}}, "no category 'REQ.acces'"),
        ({"body": {"category": "REQ.access", "toil_probability": "high"}}, "'high'"),
        ({"kind": "trait", "body": {"trait": "lazy", "score": 1}}, "no trait 'lazy'"),
        ({"kind": "trait", "body": {"trait": "manual", "score": 2}}, "score 2"),
    ],
)  # fmt: skip
def test_one_wrong_line_stops_the_file(
    toil: Run, tmp_path: Path, journal: Journal, spoil: dict[str, Any], message: str
) -> None:
    """All or nothing is taken: the line is named with its reason, and the journal stays as it was."""
    lines = exported(journal, tmp_path / "said.jsonl").read_text("utf-8").split("\n")
    lines[2] = json.dumps(json.loads(lines[0]) | {"kind": "label"} | spoil)
    (tmp_path / "said.jsonl").write_text("\n".join(lines), "utf-8")
    result = toil("label", "import", "said.jsonl")
    assert (result.code, "said.jsonl:3" in result.messages, message in result.messages) == (2, True, True)
    assert not (tmp_path / ".toil" / "journal.db").exists()


@pytest.mark.parametrize(
    "text", ["{", '{"event_id": 1}', '{"event_id": NaN}', "{" * 100_000, "{}\n[1]", '{"event_id": 1e999}']
)
def test_no_such_lines_are_told(toil: Run, tmp_path: Path, text: str) -> None:
    """A file that only begins like ours is an error of the caller, never a trace."""
    (tmp_path / "said.jsonl").write_text(text, "utf-8")
    result = toil("label", "import", "said.jsonl")
    assert (result.code, "said.jsonl:1" in result.messages) == (2, True)


def test_the_command_moves_it_to_an_empty_machine(toil: Run, tmp_path: Path, journal: Journal) -> None:
    """`toil label export --all` and `import` need no build, and the file is told from CSV by what is in it."""
    exported(journal, tmp_path / "said.txt")
    assert is_said(tmp_path / "said.txt")
    assert json.loads(toil("label", "import", "said.txt", "--json").out)["written"] == len(journal.events())
    assert toil("label", "export", "--all", "again.jsonl").code == 0
    assert told(Journal(tmp_path / ".toil")) == told(journal)
    assert set(json.loads((tmp_path / "again.jsonl").read_text("utf-8").split("\n")[0])) == set(FIELDS)
    assert len(json.loads(toil("label", "export", "--all", "--json").out)["events"]) == len(journal.events())


@pytest.mark.parametrize("name", ["nothing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_told(toil: Run, name: str) -> None:
    """Before anything else is asked for, a build say: exit 2 and the file's name."""
    result = toil("label", "import", name)
    assert (result.code, "cannot be read" in result.messages, name in result.messages) == (2, True, True)
