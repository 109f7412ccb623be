"""Evidence: what the rules say of a piece of work, how sure that is, and the facts that say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from toil.classify.alike import alike
from toil.classify.rules import Fired, fired, phrase_text, rivals, winners
from toil.classify.taxonomy import UNKNOWN, Category, Taxonomy, folded
from toil.locales.evidence import told
from toil.recurrence.flags import is_true

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from toil.settings import RuleSettings

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

# How often a vote is right as far as it goes (REQ is right of REQ.access), as it was on two generated samples (seeds
# 301 and 302 of `benchmarks.classify`); what came up there too seldom keeps a half.
SURE_OF_WORDS = {("two levels", "recurs"): 0.92, ("one level", "recurs"): 0.35, ("two levels", "once"): 0.60,
                 ("one level", "once"): 0.95}  # fmt: skip
SURE_OF_STRUCTURE = {"item_type": 0.80, "label": 0.95, "project": 0.88, "head": 0.97}
SURE_OF_LITTLE = 0.50
TEAM_SURE = 0.95
AT_ONCE = 100_000  # what the rules found is kept for so many pieces of work: it takes a kilobyte each
TEAM_RULE = "classify.rules["
DOUBT = 0.15
KINDS = {1: "item_type", 2: "label", 3: "service", 4: "machine", 5: "planned", 6: "project", 7: "head"}


class Vote(NamedTuple):
    """What the rules say of one piece of work; `category` is UNK where none fired."""

    category: str
    rule: str
    confidence: float
    evidence: str
    facts: str


UNDECIDED = Vote(UNKNOWN, "", 0.0, *told("no_rule"))


@dataclass(frozen=True)
class Votes(Sequence[Vote]):
    """A vote for each piece of work; of a million some ten thousand differ: `codes` say which of `distinct` it is."""

    codes: Codes
    distinct: list[Vote]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: Any) -> Any:
        """The vote of the piece of work at this place."""
        return self.distinct[int(self.codes[place])]


def rule_votes(work: pd.DataFrame, taxonomy: Taxonomy, team_rules: tuple[RuleSettings, ...]) -> Votes:
    """One vote for each row of `work`, in its order; the team's own rules come first.

    A rule whose category this taxonomy does not hold, as that of another team, decides nothing.
    """
    import numpy as np

    groups, one_each = alike(work, taxonomy)
    distinct: list[Vote] = []
    for start in range(0, len(one_each), AT_ONCE):
        distinct += _some_votes(one_each.iloc[start : start + AT_ONCE], taxonomy)
    codes = np.array(groups, dtype=np.intp)
    for number in reversed(range(len(team_rules))):
        rule = team_rules[number]
        if rule.category in taxonomy:
            codes[team_rule_fits(work, rule)] = len(distinct)
            distinct.append(_team_vote(rule, number + 1))
    return Votes(codes, distinct)


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
    kind = "words" if phrase >= 0 else KINDS[int(found.structure[place, row])]
    sure = confidence_of(category, kind, recurs=recurs)
    values = {"also": also} if doubt and (also := _also(found, place, row, taxonomy)) else {}
    if phrase >= 0:
        rule = f"{category.category}.words[{phrase}]"
        said = told("words", text=phrase_text(category.words[phrase], title), rule=rule, **values)
    else:
        rule = f"{category.category}.{kind}"
        said = told("structure", kind=kind, rule=rule, **values)
    return Vote(category.category, rule, round(sure - (DOUBT if values else 0), 2), *said)


def confidence_of(category: Category, kind: str, *, recurs: bool) -> float:
    """How often a rule of this kind (`words`, or one of KINDS) is right, nothing else being in doubt."""
    if kind == "words":
        return SURE_OF_WORDS["two levels" if category.parent else "one level", "recurs" if recurs else "once"]
    return SURE_OF_STRUCTURE.get(kind, SURE_OF_LITTLE)


def _also(found: Fired, place: int, row: int, taxonomy: Taxonomy) -> str:
    """The strongest category of another top level."""
    top = taxonomy.categories[place].top
    others = [
        (-found.scores[n, row], n) for n, c in enumerate(taxonomy.categories) if c.top != top and found.scores[n, row]
    ]
    return taxonomy.categories[min(others)[1]].category if others else ""


def _team_vote(rule: RuleSettings, number: int) -> Vote:
    name = f"{TEAM_RULE}{number}]"
    return Vote(rule.category, name, TEAM_SURE, *told("team_rule", number=number, rule=name))


def stated_by(rule: RuleSettings) -> tuple[str, ...]:
    """Everything that a rule asks for; nothing where it states nothing."""
    return (*rule.words, *rule.item_types, *rule.labels, *rule.services, *rule.projects, *rule.requester_teams,
            *rule.cadences)  # fmt: skip


def team_rule_fits(work: pd.DataFrame, rule: RuleSettings) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where everything that the rule states holds; a rule that states nothing fits nothing."""
    import numpy as np

    from toil.classify.rules import lists

    fits = np.full(len(work), bool(stated_by(rule)))
    if rule.words:
        words = [folded(word) for word in rule.words]
        titles = [folded(title) for title in work["title"].fillna("").astype(str)]
        fits &= np.array([any(word in title for word in words) for title in titles], dtype=bool)
    for column, wanted in (
        ("item_type", rule.item_types), ("service", rule.services), ("project", rule.projects),
        ("requester_team", rule.requester_teams), ("cadence", rule.cadences),
    ):  # fmt: skip
        if wanted:
            known = {folded(value) for value in wanted}
            fits &= np.array([folded(value) in known for value in work[column].fillna("").astype(str)], dtype=bool)
    if rule.labels:
        labels = {folded(label) for label in rule.labels}
        fits &= np.array([not labels.isdisjoint(found) for found in lists(work["labels"])], dtype=bool)
    return fits
