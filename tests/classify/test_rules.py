"""Which rule decides, and why."""

from __future__ import annotations

from typing import Any

import pytest
from classify_frames import work_frame

from toil.classify.evidence import Vote, rule_votes
from toil.classify.phrases import Titles, term_pattern
from toil.classify.taxonomy import load_taxonomy, phrase_of
from toil.locales import words
from toil.locales.evidence import sentence
from toil.settings import RuleSettings


def vote(*team_rules: RuleSettings, **row: Any) -> Vote:
    """What the rules say of one piece of work."""
    return rule_votes(work_frame([row]), load_taxonomy(), team_rules)[0]


def test_the_teams_own_rule_wins_over_ours() -> None:
    """A team's rule decides whatever the taxonomy says, the first one first, and says that it did."""
    rules = (RuleSettings(category="MNT.patch", words=("certificate",)), RuleSettings(category="OVH", words=("renew",)))
    found = vote(*rules, title="Renew the TLS certificate")
    assert (found.category, found.rule) == ("MNT.patch", "classify.rules[1]")


def test_everything_a_team_rule_states_must_hold() -> None:
    """A rule with words and a project fits only work with both; a rule that states nothing fits nothing."""
    rule = RuleSettings(category="OUT", words=("zebra",), projects=("ZOO",), labels=("Animal",))
    fits = {"title": "Feed the ZEBRA", "project": "zoo", "labels": ["animal"]}
    assert vote(rule, **fits).category == "OUT"
    assert vote(rule, **fits | {"project": "OPS"}).category == "UNK"
    assert vote(rule, **fits | {"labels": None}).category == "UNK"
    assert vote(RuleSettings(category="OUT"), title="zebra").category == "UNK"


def test_a_team_rule_may_ask_who_wanted_it_and_how_it_recurs() -> None:
    """Asked for by sales and coming weekly: both must hold, and what nobody is known to have asked for fits neither."""
    rule = RuleSettings(category="REQ.data", requester_teams=("Sales",), cadences=("weekly",))
    fits = {"title": "zebra", "requester_team": "sales", "cadence": "weekly"}
    assert vote(rule, **fits).category == "REQ.data"
    assert vote(rule, **fits | {"cadence": "random"}).category == "UNK"
    assert vote(rule, **fits | {"requester_team": None}).category == "UNK"


@pytest.mark.parametrize(
    ("row", "category"),
    [
        ({"title": "zebra", "labels": ["access-request"]}, "REQ.access"),
        ({"title": "zebra", "item_type": "Incident"}, "INC"),
        ({"title": "zebra", "is_machine_made": True}, "INT"),
        ({"title": "zebra", "is_machine_made": False}, "UNK"),
        ({"title": "outage of the zebra", "labels": ["backup"]}, "MNT.backup"),
        ({"title": "Grant access to the backup", "item_type": "Incident"}, "REQ.access"),
        ({"title": "Backup for the zebra", "is_project_work": True}, "ENG"),
        ({"title": "Implement the backup", "is_project_work": True}, "ENG.sw"),
        ({"title": "Sprint planning", "is_project_work": True}, "OVH"),
        ({"title": "Backup for the zebra", "is_project_work": True, "recurs": True}, "MNT.backup"),
        ({"title": "zebra", "is_project_work": True, "item_type": "Incident"}, "INC"),
        ({"title": None}, "UNK"),
        ({"title": ""}, "UNK"),
    ],
)
def test_precedence(row: dict[str, Any], category: str) -> None:
    """Two levels beat one, title words beat structure within a level, and structure decides where words are silent.

    What belongs to an epic is no toil, unless it recurs or its item type says otherwise.
    """
    assert vote(**row).category == category


def test_evidence_names_the_words_and_the_rule() -> None:
    """The sentence shows what of the title fitted, in both languages, and which rule it was."""
    found = vote(title="Please grant Ben access to Grafana")
    assert "“grant … access”" in found.evidence
    assert "REQ.access.words" in found.evidence
    assert "「grant … access」" in sentence(found.facts, words("ja"))


def test_doubt_lowers_confidence() -> None:
    """Where categories of two kinds fit as well, the decision is less sure and names the other."""
    doubtful, clear = vote(title="Deploy the patch"), vote(title="Patch the kernel")
    assert doubtful.confidence < clear.confidence
    assert "fitted as well" in doubtful.evidence


@pytest.mark.parametrize(
    ("phrase", "title", "fits"),
    [
        ("grant access", "Access is granted", False),
        ("grant* access", "Access is granted", True),
        ("user", "three users", True),
        ("user", "username", False),
        ("pull+request", "Review pull-request 7", True),
        ("pull+request", "Request to pull", False),
        ("証明書 更新", "ＳＳＬ証明書の更新", True),
        ("s3", "S3バケット", True),
        ("a|b c", "b and c", True),
    ],
)
def test_phrases(phrase: str, title: str, fits: bool) -> None:
    """Latin terms are whole words, `*` any ending, `+` adjacent, Japanese anywhere, all terms of a phrase needed."""
    assert bool(Titles(["nothing", title]).having(phrase_of(phrase))[1]) == fits
    assert not Titles(["nothing", title]).having(phrase_of(phrase))[0]


def test_a_term_is_read_alike_by_index_and_pattern() -> None:
    """The words found by the index are the words that are taken out before the model learns."""
    assert term_pattern(("renew*", "user", "pull+request")).sub("_", "renewing users of pull-request") == "_ _ of _"
