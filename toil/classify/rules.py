"""Rules: what the taxonomy and the team say about work, which rules fired, and which one decides.

Precedence: a person's word (see `labels.py`) > the team's own rules in their order > project work that does not recur >
a category of two levels (`REQ.access`) > title words > structure (item type, label, service, machine-made, planned,
project). Among title words the longer phrase wins, then the one whose parent's structure rule agrees; a tie goes to the
lower `order`.

Project work that does not recur (an epic's child that is no piece of a recurrence) is no toil by definition: it is
planned, done once, and meant to last (SRE book, ch. 5). Words like "backup" in its title say what is built, not what is
done again, so categories that are toil do not apply to it, and what no other category's words decide is engineering.
Two things outweigh the epic: that the work recurs, and an item type that declares toil (an Incident).

The same goes for a title whose head is engineering (`heads.py`): *Design alerts for failed backups* is neither a
failure nor a backup. Heads that chores have as well (*Replace*, *Roll out*) only outweigh a single word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from toil.classify.heads import STRONG, WEAK, heads
from toil.classify.phrases import Titles, term_pattern
from toil.classify.taxonomy import Category, Phrase, Taxonomy, folded
from toil.recurrence.flags import equals, is_true

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from toil.classify.phrases import Flags

    Scores = np.ndarray[tuple[int, ...], np.dtype[np.int16]]  # four numbers a category and a piece of work: small ones
    Codes = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

TWO_LEVELS, WORDS, STRUCTURE = 3000, 1000, 500
PER_TERM, AGREEMENT, TYPE_AGREEMENT = 100, 50, 150
WEAK_HEAD = TWO_LEVELS + WORDS + PER_TERM + AGREEMENT + 1
ITEM_TYPE, LABEL, SERVICE, MACHINE, PLANNED, PROJECT, HEAD = 1, 2, 3, 4, 5, 6, 7
"""Kinds of structure, the most telling first."""


class Fired(NamedTuple):
    """How strongly each category (rows, in taxonomy order) is meant by each piece of work (columns); 0: not at all."""

    scores: Scores
    phrases: Scores  # the place in `words` of the longest phrase found, by category and piece of work; -1: none
    structure: Scores  # the kind of structure found (as _structure has them); 0: none


def fired(work: pd.DataFrame, taxonomy: Taxonomy) -> Fired:
    """Every rule of the taxonomy that counts, on every piece of work; reads what `matched` does.

    What a project or the head of a title sets aside has a score of 0 here, and still one in `matched`.
    """
    import numpy as np

    found = matched(work, taxonomy)
    codes, distinct = _distinct(work["title"])
    toil = np.array([category.toil_probability > 0 for category in taxonomy.categories], dtype=bool)
    once = _once(work, found.structure[toil])
    found.scores[np.ix_(toil, once & is_true(work["is_project_work"]).to_numpy(dtype=bool))] = 0
    _by_head(found.scores, found.structure, heads(distinct)[codes] * once, taxonomy)
    return found


def matched(work: pd.DataFrame, taxonomy: Taxonomy) -> Fired:
    """Every rule of the taxonomy that fits, on every piece of work, whatever its project and its title's head say.

    Reads title, item_type, labels, service, is_machine_made, is_planned, is_project_work, recurs; titles are searched
    once each.
    """
    import numpy as np

    codes, distinct = _distinct(work["title"])
    titles = Titles(distinct)
    number, size = len(taxonomy.categories), len(work)
    scores = np.zeros((number, size), dtype=np.int16)
    phrases = np.full((number, size), -1, dtype=np.int16)
    labels = _distinct_sets(lists(work["labels"]))
    structure = np.stack([_structure(work, labels, category) for category in taxonomy.categories])
    position = {category.category: place for place, category in enumerate(taxonomy.categories)}
    for place, category in enumerate(taxonomy.categories):
        forbidden = titles.having_any(category.unless)
        found, terms = _longest_phrase(titles, category.words)
        found[forbidden] = -1
        phrases[place] = found[codes]
        by_words = WORDS + PER_TERM * terms[codes] + _agreement(structure[position[category.top]])
        by_structure = np.where((structure[place] > 0) & ~forbidden[codes], STRUCTURE, 0)
        level = TWO_LEVELS if category.parent else 0
        scores[place] = np.where(phrases[place] >= 0, by_words, by_structure)
        scores[place][scores[place] > 0] += level
    return Fired(scores, phrases, structure)


def winners(fired: Fired) -> tuple[Scores, Scores]:
    """The place of the winning category and its score, for each piece of work; a score of 0 means undecided."""
    return fired.scores.argmax(axis=0), fired.scores.max(axis=0, initial=0)


def rivals(fired: Fired, taxonomy: Taxonomy) -> Flags:
    """Where a category of another top level fired as strongly, give or take agreement: the rules are in doubt."""
    import numpy as np

    place, best = winners(fired)
    tops = np.array([category.top for category in taxonomy.categories])
    close = (fired.scores > 0) & (fired.scores >= best[None, :] - AGREEMENT)
    doubted: Flags = (close & (tops[:, None] != tops[place][None, :])).any(axis=0)
    return doubted


def phrase_text(phrase: Phrase, title: str) -> str:
    """What of a phrase stands in a title, as people read it: `grant … access`."""
    text = folded(title)
    found = [next((m[0] for part in parts if (m := term_pattern((part,)).search(text))), parts[0]) for parts in phrase]
    return " … ".join(dict.fromkeys(found))


def lists(values: pd.Series[Any]) -> list[list[str]]:
    """Each row's list of texts, folded; empty where there is none (DuckDB hands lists over as arrays or None)."""
    return [[folded(str(item)) for item in value if item] if hasattr(value, "__iter__") else [] for value in values]


