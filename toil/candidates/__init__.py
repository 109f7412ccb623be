"""Candidates: what to eliminate, hand over or automate first, and what that is worth."""

from __future__ import annotations

from toil.candidates.ranking import COLUMNS, automation_candidates
from toil.relations import PythonRelation

NEVER = ("low_payback_weeks", "payback_weeks", "high_payback_weeks")
"""Null where it never pays back."""

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="automation_candidates", grain=("recurrence_id",), public=True,
        not_null=tuple(name for name in COLUMNS if name not in ("recurrence_id", "slo_case", "team", *NEVER)),
        meaning="A recurrence worth deciding on: what it costs, what would help, and whether that pays back.",
        columns=COLUMNS,
        checks=(
            "select count(*) from automation_candidates "
            "where not hours_per_year between low_hours_per_year and high_hours_per_year",
            "select count(*) from automation_candidates "
            "where not net_hours_per_year between low_net_hours_per_year and high_net_hours_per_year",
            "select count(*) from automation_candidates where not payback_probability between 0 and 1",
            "select count(*) from automation_candidates "
            "where low_payback_weeks > payback_weeks or payback_weeks > high_payback_weeks",
            "select count(*) from automation_candidates where abs(hours_per_year * coverage - residual_hours_per_year "
            "- failure_hours_per_year - pushed_hours_per_year - upkeep_hours_per_year - net_hours_per_year) "
            "> 0.000001 * (10 + hours_per_year)",  # coverage is stored with six digits
            "select count(*) from automation_candidates "
            "where not (build_low_hours <= build_hours and build_hours <= build_high_hours)",
        ),
        reads=frozenset({"build_info", "recurrences", "recurrence_costs", "recurrence_keys", "team_categories",
                         "slo_actions", "journal_events"}),
        hears=frozenset({"estimate"}), compute=automation_candidates,
    ),
)  # fmt: skip
