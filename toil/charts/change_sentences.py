"""What another rule or label would change, in sentences: how much, which categories, which recurring works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toil.locales.numbers import count, hours

if TYPE_CHECKING:
    from toil.classify.what_if import Changes
    from toil.locales import Words

MOST_TOPICS = 10


def change_sentence(changes: Changes, words: Words) -> str:
    """How much would change, and what becomes of all toil; that nothing would, where it is so."""
    if not changes.pieces:
        return words("what_if.nothing")
    return words(
        "what_if.summary", recurrences=count(changes.recurrences), pieces=count(changes.pieces),
        items=count(changes.items), hours=hours(changes.hours, words),
        before=hours(changes.toil_hours_before, words), after=hours(changes.toil_hours_after, words),
    )  # fmt: skip


def category_sentences(changes: Changes, words: Words, names: Mapping[str, str]) -> list[str]:
    """A sentence for each category that gains or loses work, hours or toil."""
    return [
        words("what_if.category", category=names.get(str(row["category"]), str(row["category"])),
              **{name: count(row[name]) for name in ("pieces_before", "pieces_after")},
              **{name: hours(row[name], words) for name in ("hours_before", "hours_after", "toil_hours_before",
                                                            "toil_hours_after")})
        for row in changes.by_category.to_dict("records")
    ]  # fmt: skip


def topic_sentences(changes: Changes, words: Words, names: Mapping[str, str]) -> list[str]:
    """A sentence for each recurring work that would change, the ten with most hours."""
    rows = changes.by_topic.to_dict("records")
    told = [
        words("what_if.topic" if row["before"] != row["after"] else "what_if.topic_share",
              name=row["name"] or words("what_if.once"), pieces=count(row["pieces"]), hours=hours(row["hours"], words),
              before=names.get(row["before"], row["before"]), after=names.get(row["after"], row["after"]))
        for row in rows[:MOST_TOPICS]
    ]  # fmt: skip
    return told + ([words("what_if.more", number=count(len(rows) - MOST_TOPICS))] if len(rows) > MOST_TOPICS else [])
