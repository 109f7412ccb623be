"""Recurrence: which work is the same work again, what it is called, how often it comes and by which rhythm."""

from __future__ import annotations

from toil.recurrence.members import recurrence_keys, recurrence_members, recurring_work
from toil.recurrence.profile import recurrences
from toil.relations import PythonRelation

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="recurring_work", grain=("work_id",), not_null=("recurrence_id", "similarity", "key_id"),
        meaning="A piece of work that recurs, the recurrence it belongs to, and the key of its title.",
        columns={"work_id": "varchar", "recurrence_id": "varchar", "similarity": "double", "key_id": "varchar"},
        reads=frozenset({"work", "journal_events"}), compute=recurring_work,
    ),
    PythonRelation(
        name="recurrence_members", grain=("item_id",), not_null=("recurrence_id", "similarity"), public=True,
        meaning="An item of a recurrence; all items of a piece of work belong to the recurrence of that work.",
        columns={"item_id": "varchar", "recurrence_id": "varchar", "similarity": "double"},
        reads=frozenset({"recurring_work", "work_components"}), compute=recurrence_members,
    ),
    PythonRelation(
        name="recurrence_keys", grain=("key_id",), not_null=("recurrence_id", "item_count"),
        meaning="A wording of recurring work; every id that a recurrence ever had is the id of one of its wordings.",
        columns={"key_id": "varchar", "recurrence_id": "varchar", "item_count": "bigint"},
        reads=frozenset({"recurring_work"}), compute=recurrence_keys,
    ),
    PythonRelation(
        name="recurrences", grain=("recurrence_id",), public=True,
        not_null=("name", "first_seen_at", "last_seen_at", "item_count", "per_week", "cadence"),
        meaning="A recurring kind of work: at least three pieces of work whose titles say the same.",
        columns={
            "recurrence_id": "varchar", "name": "varchar", "first_seen_at": "timestamp", "last_seen_at": "timestamp",
            "item_count": "bigint", "per_week": "double", "per_week_low": "double", "per_week_high": "double",
            "dispersion": "double", "cadence": "varchar", "cadence_excess": "double", "trend": "double",
            "trend_p": "double", "trend_direction": "varchar", "previous_ids": "varchar[]", "team": "varchar",
            "service": "varchar", "planned_share": "double", "named_by": "varchar",
        },
        reads=frozenset({"build_info", "recurring_work", "recurrence_keys", "work", "teams", "journal_events"}),
        compute=recurrences,
    ),
)  # fmt: skip
