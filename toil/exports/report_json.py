"""The report of a week as one JSON document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toil.exports.week import TeamWeek, WeekReport

SCHEMA = "toil.report/1"


def to_document(report: WeekReport) -> dict[str, Any]:
    """`{"schema": "toil.report/1", "week", "build", "teams": [{"team", "facts", "budget", …}], "candidates", …}`."""
    return {
        "schema": SCHEMA,
        "week": report.week,
        "build": report.build,
        "teams": [team_document(part) | {"seen_then": _seen(part)} for part in report.teams],
        "candidates": report.candidates.to_dict("records"),
        "error_budgets": report.services.to_dict("records"),
        "sources": report.sources.to_dict("records"),
        "rejected_rows": report.rejected,
    }


def team_document(part: TeamWeek) -> dict[str, Any]:
    """One team of the document. Of a team that is too small to be shown, nothing but its name."""
    if part.is_too_small or part.facts is None:
        return {"team": part.team, "is_too_small": part.is_too_small, "facts": None}
    return {
        "team": part.team,
        "is_too_small": False,
        "facts": {**asdict(part.facts), "verdict": part.facts.verdict},
        "budget": part.budget,
        "forecast": part.forecast,
        "categories": part.categories.to_dict("records"),
        "topics": part.topics.to_dict("records"),
        "interruptions": part.interruptions.to_dict("records"),
    }


def _seen(part: TeamWeek) -> dict[str, Any] | None:
    """The same document of the team as it was frozen, and when; None where nobody froze the week."""
    if part.seen is None:
        return None
    return {"taken_at": part.seen.taken_at, "build_id": part.seen.build_id, "as_of": part.seen.as_of,
            **part.seen.body}  # fmt: skip
