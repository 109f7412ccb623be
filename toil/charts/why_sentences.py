"""Why a piece of work has its category, in sentences: each rule that fits, its recurrence's votes, model and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toil.locales import Words
from toil.locales.evidence import sentence
from toil.locales.numbers import count, is_missing, percent

if TYPE_CHECKING:
    from toil.classify.explain import Explanation, RuleFound

Names = Mapping[str, str]


def decision_sentence(found: Explanation, words: Words, names: Names) -> str:
    """The sentence that the decision rests on."""
    return sentence(found.decision.get("facts"), words, names) or str(found.decision["evidence"])


def rule_sentences(found: Explanation, words: Words, names: Names) -> list[str]:
    """A sentence for each rule that fits, the strongest first."""
    return [_rule(rule, words, names) for rule in found.rules] or [words("evidence.no_rule")]


def other_sentences(found: Explanation, words: Words, names: Names) -> list[str]:
    """What else had a say: the other pieces of the recurrence, the model, people; and whether the build is stale."""
    said = [words("why.stale")] if found.is_stale else []
    if found.votes:
        votes = words("why.and").join(
            words("why.vote", category=names.get(vote["category"], vote["category"]), pieces=count(vote["pieces"]),
                  share=percent(vote["share"]))
            for vote in found.votes
        )  # fmt: skip
        said.append(words("why.votes", name=found.recurrence, total=count(found.votes[0]["total"]), votes=votes))
    said.append(_model(found, words, names))
    said += [_label(label, words, names) for label in found.labels] or [words("why.nobody")]
    return said


def _rule(rule: RuleFound, words: Words, names: Names) -> str:
    what = words(f"why.fits_{rule.kind}" if rule.kind in ("words", "team") else "why.fits",
                 text=rule.text, kind=words.or_else(f"evidence_kind.{rule.kind}", rule.kind))  # fmt: skip
    outcome = words(f"why.{rule.outcome}", by=names.get(rule.beaten_by, rule.beaten_by))
    return words("why.rule", rule=rule.rule, category=names.get(rule.category, rule.category), what=what,
                 precedence=rule.precedence, sure=percent(rule.confidence), outcome=outcome)  # fmt: skip


def _model(found: Explanation, words: Words, names: Names) -> str:
    vote = found.model
    if vote is None:
        return words("why.model_unasked")
    category = names.get(str(vote["category"]), str(vote["category"]))
    return words("why.model_abstained" if vote["abstained"] else "why.model_said", category=category,
                 sure=percent(vote["confidence"]))  # fmt: skip


def _label(label: Mapping[str, object], words: Words, names: Names) -> str:
    category = label["category"]
    name = words("why.no_category") if is_missing(category) else names.get(str(category), str(category))
    told = words("why.label", event=label["event_id"], day=f"{label['written_at']:%Y-%m-%d}", category=name,
                 state=words(f"label_state.{label['state']}"))  # fmt: skip
    if label["why"]:
        told += words("evidence.why", why=label["why"])
    return told + (words("why.disputed") if label["is_disputed"] else "")
