"""Evidence: the sentence that says why a piece of work has its category, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toil.classify.rules import Fired, fired, phrase_text, rivals, winners
from toil.classify.taxonomy import UNKNOWN, Taxonomy, folded
from toil.recurrence.flags import is_true

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from toil.settings import RuleSettings

# How often a vote is right as far as it goes (REQ is right of REQ.access), as it was on two generated samples (seeds
# 301 and 302 of `benchmarks.classify`); what came up there too seldom keeps a half.
SURE_OF_WORDS = {("two levels", "recurs"): 0.90, ("one level", "recurs"): 0.40, ("two levels", "once"): 0.60,
                 ("one level", "once"): 0.90}  # fmt: skip
SURE_OF_STRUCTURE = {"item type": 0.80, "label": 0.95, "part of a project": 0.85, "the head of its title": 0.90}
SURE_OF_LITTLE = 0.50
TEAM_SURE = 0.95
AT_ONCE = 100_000  # what the rules found is kept for so many pieces of work: it takes a kilobyte each
TEAM_RULE = "classify.rules["
DOUBT = 0.15
_KINDS = {1: ("item type", "項目の種別"), 2: ("label", "ラベル"), 3: ("service", "サービス"),
          4: ("opened by a machine", "機械による起票"), 5: ("planned", "計画の有無"),
          6: ("part of a project", "エピックの一部"), 7: ("the head of its title", "件名の主題")}  # fmt: skip

_STATED = {
    "opened by a machine": "A machine opened it",
    "part of a project": "It belongs to an epic and does not recur",
    "the head of its title": "What its title says is done is engineering, and it does not recur",
}


class Vote(NamedTuple):
    """What the rules say of one piece of work; `category` is UNK where none fired."""

    category: str
    rule: str
    confidence: float
    evidence: str
    evidence_ja: str


UNDECIDED = Vote(UNKNOWN, "", 0.0, "No rule fits.", "当てはまる規則がありません。")


def rule_votes(work: pd.DataFrame, taxonomy: Taxonomy, team_rules: tuple[RuleSettings, ...]) -> list[Vote]:
    """One vote for each row of `work`, in its order; the team's own rules come first."""
    votes: list[Vote] = []
    for start in range(0, len(work), AT_ONCE):
        votes += _some_votes(work.iloc[start : start + AT_ONCE], taxonomy)
    for number in reversed(range(len(team_rules))):
        rule = team_rules[number]
        vote = _team_vote(rule, number + 1)
        for row in _team_rule_fits(work, rule).nonzero()[0]:
            votes[row] = vote
    return votes


def _some_votes(work: pd.DataFrame, taxonomy: Taxonomy) -> list[Vote]:
    found = fired(work, taxonomy)
    place, best = winners(found)
    doubt = rivals(found, taxonomy)
    titles = work["title"].fillna("").astype(str).tolist()
    recurs = is_true(work["recurs"]).tolist()
    return [
        _vote(found, int(place[row]), row, titles[row], bool(doubt[row]), recurs[row], taxonomy)
        if best[row]
        else UNDECIDED
        for row in range(len(work))
    ]


def _vote(found: Fired, place: int, row: int, title: str, doubt: bool, recurs: bool, taxonomy: Taxonomy) -> Vote:
    category = taxonomy.categories[place]
    phrase = int(found.phrases[place, row])
    if phrase >= 0:
        text = phrase_text(category.words[phrase], title)
        rule = f"{category.category}.words[{phrase}]"
        english, japanese = f"The title says “{text}”", f"件名に「{text}」があります"
        sure = SURE_OF_WORDS["two levels" if category.parent else "one level", "recurs" if recurs else "once"]
    else:
        kind, kind_ja = _KINDS[int(found.structure[place, row])]
        rule = f"{category.category}.{kind}"
        english, japanese = _STATED.get(kind, f"Its {kind} says so"), kind_ja
        sure = SURE_OF_STRUCTURE.get(kind, SURE_OF_LITTLE)
    also = _also(found, place, row, taxonomy) if doubt else ""
    return Vote(
        category.category, rule, round(sure - (DOUBT if also else 0), 2),
        f"{english} (rule {rule}{f'; {also} fitted as well' if also else ''}).",
        f"{japanese}（規則 {rule}{f'、{also} にも該当' if also else ''}）。",
    )  # fmt: skip


def _also(found: Fired, place: int, row: int, taxonomy: Taxonomy) -> str:
    """The strongest category of another top level."""
    top = taxonomy.categories[place].top
    others = [
        (-found.scores[n, row], n) for n, c in enumerate(taxonomy.categories) if c.top != top and found.scores[n, row]
    ]
    return taxonomy.categories[min(others)[1]].category if others else ""


def _team_vote(rule: RuleSettings, number: int) -> Vote:
    name = f"{TEAM_RULE}{number}]"
    return Vote(rule.category, name, TEAM_SURE, f"The team's own rule {number} fits ({name}).",
                f"チーム独自の規則{number}に該当します（{name}）。")  # fmt: skip


def _team_rule_fits(work: pd.DataFrame, rule: RuleSettings) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where everything that the rule states holds; a rule that states nothing fits nothing."""
    import numpy as np

    from toil.classify.rules import lists

    fits = np.full(len(work), bool(rule.words or rule.item_types or rule.labels or rule.services or rule.projects))
    if rule.words:
        words = [folded(word) for word in rule.words]
        titles = [folded(title) for title in work["title"].fillna("").astype(str)]
        fits &= np.array([any(word in title for word in words) for title in titles], dtype=bool)
    for column, wanted in (("item_type", rule.item_types), ("service", rule.services), ("project", rule.projects)):
        if wanted:
            known = {folded(value) for value in wanted}
            fits &= np.array([folded(value) in known for value in work[column].fillna("").astype(str)], dtype=bool)
    if rule.labels:
        labels = {folded(label) for label in rule.labels}
        fits &= np.array([not labels.isdisjoint(found) for found in lists(work["labels"])], dtype=bool)
    return fits
