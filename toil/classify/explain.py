"""Explain: everything that was said about one piece of work, and why what won outweighs the rest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from toil.classify.decisions import rule_vote_rows
from toil.classify.evidence import KINDS, TEAM_RULE, TEAM_SURE, confidence_of, stated_by, team_rule_fits
from toil.classify.evidence import rule_votes as votes_of
from toil.classify.phrases import Titles
from toil.classify.prior import with_circumstances
from toil.classify.rules import AGREEMENT, TWO_LEVELS, WORDS, Fired, fired, matched, phrase_text, winners
from toil.classify.taxonomy import UNKNOWN, Category, Taxonomy
from toil.classify.team_taxonomy import taxonomies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from toil.relations import Frames
    from toil.settings import RuleSettings, Settings

    Read = Callable[..., pd.DataFrame]

TEAM_PRECEDENCE = 10_000
"""Above every rule of the taxonomy: the team's own rules come first, in their order."""


@dataclass(frozen=True)
class RuleFound:
    """A rule that fits one piece of work: what of it fits, how it ranks, and what became of it.

    `kind` is team, words or one of `evidence.KINDS`; `text` the words found in the title. `outcome` is won, or why not:
    unless, project, head, shorter, team, two_levels, words, longer, agreement, order; `beaten_by` says by what.
    """

    rule: str
    category: str
    kind: str
    text: str
    precedence: int
    confidence: float
    outcome: str
    beaten_by: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why a piece of work has its category; `rules` are strongest first, the others rows as plain values.

    `votes` counts the rules' votes on the pieces of its recurrence (category, pieces, total, share of the weight),
    `model` is its row of model_votes, `labels` are those that speak of it, newest first. `is_stale`: by today's rules
    and settings another one would decide than did in the build.
    """

    decision: Mapping[str, Any]
    rules: tuple[RuleFound, ...]
    recurrence: str
    votes: tuple[Mapping[str, Any], ...]
    model: Mapping[str, Any] | None
    labels: tuple[Mapping[str, Any], ...]
    is_stale: bool

    def document(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        return asdict(self)


def frames_to_explain(read: Read, work_id: str) -> dict[str, pd.DataFrame]:
    """What `explain` reads of a published store: the work, its recurrence, and what was said of both."""
    own = read("recurring_work", work_id=work_id)
    recurring = read("recurring_work", recurrence_id=list(own["recurrence_id"])) if len(own) else own
    works = sorted({work_id, *recurring["work_id"]})
    return {
        "work": read("work", work_id=works),
        "recurring_work": recurring,
        "untouched_work": read("untouched_work", work_id=works),
        "work_circumstances": read("work_circumstances", work_id=works),
        "work_components": read("work_components", work_id=work_id),
        "recurrence_keys": read("recurrence_keys", recurrence_id=list(own["recurrence_id"])),
        "recurrences": read("recurrences", recurrence_id=list(own["recurrence_id"])),
        "labels": read("labels"),
        "rule_votes": read("rule_votes", work_id=work_id),
        "model_votes": read("model_votes", work_id=work_id),
        "classifications": read("classifications", work_id=work_id),
    }


def explain(frames: Frames, settings: Settings, work_id: str) -> Explanation:
    """Everything said about a piece of work; `frames` are those of `frames_to_explain`.

    The rules are tried anew, as the settings have them today. Raises SettingsError as the build would.
    """
    members = frames["recurring_work"]
    work = with_circumstances(frames["work"], frames)
    own = work[work["work_id"] == work_id]
    taxonomy, rules = taxonomies(settings).of(own["team"].iloc[0]), settings.classify.rules
    names = frames["recurrences"]["name"]
    stored, today = frames["rule_votes"], rule_vote_rows(frames, settings).set_index("work_id").loc[work_id]
    return Explanation(
        decision=_plain(frames["classifications"])[0],
        rules=rules_found(own, taxonomy, rules),
        recurrence=str(names.iloc[0]) if len(names) else "",
        votes=_votes(work, taxonomy, rules) if len(members) else (),
        model=next(iter(_plain(frames["model_votes"])), None),
        labels=_labels(frames, work_id),
        is_stale=[(row["category"], row["rule"] or "") for row in _plain(stored)]
        != [(today["category"], today["rule"] or "")],
    )


def rules_found(one: pd.DataFrame, taxonomy: Taxonomy, team_rules: tuple[RuleSettings, ...]) -> tuple[RuleFound, ...]:
    """Every rule that fits a piece of work (`work` in one row, with `recurs`), the strongest first."""
    usable = (number for number, rule in enumerate(team_rules, start=1) if rule.category in taxonomy)
    fitting = [number for number in usable if team_rule_fits(one, team_rules[number - 1])[0]]
    first = f"{TEAM_RULE}{fitting[0]}]" if fitting else ""
    rows = [_team_rule(number, team_rules[number - 1], first) for number in fitting]
    fit, counted = matched(one, taxonomy), fired(one, taxonomy)
    title = str(one["title"].fillna("").iloc[0])
    recurs = bool(one["recurs"].iloc[0])
    for place, category in enumerate(taxonomy.categories):
        rows += _rules_of(category, place, title, recurs, fit, counted, taxonomy, first)
    return tuple(sorted(rows, key=lambda row: (row.outcome != "won", -row.precedence, row.rule)))


def _team_rule(number: int, rule: RuleSettings, first: str) -> RuleFound:
    name = f"{TEAM_RULE}{number}]"
    won = name == first
    return RuleFound(name, rule.category, "team", ", ".join(stated_by(rule)), TEAM_PRECEDENCE - number, TEAM_SURE,
                     "won" if won else "order", "" if won else first)  # fmt: skip


def _rules_of(
    category: Category, place: int, title: str, recurs: bool, fit: Fired, counted: Fired, taxonomy: Taxonomy,
    first_team_rule: str,
) -> list[RuleFound]:  # fmt: skip
    """The rules of one category that fit: its phrases, and its structure."""
    titles = Titles([title])
    best, kind = int(fit.phrases[place, 0]), int(counted.structure[place, 0])
    score = int(counted.scores[place, 0])
    outcome, by = _outcome(place, fit, counted, taxonomy, first_team_rule)
    found = []
    exception = next((phrase for phrase in category.unless if titles.having(phrase)[0]), None)
    if exception is not None:
        outcome, by = "unless", phrase_text(exception, title)
    for number, phrase in enumerate(category.words):
        if titles.having(phrase)[0]:
            shorter = exception is None and number != best
            found.append(RuleFound(
                f"{category.category}.words[{number}]", category.category, "words", phrase_text(phrase, title),
                0 if shorter else score, confidence_of(category, "words", recurs=recurs),
                "shorter" if shorter else outcome, f"{category.category}.words[{best}]" if shorter else by,
            ))  # fmt: skip
    if kind:
        by_head = KINDS[kind] == "head" and score > 0
        behind = bool(found) and exception is None and not by_head
        rule = f"{category.category}.{KINDS[kind]}"
        found.append(RuleFound(
            rule, category.category, KINDS[kind], "", 0 if behind else score,
            confidence_of(category, KINDS[kind], recurs=recurs), "words" if behind else outcome,
            f"{category.category}.words[{best}]" if behind else by,
        ))  # fmt: skip
    return found


def _outcome(place: int, fit: Fired, counted: Fired, taxonomy: Taxonomy, first_team_rule: str) -> tuple[str, str]:
    """What became of a category's rules: won, or by what rule of which kind they were beaten."""
    winner, best = (int(values[0]) for values in winners(counted))
    score = int(counted.scores[place, 0])
    if score == 0:
        stronger = taxonomy.categories[winner].category if best else ""
        built = counted.structure[winner, 0] and KINDS[int(counted.structure[winner, 0])]
        return ("project", stronger) if built == "project" else ("head", stronger)
    if first_team_rule:
        return "team", first_team_rule
    if place == winner:
        return "won", ""
    return _why(score, best, int(fit.phrases[place, 0]), int(fit.phrases[winner, 0]), taxonomy, place, winner)


