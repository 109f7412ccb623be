"""Candidates: what to eliminate, hand over or automate first, and what that is worth."""

from __future__ import annotations

from toil.candidates.ranking import automation_candidates
from toil.relations import PythonRelation

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="automation_candidates", grain=("recurrence_id",), public=True,
        not_null=("rank", "name", "category", "per_week", "hours_per_occurrence", "hours_per_year",
                  "low_hours_per_year", "high_hours_per_year", "remedy", "build_hours", "payback_probability",
                  "evidence"),
        meaning="A recurrence worth deciding on: what it costs, what would help, and whether that pays back.",
        columns={
            "recurrence_id": "varchar", "rank": "integer", "name": "varchar", "category": "varchar",
            "per_week": "double", "hours_per_occurrence": "double", "hours_per_year": "double",
            "low_hours_per_year": "double", "high_hours_per_year": "double", "remedy": "varchar",
            "build_hours": "double", "payback_weeks": "double", "payback_probability": "double",
            "evidence": "varchar", "net_hours_per_year": "double", "cost_per_year": "double", "coverage": "double",
            "upkeep_share": "double", "toil_probability": "double", "quadrant": "varchar", "estimated_by": "varchar",
            "team": "varchar",
        },
        checks=(
            "select count(*) from automation_candidates "
            "where not hours_per_year between low_hours_per_year and high_hours_per_year",
            "select count(*) from automation_candidates where not payback_probability between 0 and 1",
        ),
        reads=frozenset({"build_info", "recurrences", "recurring_work", "recurrence_keys", "work", "classifications",
                         "categories", "effort", "journal_events"}),
        compute=automation_candidates,
    ),
)  # fmt: skip
