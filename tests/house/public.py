"""DESIGN.md's public relations, their grain and the columns that stay."""

PUBLIC = {
    "build_info": ((), "build_id as_of toil_version taxonomy_version"),
    "work_items": (
        ("item_id",),
        "item_id work_id source item_key url title item_type source_status status priority created_at started_at "
        "resolved_at updated_at requester_id assignee_id team service labels is_planned is_deleted",
    ),
    "work_links": (("item_id", "linked_item_id"), "item_id linked_item_id method confidence evidence"),
    "effort": (
        ("work_id", "person_id", "day"),
        "work_id item_id person_id day engaged_seconds low_seconds high_seconds effort_source",
    ),
    "interruptions": (("item_id", "person_id", "interrupted_at"), "item_id person_id interrupted_at hour_class"),
    "recurrences": (
        ("recurrence_id",),
        "recurrence_id name first_seen_at last_seen_at item_count per_week cadence trend previous_ids",
    ),
    "recurrence_members": (("item_id",), "item_id recurrence_id similarity"),
    "classifications": (("work_id",), "work_id category toil_probability confidence decided_by evidence"),
    "label_queue": (
        ("recurrence_id",),
        "recurrence_id position name category confidence uncertainty item_count hours score",
    ),
    "traits": (("recurrence_id", "trait"), "recurrence_id trait score evidence"),
    "toil_by_week": (
        ("team", "week"),
        "team week toil_hours low_hours high_hours recorded_hours capacity_hours toil_share coverage budget_share",
    ),
    "toil_budget": (
        ("team", "week"),
        "team week target_share toil_hours low_hours high_hours capacity_hours toil_share remaining_hours "
        "burn_fast burn_slow floor_share state",
    ),
    "toil_by_category": (("team", "week", "category"), "team week category item_count hours toil_hours"),
    "automation_candidates": (
        ("recurrence_id",),
        "recurrence_id rank name category per_week hours_per_occurrence hours_per_year low_hours_per_year "
        "high_hours_per_year remedy build_hours payback_weeks payback_probability evidence",
    ),
    "automation_outcomes": (
        ("automation_id",),
        "automation_id recurrence_id shipped_at promised_hours_per_week measured_hours_per_week low high verdict "
        "weeks_to_verdict",
    ),
    "automation_weeks": (("automation_id", "week"), "automation_id week phase value mean low high signal"),
    "automation_misses": (("automation_id", "work_id"), "automation_id work_id recurrence_id created_at hours"),
    "automation_totals": (
        (),
        "automations proven too_early no_effect backfired regressed hours_returned hours_invested missed_count",
    ),
    "error_budgets": (
        ("service",),
        "service objective window_days bad_minutes budget_minutes remaining_share burn_rate",
    ),
    "completeness": (
        ("source", "site", "scope", "kind"),
        "name server_total held missing surplus is_exact counted_at",
    ),
    "data_health": (
        ("source", "site"),
        "source last_run_at last_complete_at items truncated unmatched_people unknown_statuses deleted coverage",
    ),
}
