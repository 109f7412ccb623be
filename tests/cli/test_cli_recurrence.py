"""`toil recurrence`: what people say about recurring work reaches the journal, all or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.cli.command_line import Run
from toil.store.journal import Journal


def said(store: Path) -> list[tuple[str, str, dict[str, object]]]:
    """What stands in the journal about recurring work."""
    kinds = ("rename", "merge", "apart", "split", "ignore")
    return [(one.kind, one.subject, dict(one.body)) for one in Journal(store).events() if one.kind in kinds]


def first_id(toil: Run) -> str:
    """The id that the list shows first."""
    return toil("recurrence", "list").out.split("\t")[0]


def test_a_name_is_given_and_taken_back(toil: Run, store: Path) -> None:
    """A name stands in the journal, is not written twice, and is undone by its event id."""
    one, before = first_id(toil), said(store)
    assert toil("recurrence", "rename", one, "Accounts").code == 0
    assert said(store) == [*before, ("rename", one, {"name": "Accounts"})]
    assert toil("recurrence", "rename", one, " Accounts\n").code == 0
    event = Journal(store).last_event_id()
    assert "Accounts" in toil("recurrence", "list").messages
    assert toil("recurrence", "undo", event).code == 0
    assert said(store) == before
    assert toil("recurrence", "undo", event).code == 2


@pytest.mark.parametrize("arguments", [("merge", "r-nothing", "r-none"), ("ignore", "r-nothing"), ("undo", "99")])
def test_what_is_unknown_is_refused(toil: Run, store: Path, arguments: tuple[str, ...]) -> None:
    """An unknown id or event is a usage error, and nothing is written."""
    before = said(store)
    assert toil("recurrence", *arguments).code == 2
    assert said(store) == before


def test_a_pair_of_two_teams_is_asked_of_both(toil: Run, store: Path) -> None:
    """`near --team` lists what either team is asked; of a team that there is not, it says which there are."""
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        connection.execute(
            "create table merge_questions as select 'r1' as recurrence_id, 'r2' as other_id, 1 as position, "
            "'sre' as team, 'tiny' as other_team, 'one' as name, 'other' as other_name, 7 as pieces, "
            "4 as other_pieces, 0.4 as likeness"
        )
        connection.execute("create table if not exists journal_events (event_id bigint)")
        connection.execute("insert into teams select 'third', 2, 'UTC'")
    for team, pairs in (("sre", 1), ("tiny", 1), ("third", 0)):
        assert len(json.loads(toil("recurrence", "near", "--team", team, "--json").out)["pairs"]) == pairs
    assert "one (sre) | other (tiny)" in toil("recurrence", "near").out
    refused = toil("recurrence", "near", "--team", "nobody")
    assert refused.code == 2
    assert "one of: sre, tiny, third" in refused.messages
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        connection.execute("alter table merge_questions drop other_team")
    for older in (toil("recurrence", "near"), toil("recurrence", "near", "--team", "sre")):
        assert older.code == 2
        assert "toil build" in older.messages


def test_a_file_is_taken_whole_or_not_at_all(toil: Run, store: Path, tmp_path: Path) -> None:
    """One wrong line stops the file and is named; a right file is taken."""
    one, file, before = first_id(toil), tmp_path / "said.csv", said(store)
    file.write_text(f"action,recurrence_id,other\nrename,{one},Accounts\nbless,{one},\n")
    refused = toil("recurrence", "import", file)
    assert refused.code == 2
    assert "bless" in refused.messages
    assert said(store) == before
    file.write_text(f"action,recurrence_id,other\nrename,{one},Accounts\nignore,{one},\n")
    assert toil("recurrence", "import", file).code == 0
    assert said(store)[len(before) :] == [("rename", one, {"name": "Accounts"}), ("ignore", one, {})]
