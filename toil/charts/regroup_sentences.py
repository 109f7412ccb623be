"""What a word about recurring work would change, in sentences: which grow, which shrink, which begin or end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.locales.numbers import count, hours

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from toil.locales import Words

MOST_TOLD = 6


def regroup_sentences(rows: pd.DataFrame, words: Words) -> list[str]:
    """A sentence for each recurrence of `recurrence.what_if.regrouped`, those of which most moves first."""
    told = [
        words(
            f"regroup.{_becomes(row)}", name=row["name"],
            pieces_before=count(row["pieces_before"]), pieces_after=count(row["pieces_after"]),
            hours_before=hours(row["hours_before"], words), hours_after=hours(row["hours_after"], words),
        )
        for row in rows.head(MOST_TOLD).to_dict("records")
    ]  # fmt: skip
    return told + ([words("regroup.more", number=count(len(rows) - MOST_TOLD))] if len(rows) > MOST_TOLD else [])


def _becomes(row: Mapping[Hashable, Any]) -> str:
    if not row["pieces_after"]:
        return "ends"
    return "changes" if row["recurrence_id"] and row["pieces_before"] else "begins"
