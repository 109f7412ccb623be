"""A week as it was seen when it was talked over, against what the newest build says of it, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toil.charts.facts import WeekFacts
from toil.locales import Words
from toil.locales.numbers import hours, is_missing, percent

if TYPE_CHECKING:
    import pandas as pd

Body = Mapping[str, Any]
SMALLEST = 0.05
"""Hours are written with one decimal: a smaller difference cannot be seen."""

MOST_CATEGORIES = 3
FIGURES = ("toil_share", "toil_hours", "recorded_hours", "capacity_hours", "coverage")


def seen_sentences(
    then: Body, facts: WeekFacts, categories: pd.DataFrame, names: Mapping[str, str], words: Words, *, day: str,
    taxonomy: str = "",
) -> list[str]:  # fmt: skip
    """What differs between the frozen week `then` (one team of the report's JSON) and now, the amount first.

    `categories` are the team's rows of `toil_by_category` in that week; `day` is when the week was frozen; `taxonomy`
    is the newest build's version.
    """
    known = str(then.get("taxonomy_version", ""))
    other = [words("seen.taxonomy", then=known, now=taxonomy)] if known and taxonomy not in ("", known) else []
    return _differences(then, facts, categories, names, words, day) + other


def _differences(
    then: Body, facts: WeekFacts, categories: pd.DataFrame, names: Mapping[str, str], words: Words, day: str
) -> list[str]:
    before = then["facts"]
    moved = _moved(then, categories)
    change = facts.toil_hours - float(before["toil_hours"])
    listed = words("seen.and").join(
        words("seen.category", name=names.get(one, one), change=_signed(moved[one], words)) for one in moved
    )
    if abs(change) < SMALLEST:
        same = words("seen.same", day=day, share=percent(facts.toil_share), hours=hours(facts.toil_hours, words))
        return [same] if not moved else [words("seen.shifted", list=listed)]
    sentences = [
        words(f"seen.{'more' if change > 0 else 'less'}", day=day, then=hours(before["toil_hours"], words),
              then_share=percent(before["toil_share"]), now=hours(facts.toil_hours, words),
              now_share=percent(facts.toil_share), change=hours(abs(change), words)),
        _cause(before, facts, words),
    ]  # fmt: skip
    return [*sentences, words("seen.moved", list=listed)] if moved else sentences


def seen_figures(then: Body, facts: WeekFacts, words: Words) -> list[tuple[str, str, str]]:
    """The id of each figure, how it was seen, and how it is now, as text."""
    before = then["facts"]
    return [(name, _written(name, before.get(name), words), _written(name, getattr(facts, name), words))
            for name in FIGURES]  # fmt: skip


def _moved(then: Body, categories: pd.DataFrame) -> dict[str, float]:
    """Category → toil hours more (or less) than then, the largest differences first."""
    before = {str(row["category"]): float(row["toil_hours"] or 0) for row in then.get("categories", [])}
    now = dict(zip(categories["category"].astype(str), categories["toil_hours"].fillna(0.0).astype(float), strict=True))
    changes = {one: now.get(one, 0.0) - before.get(one, 0.0) for one in sorted({*before, *now})}
    largest = sorted(changes, key=lambda one: -abs(changes[one]))[:MOST_CATEGORIES]
    return {one: changes[one] for one in largest if abs(changes[one]) >= SMALLEST}


def _cause(before: Mapping[str, Any], facts: WeekFacts, words: Words) -> str:
    """Whether hours came in, or the same hours are judged otherwise."""
    was, now = before["recorded_hours"], facts.recorded_hours
    if is_missing(was) or now is None or abs(now - float(was)) < SMALLEST:
        return words("seen.judged")
    return words("seen.recorded", then=hours(was, words), now=hours(now, words))


def _written(name: str, value: Any, words: Words) -> str:
    return hours(value, words) if name.endswith("_hours") else percent(value)


def _signed(change: float, words: Words) -> str:
    return ("+" if change > 0 else "−") + hours(abs(change), words)
