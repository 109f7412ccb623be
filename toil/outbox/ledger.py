"""What was filed before, as the journal tells it: the only memory that Jira's late search index cannot lose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Filed:
    """A candidate that was filed, or of which it is not known whether it was: then `issue_id` is empty.

    `remedy` and `hours_per_year` are those that the issue, or its last comment, tells. Times are UTC.
    """

    recurrence_id: str
    site: str
    issue_id: str
    key: str
    remedy: str
    hours_per_year: float
    written_at: datetime


def ledger_of(events: Iterable[tuple[str, str, Mapping[str, Any]]], site: str) -> dict[str, Filed]:
    """The newest state by recurrence_id, from (written_at, subject, body) of the `push` events, oldest first.

    A body has `state`: asked (the request may or may not have arrived), filed, told (a comment), refused.
    """
    known: dict[str, Filed] = {}
    for written_at, subject, body in events:
        if body.get("site") != site:
            continue
        if body.get("state") == "refused":
            known.pop(subject, None)
            continue
        known[subject] = Filed(
            subject, site, str(body.get("issue_id") or ""), str(body.get("key") or ""), str(body.get("remedy") or ""),
            float(body.get("hours_per_year") or 0.0), datetime.fromisoformat(written_at),
        )  # fmt: skip
    return known
