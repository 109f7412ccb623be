"""People decide first, rules second, the model third; each says why."""

from __future__ import annotations

import pandas as pd
import pytest
from classify_frames import built, stored, work_frame

from toil.classify import RELATIONS
from toil.classify.model import can_learn, examples
from toil.classify.team_taxonomy import taxonomies
from toil.errors import SettingsError
from toil.settings import ClassifySettings, RuleSettings, Settings, TeamSettings

CERTS = [{"title": f"Renew TLS certificate of host-{n}"} for n in range(4)]
ODD = [{"title": f"Zebra {n}"} for n in range(3)]


def recurrence_of(frames: dict[str, pd.DataFrame], work_id: str) -> str:
    """The id of the recurrence of a piece of work."""
    return str(frames["recurring_work"].set_index("work_id").at[work_id, "recurrence_id"])


def test_a_label_on_a_recurrence_reaches_its_members_and_one_on_work_beats_it() -> None:
    """Members follow their recurrence's label; a piece of work with a label of its own follows that, in any order."""
    work = work_frame(CERTS)
    recurrence = recurrence_of(built(work), "w0000")
    ours = '{"category": "MNT.patch", "toil_probability": 0.25, "why": "ours"}'
    frames = built(work, ("label", "w0001", '{"category": "ENG.toil"}'), ("label", recurrence, ours))
    found = frames["classifications"].set_index("work_id")
    assert found["category"].tolist() == ["MNT.patch", "ENG.toil", "MNT.patch", "MNT.patch"]
    assert found["toil_probability"].tolist() == [0.25, 0.0, 0.25, 0.25]
    assert set(found["decided_by"]) == {"person"}
    assert "ours" in found.at["w0000", "evidence"]


def test_the_latest_label_wins_and_the_others_are_counted() -> None:
    """Of two labels the later counts; labels without category or subject of today are passed over, and told."""
    work = work_frame(CERTS)
    recurrence = recurrence_of(built(work), "w0000")
    frames = built(
        work, ("label", recurrence, '{"category": "OVH"}'), ("label", recurrence, '{"category": "INC"}'),
        ("label", recurrence, '{"category": "NO.SUCH"}'), ("label", "r-0000000000", '{"category": "OVH"}'),
        ("label", "iw0002", '{"toil_probability": 0.5}'), ("label", recurrence, "broken"),
    )  # fmt: skip
    assert frames["labels"].set_index("event_id")["state"].tolist() == [
        "replaced", "applied", "unknown_category", "unknown_subject", "applied", "unknown_category"]  # fmt: skip
    assert frames["labels"]["item_count"].tolist() == [0, 3, 0, 0, 1, 0]
    found = frames["classifications"].set_index("work_id")
    assert found.at["w0000", "category"] == "INC"
    assert (found.at["w0002", "category"], found.at["w0002", "toil_probability"]) == ("MNT.rotate", 0.5)


def test_people_who_differ_are_shown_and_not_averaged() -> None:
    """Two persons' newest words about the same work both count as disputed; one who changed their mind does not."""
    work = work_frame(CERTS)
    recurrence = recurrence_of(built(work), "w0000")
    said = [("label", recurrence, f'{{"category": "{one}"}}') for one in ("OVH", "INC", "INC", "MNT.patch")]
    frames = built(work, *said)
    assert not frames["labels"]["is_disputed"].any()
    frames["journal_events"]["author"] = ["ann", "ann", "bob", "bob"]
    relation = next(relation for relation in RELATIONS if relation.name == "labels")
    found = stored(relation, frames, Settings()).set_index("event_id")
    assert found["is_disputed"].tolist() == [False, True, False, True]
    assert set(frames["classifications"]["category"]) == {"MNT.patch"}
    assert set(found["recurrence_id"]) == {recurrence}


def test_one_label_only_teaches_nothing_and_stops_nothing() -> None:
    """A single answer decides its own recurrence; the model stays silent about the rest."""
    work = work_frame([*CERTS, *ODD])
    frames = built(work, ("label", recurrence_of(built(work), "w0004"), '{"category": "OVH"}'))
    assert frames["classifications"]["category"].tolist() == ["MNT.rotate"] * 4 + ["OVH"] * 3
    assert frames["model_votes"].empty


def test_a_label_whose_category_is_no_name_is_passed_over() -> None:
    """A list, an object or a number for a category is counted like an unknown name, and stops nothing."""
    odd = [("label", "w0001", f'{{"category": {value}}}') for value in ('["OVH"]', '{"a": 1}', "7", "null")]
    frames = built(work_frame(CERTS), *odd)
    assert frames["labels"]["item_count"].tolist() == [0, 0, 0, 0]


def test_a_label_may_name_its_recurrence_by_a_title() -> None:
    """A label written with one of the recurrence's titles reaches the recurrence."""
    frames = built(
        work_frame(CERTS), ("label", "", '{"recurrence_title": "Renew TLS certificate of host-99", "category": "OVH"}')
    )
    assert set(frames["classifications"]["category"]) == {"OVH"}