def _once(work: pd.DataFrame, toil_structure: Scores) -> Flags:
    """Where people opened work that does not recur, and its item type declares none of the toil categories."""
    machine, recurs = (is_true(work[name]).to_numpy(dtype=bool) for name in ("is_machine_made", "recurs"))
    declared = (toil_structure == ITEM_TYPE).any(axis=0)
    once: Flags = ~machine & ~recurs & ~declared
    return once


def _agreement(structure: Scores) -> Scores:
    """How much a category's words gain where the structure of its top level says the same: most by the item type."""
    import numpy as np

    gains = np.zeros(HEAD + 1, dtype=np.int16)
    gains[1:], gains[ITEM_TYPE] = AGREEMENT, TYPE_AGREEMENT
    return gains[structure]


def _by_head(scores: Scores, structure: Scores, head: Scores, taxonomy: Taxonomy) -> None:
    """Let a head that is engineering decide: a strong one against everything else, a weak one against a single word.

    Engineering is every category under one that holds what belongs to a project.
    """
    import numpy as np

    tops = {category.top for category in taxonomy.categories if category.project}
    if not tops:
        return
    built = np.array([category.top in tops for category in taxonomy.categories], dtype=bool)
    scores[np.ix_(~built, head == STRONG)] = 0
    for place, category in enumerate(taxonomy.categories):
        if category.category in tops:
            structure[place, (head > 0) & (structure[place] == 0)] = HEAD
            undecided = (head == STRONG) & (scores.max(axis=0) == 0)
            scores[place, undecided] = STRUCTURE
            scores[place, head == WEAK] = np.maximum(scores[place, head == WEAK], WEAK_HEAD)


def _longest_phrase(titles: Titles, words: tuple[Phrase, ...]) -> tuple[Scores, Scores]:
    import numpy as np

    place = np.full(titles.number, -1, dtype=np.int16)
    terms = np.zeros(titles.number, dtype=np.int16)
    for number, phrase in enumerate(words):
        better = titles.having(phrase) & (len(phrase) > terms)
        place[better], terms[better] = number, len(phrase)
    return place, terms


def _structure(work: pd.DataFrame, labels: tuple[Codes, list[frozenset[str]]], category: Category) -> Scores:
    import numpy as np

    found = np.zeros(len(work), dtype=np.int16)
    flags = (("is_project_work", category.project, PROJECT), ("is_planned", category.planned, PLANNED),
             ("is_machine_made", category.machine_made, MACHINE))  # fmt: skip
    for column, wanted, kind in flags:
        if wanted is not None:
            found[equals(work[column], wanted).to_numpy()] = kind
    if category.services:
        found[_one_of(work["service"], category.services)] = SERVICE
    if category.labels:
        codes, sets = labels
        found[np.array([not held.isdisjoint(category.labels) for held in sets], dtype=bool)[codes]] = LABEL
    if category.item_types:
        found[_one_of(work["item_type"], category.item_types)] = ITEM_TYPE
    return found


def _one_of(values: pd.Series[Any], wanted: tuple[str, ...]) -> Flags:
    return values.fillna("").astype(str).str.lower().str.strip().isin(wanted).to_numpy(dtype=bool)


def _distinct_sets(values: list[list[str]]) -> tuple[Codes, list[frozenset[str]]]:
    """The number of each row's set, and the sets: a million pieces of work have some hundred sets of labels."""
    import numpy as np

    numbers: dict[frozenset[str], int] = {}
    codes = np.array([numbers.setdefault(frozenset(held), len(numbers)) for held in values], dtype=np.intp)
    return codes, list(numbers)


def _distinct(titles: pd.Series[Any]) -> tuple[Codes, list[str]]:
    import pandas as pd

    codes, distinct = pd.factorize(titles.fillna("").astype(str))
    return codes, [str(title) for title in distinct]