def _why(score: int, best: int, phrase: int, winning: int, taxonomy: Taxonomy, place: int,
         winner: int) -> tuple[str, str]:  # fmt: skip
    """Which step of the precedence decided against a category; the steps are those of `rules.py`."""
    own, other = taxonomy.categories[place], taxonomy.categories[winner]
    by = f"{other.category}.words[{winning}]" if winning >= 0 else other.category
    if best // TWO_LEVELS > score // TWO_LEVELS:
        return "two_levels", by
    if best % TWO_LEVELS >= WORDS > score % TWO_LEVELS:
        return ("words", by) if winning >= 0 else ("head", by)
    if winning < 0:
        return ("head" if best % TWO_LEVELS > WORDS else "order"), by
    if phrase >= 0 and len(other.words[winning]) > len(own.words[phrase]):
        return "longer", by
    return ("agreement" if best - score >= AGREEMENT else "order"), by


def _votes(work: pd.DataFrame, taxonomy: Taxonomy, rules: tuple[RuleSettings, ...]) -> tuple[dict[str, Any], ...]:
    """The votes on the pieces of a recurrence by category, the weightiest first."""
    import pandas as pd

    votes = pd.DataFrame(votes_of(work, taxonomy, rules))
    by_category = votes.groupby("category").agg(pieces=("category", "size"), weight=("confidence", "sum")).reset_index()
    by_category = by_category.sort_values(["weight", "category"], ascending=[False, True])
    total = by_category.loc[by_category["category"] != UNKNOWN, "weight"].sum()
    by_category["share"] = (by_category["weight"] / total).round(4) if total else 0.0
    return tuple(_plain(by_category.assign(total=len(votes))))


def _labels(frames: Frames, work_id: str) -> tuple[dict[str, Any], ...]:
    """The labels on the work, its items and its recurrence, by any id that these ever had; newest first."""
    subjects = {work_id, *frames["work_components"]["item_id"], *frames["recurrence_keys"]["key_id"]}
    recurrences = set(frames["recurrences"]["recurrence_id"])
    spoken = frames["labels"]
    spoken = spoken[spoken["subject"].isin(subjects) | spoken["recurrence_id"].isin(recurrences)]
    return tuple(_plain(spoken.sort_values("event_id", ascending=False)))


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
