"""A team may change the taxonomy in a file of its own; what is wrong with it is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from classify_frames import built, work_frame

from toil.classify.taxonomy import load_taxonomy
from toil.classify.team_taxonomy import Taxonomies, changed, difference, taxonomies
from toil.classify.what_if import passed_over, what_if
from toil.errors import SettingsError
from toil.settings import Settings

CHANGES = """
# ours
["REQ.access"]
name_en = "Logins"
toil_probability = 0.4
remedy = ["automate"]

[REQ.vpn]
name_en = "Remote access"
words = ["vpn access"]

[RTN.check]
removed = true
"""


def house(folder: Path, text: str, team_text: str = "") -> Settings:
    """Settings beside files with these texts: of everybody, and of the team `ops`."""
    (folder / "ours.toml").write_text(text, "utf-8")
    (folder / "ops.toml").write_text(team_text, "utf-8")
    return Settings.model_validate({
        "classify": {"taxonomy": folder / "ours.toml"},
        "teams": {"team": {}, "ops": {"taxonomy": folder / "ops.toml"} if team_text else {}},
    })  # fmt: skip


def test_a_file_changes_adds_and_removes(tmp_path: Path) -> None:
    """Keys replace shipped ones, a part takes the rest from its parent, what is removed is gone; the version tells."""
    ours, shipped = taxonomies(house(tmp_path, CHANGES)).house, load_taxonomy()
    assert (ours["REQ.access"].name_en, ours["REQ.access"].name_ja) == ("Logins", shipped["REQ.access"].name_ja)
    assert ours["REQ.access"].remedy == ("automate",)
    assert ours["REQ.access"].words == shipped["REQ.access"].words
    vpn, parent = ours["REQ.vpn"], ours["REQ"]
    assert (vpn.name_ja, vpn.meaning_en) == ("Remote access", "Remote access")
    assert (vpn.toil_probability, vpn.default_minutes, vpn.remedy) == (
        parent.toil_probability, parent.default_minutes, parent.remedy)  # fmt: skip
    found = difference(shipped, ours)
    assert (found.added, found.changed, found.removed) == (("REQ.vpn",), ("REQ.access",), ("RTN.check",))
    assert ours.version != shipped.version


def test_what_says_the_same_is_the_same(tmp_path: Path) -> None:
    """A comment, or what stands there already, makes no other version; without files there is the shipped one."""
    same = house(tmp_path, '# nothing\n["REQ.access"]\ntoil_probability = 0.9\n')
    assert taxonomies(same).version == taxonomies(Settings()).version == load_taxonomy().version


def test_a_removed_kind_takes_its_parts_along() -> None:
    """REQ goes with all of REQ.…, and nothing else."""
    left = changed(load_taxonomy(), "f", "[REQ]\nremoved = true\n")
    gone = difference(load_taxonomy(), left).removed
    assert all(one.partition(".")[0] == "REQ" for one in gone)
    assert len(gone) == 6


def test_teams_of_one_store_may_differ(tmp_path: Path) -> None:
    """Each team's work goes by its own taxonomy: categories, shares of toil, and relations that say so."""
    settings = house(tmp_path, CHANGES, '["REQ.access"]\ntoil_probability = 1.0\n[REQ.vpn]\nremoved = true\n')
    titles = ["Grant access to Grafana", "VPN access for a joiner"]
    work = work_frame([{"title": title, "team": team} for team in ("team", "ops") for title in titles for _ in "abc"])
    frames = built(work, settings=settings)
    decided = frames["classifications"].merge(work[["work_id", "team", "title"]], on="work_id")
    found = decided.drop_duplicates(["team", "title"]).set_index(["team", "title"])
    assert found["category"].to_dict() == {
        ("team", titles[0]): "REQ.access", ("team", titles[1]): "REQ.vpn",
        ("ops", titles[0]): "REQ.access", ("ops", titles[1]): "REQ.access"}  # fmt: skip
    assert found["toil_probability"].loc[[("team", titles[0]), ("ops", titles[0])]].tolist() == [0.4, 1.0]
    versions = frames["taxonomies"].set_index("team")["version"]
    assert versions["team"] != versions["ops"]
    assert taxonomies(settings).version not in set(versions)
    assert "REQ.vpn" in set(frames["categories"]["category"])
    origins = frames["team_categories"].set_index(["team", "category"])["origin"]
    assert (origins["team", "REQ.vpn"], origins["ops", "REQ.access"]) == ("added", "changed")


def test_a_label_of_a_removed_category_is_kept(tmp_path: Path) -> None:
    """It decides nothing, is told as such, stops no build, and decides again once its category is back."""
    work = work_frame([{"title": "Zebra"}] * 3)
    said = ("label", "w0000", '{"category": "RTN.check", "taxonomy_version": "abc"}')
    without = built(work, said, settings=house(tmp_path, CHANGES))
    (label,) = without["labels"].to_dict("records")
    assert (label["state"], label["item_count"], label["taxonomy_version"]) == ("unknown_category", 0, "abc")
    assert without["classifications"]["category"].tolist() == ["UNK"] * 3
    back = built(work, said)
    assert back["labels"]["state"].tolist() == ["applied"]
    assert back["classifications"]["category"].tolist() == ["RTN.check", "UNK", "UNK"]


