"""Proof: whether a shipped automation saved what it promised."""

from __future__ import annotations

from toil.proof.outcomes import automation_outcomes
from toil.relations import PythonRelation

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="automation_outcomes", grain=("automation_id",), public=True,
        not_null=("shipped_at", "verdict", "weeks_to_verdict", "evidence"),
        meaning="An automation that was shipped: the hours a week that it promised and saved, and the verdict.",
        columns={
            "automation_id": "varchar", "recurrence_id": "varchar", "shipped_at": "timestamp",
            "promised_hours_per_week": "double", "measured_hours_per_week": "double", "low": "double",
            "high": "double", "verdict": "varchar", "weeks_to_verdict": "integer", "name": "varchar",
            "hours_before_per_week": "double", "hours_after_per_week": "double", "rate_ratio": "double",
            "rate_ratio_low": "double", "rate_ratio_high": "double", "baseline_weeks": "integer",
            "after_weeks": "integer", "evidence": "varchar",
        },
        checks=("select count(*) from automation_outcomes where low > high",
                "select count(*) from automation_outcomes "
                "where verdict not in ('proven', 'too_early', 'no_effect', 'backfired')"),
        reads=frozenset({"journal_events", "recurrence_keys", "recurrences", "recurring_work", "work", "effort",
                         "team_weeks"}),
        compute=automation_outcomes,
    ),
)  # fmt: skip