def test_what_nothing_decides_is_unclassified_with_a_stated_prior() -> None:
    """With too little to learn from the model abstains: UNK, a third of it toil, and no confidence."""
    found = built(work_frame(ODD))["classifications"]
    assert set(found["category"]) == {"UNK"}
    assert set(found["toil_probability"]) == {0.33}
    assert set(found["confidence"]) == {0.0}


def test_what_does_not_recur_is_hardly_toil() -> None:
    """A one-off keeps a quarter of its category's toil; a person's probability stands, a category alone does not."""
    work = work_frame(
        [*CERTS, {"title": "Renew the domain"}, {"title": "Delete old logs"}, {"title": "Apply the patch"}]
    )
    frames = built(work, ("label", "w0005", '{"toil_probability": 0.8}'), ("label", "w0006", '{"category": "INC"}'))
    found = frames["classifications"].set_index("work_id")
    assert found["toil_probability"].tolist() == [0.9] * 4 + [0.225, 0.8, 0.125]
    assert "does not recur" in found.at["w0004", "evidence"]
    assert "does not recur" not in found.at["w0000", "evidence"] + found.at["w0005", "evidence"]


def test_a_rule_without_a_category_is_an_error() -> None:
    """A team's rule that names no category of the taxonomy stops the build and names the rule."""
    settings = Settings(classify=ClassifySettings(rules=(RuleSettings(category="NOPE", words=("x",)),)))
    with pytest.raises(SettingsError, match="'NOPE'") as raised:
        built(work_frame(ODD), settings=settings)
    assert "rules[1]" in str(raised.value)


def test_a_rule_about_a_team_that_there_is_not_is_an_error() -> None:
    """A team's rule on requests of a misspelt team would never fit: the build stops and names the rule and the team."""
    rule = RuleSettings(category="REQ.data", requester_teams=("Salse",))
    settings = Settings(teams={"sales": TeamSettings()}, classify=ClassifySettings(rules=(rule,)))
    with pytest.raises(SettingsError, match="'Salse'") as raised:
        built(work_frame(ODD), settings=settings)
    assert "rules[1]" in str(raised.value)
    assert "sales" in str(raised.value)


def test_an_empty_store_is_classified_without_fault() -> None:
    """Without work every relation is empty and the model has learnt nothing."""
    frames = built(work_frame([{"title": "x"}]).iloc[:0].assign(created_at=pd.Series(dtype="datetime64[us]")))
    assert frames["classifications"].empty
    assert frames["classifier_quality"]["trained_on"].tolist() == [0]


@pytest.fixture(scope="module")
def varied() -> dict[str, pd.DataFrame]:
    """A build of work of two kinds: most titles hold a rule's word, the last only the company that it keeps."""
    animals, plants = ["zebra", "giraffe", "lion", "tiger"], ["daisy", "tulip", "rose", "lily"]
    rows = []
    for n in range(120):
        tail = f"{chr(97 + n % 26)}q{chr(97 + n % 23)}"
        rows.append({"title": f"Renew certificate for {animals[n % 4]} and {animals[n // 4 % 4]} paddock {tail}"})
        rows.append({"title": f"Deploy {plants[n % 4]} and {plants[n // 4 % 4]} greenhouse {tail}"})
    rows += [
        {"title": "gate beside some paddock, zebra or giraffe"},
        {"title": "greenhouse roof over a tulip"},
        {"title": "quux"},
    ]
    return built(work_frame(rows))


def test_the_model_decides_by_the_company_that_words_keep(varied: dict[str, pd.DataFrame]) -> None:
    """Work without a rule's word is decided by what else is in such titles, and says so."""
    found = varied["classifications"].set_index("work_id").iloc[-3:]
    assert found["category"].tolist()[:2] == ["MNT.rotate", "RTN.release"]
    assert set(found["decided_by"]) == {"model"}
    assert found["evidence"].str.startswith(("Reads like", "Abstained")).all()
    quality = varied["classifier_quality"].iloc[0]
    assert quality["precision"] >= 0.7
    assert quality["threshold"] < 1


def test_the_model_votes_alike_in_every_build(varied: dict[str, pd.DataFrame]) -> None:
    """Learning has no chance in it: the same work gives the same votes."""
    relation = next(relation for relation in RELATIONS if relation.name == "model_votes")
    pd.testing.assert_frame_equal(stored(relation, varied, Settings()), varied["model_votes"])


def test_the_model_learns_without_the_rules_words(varied: dict[str, pd.DataFrame]) -> None:
    """What the model is judged on holds none of the words by which rules decided."""
    decided = varied["work"].merge(varied["rule_votes"][["work_id", "category", "confidence"]], on="work_id")
    known = examples(decided, taxonomies(Settings()))
    assert can_learn(known)
    assert not any("certificate" in text or "deploy" in text for text in known.bare)