def test_a_label_reaches_only_work_whose_team_has_its_category(tmp_path: Path) -> None:
    """A recurrence of two teams: the team that has no such category goes on by its rules."""
    settings = house(tmp_path, CHANGES, "[REQ.vpn]\nremoved = true\n")
    work = work_frame([{"title": "Zebra", "team": team} for team in ("team", "ops", "team", "ops")])
    recurrence = str(built(work)["recurring_work"]["recurrence_id"].iloc[0])
    frames = built(work, ("label", recurrence, '{"category": "REQ.vpn"}'), settings=settings)
    assert frames["classifications"]["category"].tolist() == ["REQ.vpn", "UNK", "REQ.vpn", "UNK"]
    assert frames["labels"]["item_count"].tolist() == [2]


def test_a_change_is_tried_before_it_is_saved(tmp_path: Path) -> None:
    """What a taxonomy would change is what the next build changes: pieces, hours of toil, labels that fall silent."""
    work = work_frame([{"title": "Grant access to Grafana"}] * 3)
    frames = built(work, ("label", "w0000", '{"category": "RTN.check"}'))
    settings = house(tmp_path, CHANGES)
    found, after = what_if(frames, settings), built(work, settings=settings)["classifications"]
    assert found.toil_hours_after == pytest.approx(after["toil_probability"].sum())
    assert (found.pieces, found.hours) == (3, 3.0)
    assert (passed_over(frames, Settings()), passed_over(frames, settings)) == (0, 1)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("\n[REQ\n", "cannot be read", 2),
        ("REQ = 3\n", "REQ is not a table", 1),
        ("[REQ]\nname_en = 'x'\ntoil_probability = 2\n", "toil_probability of 2", 3),
        ("[REQ]\ntoil_probability = 'much'\n", "wrong toil_probability: it must be a number", 2),
        ("[REQ]\ntoil_probability = true\n", "wrong toil_probability: it must be a number", 2),
        ("[REQ]\ndefault_minutes = nan\n", "not above 0", 2),
        ("[REQ]\nremedy = 'automate'\n", "wrong remedy: it must be a list of texts", 2),
        ("[REQ]\nremedy = ['pray']\n", "unknown remedies: pray", 2),
        ("[REQ]\nname = 'x'\n", "keys that nobody reads: name", 2),
        ("[REQ.vpn]\nwords = ['']\nname_en = 'x'\n", "an empty phrase", 2),
        ("# x\n[REQ.vpn]\nwords = ['vpn']\n", "incomplete", 2),
        ("[XYZ.vpn]\nname_en = 'x'\n", "no category XYZ", 1),
        ("['REQ.a b']\nname_en = 'x'\n", "no name that an id can be", 1),
        ("[REQ]\nremoved = true\n[REQ.vpn]\nname_en = 'x'\n", "no category REQ", 3),
        ("[UNK]\nremoved = true\n", "cannot be removed", 2),
        ("[NIL]\nremoved = true\n", "there is no such category", 2),
        ("[REQ]\nremoved = false\n", "say `removed = true` and nothing else", 2),
    ],
)
def test_an_error_has_a_file_and_a_line(text: str, message: str, line: int) -> None:
    """What cannot be used is told with the file, the line, and what is wrong there."""
    with pytest.raises(SettingsError, match=message) as caught:
        changed(load_taxonomy(), "ours.toml", text)
    assert caught.value.where == f"ours.toml:{line}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The settings name it, so the error does."""
    settings = Settings.model_validate({"classify": {"taxonomy": tmp_path / "none.toml"}})
    with pytest.raises(SettingsError, match="cannot be read") as caught:
        taxonomies(settings)
    assert str(tmp_path) in caught.value.where


def test_without_engineering_work_stays_undecided_not_broken(tmp_path: Path) -> None:
    """A taxonomy may lack every kind that rules speak of: projects, noise, urgency."""
    bare = "".join(f"[{name}]\nremoved = true\n" for name in ("ENG", "INT", "INC"))
    rows = [{"title": "Design a new network", "is_project_work": True}]
    alerts = [{"title": "Disk full", "is_machine_made": True, "urgency": "low"}] * 3
    frames = built(work_frame([*rows, *alerts]), settings=house(tmp_path, bare))
    assert set(frames["classifications"]["category"]) == {"UNK"}


def test_parts_keep_every_row() -> None:
    """Each row belongs to one taxonomy, also where its team is unknown."""
    base = load_taxonomy()
    known = Taxonomies(base, {"ops": changed(base, "f", "[OUT]\nremoved = true\n")})
    teams = pd.Series(["ops", None, "sre", "ops"], index=[7, 3, 5, 1])
    flags = [rows for _, rows in known.parts(teams)]
    assert [int(sum(one)) for one in zip(*flags, strict=True)] == [1, 1, 1, 1]
