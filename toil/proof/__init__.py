"""Proof: whether a shipped automation saved what it promised."""

from __future__ import annotations

from toil.proof.gaps import COLUMNS as GAP_COLUMNS
from toil.proof.gaps import automation_gaps
from toil.proof.outcomes import COLUMNS as OUTCOME_COLUMNS
from toil.proof.outcomes import automation_outcomes
from toil.proof.weeks import COLUMNS as WEEK_COLUMNS
from toil.proof.weeks import automation_weeks
from toil.relations import PythonRelation

_READS = frozenset({"journal_events", "recurrence_keys", "recurrences", "proof_occurrences", "proof_weeks"})
_HEARS = frozenset({"automation"})

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="automation_outcomes", grain=("automation_id",), public=True,
        not_null=("shipped_at", "verdict", "weeks_to_verdict", "evidence", "missed_count", "missed_hours"),
        meaning="An automation that was shipped: the hours a week that it promised and saved, the verdict, and since.",
        columns=OUTCOME_COLUMNS,
        checks=("select count(*) from automation_outcomes where low > high or rate_ratio_low > rate_ratio_high",
                "select count(*) from automation_outcomes "
                "where verdict not in ('proven', 'too_early', 'no_effect', 'backfired')"),
        reads=_READS | {"build_info"}, hears=_HEARS, compute=automation_outcomes,
    ),
    PythonRelation(
        name="automation_weeks", grain=("automation_id", "week"), public=True,
        not_null=("week_starts_at", "phase", "value", "occurrences", "hours", "signal"),
        meaning="A week around an automation as its control chart shows it: its value, the limits, and the signal.",
        columns=WEEK_COLUMNS,
        checks=("select count(*) from automation_weeks "
                "where phase not in ('earlier', 'baseline', 'selection', 'transition', 'after')",
                "select count(*) from automation_weeks where low > mean or mean > high"),
        reads=_READS, hears=_HEARS, compute=automation_weeks,
    ),
    PythonRelation(
        name="automation_gaps", grain=("automation_id", "number"),
        not_null=("began_at", "ended_at", "days", "phase", "is_open", "signal"),
        meaning="Days between two occurrences of automated work that is rare, the limits of chance, and the signal.",
        columns=GAP_COLUMNS,
        checks=("select count(*) from automation_gaps where phase not in ('before', 'across', 'after') or days < 0",
                "select count(*) from automation_gaps where low > mean or mean > high"),
        reads=_READS, hears=_HEARS, compute=automation_gaps,
    ),
)  # fmt: skip
