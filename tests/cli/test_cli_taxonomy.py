"""`toil taxonomy` shows the kinds of work and tries a change of them out, without writing anything."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import Run

OURS = '["REQ.access"]\nname_ja = "ログイン"\ndefault_minutes = 5\n[OVH]\nremoved = true\n[INT.lab]\nname_en = "Lab"\n'
SETTINGS = '[teams.sre]\n[teams.ops]\ntaxonomy = "ours.toml"\n'


def test_the_taxonomy_of_a_team_is_shown(toil: Run) -> None:
    """Without a store, from toil.toml alone: every category, in either language, and what is not as shipped."""
    Path("toil.toml").write_text(SETTINGS, "utf-8")
    Path("ours.toml").write_text(OURS, "utf-8")
    rows = [line.split("\t") for line in toil("taxonomy", "show", "--team", "ops", "--lang", "ja").out.splitlines()]
    assert ["REQ.access", "ログイン", "90%", "5 min", "self_service", "changed"] in rows
    document = json.loads(toil("taxonomy", "show", "--team", "ops", "--json").out)
    assert (document["team"], document["removed"]) == ("ops", ["OVH"])
    assert [one["category"] for one in document["categories"] if one["origin"] == "added"] == ["INT.lab"]
    assert {one["origin"] for one in json.loads(toil("taxonomy", "show", "--json").out)["categories"]} == {"shipped"}


def test_a_taxonomy_is_tried_before_it_is_saved(toil: Run, store: Path) -> None:
    """What is new, changed and gone, and what the newest build would become; not a byte is written."""
    files = {file: file.read_bytes() for file in store.iterdir()}
    Path("ours.toml").write_text(OURS, "utf-8")
    document = json.loads(toil("taxonomy", "check", "ours.toml", "--json").out)
    assert (document["added"], document["changed"], document["removed"]) == (["INT.lab"], ["REQ.access"], ["OVH"])
    assert document["changes"]["pieces"] >= 0
    said = toil("taxonomy", "check", "ours.toml")
    assert "Other usual minutes: REQ.access" in said.out
    assert "nothing was written" in said.messages
    assert {file: file.read_bytes() for file in store.iterdir()} == files


def test_before_the_first_build_a_taxonomy_is_still_checked(toil: Run) -> None:
    """There is nothing to try it out on, and that is said; a team that toil.toml lacks is a usage error."""
    Path("ours.toml").write_text(OURS, "utf-8")
    said = toil("taxonomy", "check", "ours.toml")
    assert said.code == 0
    assert "Nothing was built yet" in said.messages
    assert toil("taxonomy", "check", "--team", "nobody").code == 2


def test_a_wrong_taxonomy_names_its_line(toil: Run) -> None:
    """The file and the line, before anything is tried."""
    Path("ours.toml").write_text("[REQ]\ntoil_probability = 7\n", "utf-8")
    said = toil("taxonomy", "check", "ours.toml")
    assert said.code == 2
    assert "ours.toml:2" in said.messages.replace("\n", "")
