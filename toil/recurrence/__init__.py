"""Recurrence: which work is the same work again, what it is called, how often it comes and by which rhythm."""

from __future__ import annotations

from toil.recurrence.decided import DECIDED
from toil.recurrence.identity import recurrence_history, recurrence_ids
from toil.recurrence.measured import measured_recurrences
from toil.recurrence.near_misses import recurrence_likeness
from toil.recurrence.profile import KINDS, recurrences
from toil.recurrence.wordings import REFIT, grouping_fit, wordings, work_wordings
from toil.relations import PythonRelation

_WORDING = {"key_id": "varchar", "key": "varchar", "work_count": "bigint", "leader": "varchar", "decided": "varchar",
            "similarity": "double", "title": "varchar"}  # fmt: skip
_MEASURED = {
    "recurrence_id": "varchar", "name": "varchar", "first_seen_at": "timestamp", "last_seen_at": "timestamp",
    "item_count": "bigint", "per_week": "double", "per_week_low": "double", "per_week_high": "double",
    "dispersion": "double", "cadence": "varchar", "cadence_excess": "double", "season": "varchar",
    "season_share": "double", "burst_count": "bigint", "last_burst_on": "date", "last_burst_size": "bigint",
    "trend": "double", "trend_p": "double", "trend_direction": "varchar", "team": "varchar", "service": "varchar",
    "planned_share": "double",
}  # fmt: skip

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="work_wordings", grain=("work_id",), not_null=("key", "created_at", "title"),
        meaning="How a piece of work is worded: the key of its title.",
        columns={"work_id": "varchar", "key": "varchar", "created_at": "timestamp", "title": "varchar",
                 "is_project_work": "boolean"},
        reads=frozenset({"work"}),
        narrow={"work": ("work_id", "title", "created_at", "is_deleted", "is_project_work")}, compute=work_wordings,
    ),
    PythonRelation(
        name="grouping_fit", grain=(), not_null=("fitted_at", "work_count", "recipe", "asked_event"),
        meaning="When all work was last grouped anew, from how many pieces of work, by which recipe, at whose word.",
        columns={"fitted_at": "timestamp", "work_count": "bigint", "recipe": "bigint", "asked_event": "bigint"},
        reads=frozenset({"work_wordings", "build_info", "journal_events"}),
        narrow={"work_wordings": ("is_project_work",)}, hears=frozenset({REFIT}),
        remembers=frozenset({"known_fit"}), compute=grouping_fit,
    ),
    PythonRelation(
        name="wordings", grain=("key_id",), not_null=("key", "work_count", "leader"),
        meaning="A wording that was ever seen, the leader of its group, and the group that people made of it.",
        columns=_WORDING, reads=frozenset({"work_wordings", "grouping_fit", "journal_events"}),
        narrow={"work_wordings": ("key", "title", "is_project_work")}, hears=frozenset(DECIDED),
        remembers=frozenset({"known_fit", "known_wordings", "known_ids"}), compute=wordings,
    ),
    PythonRelation(
        name="recurrence_ids", grain=("recurrence_id",), not_null=("key", "founded_at"),
        meaning="Every id that was ever given to a recurrence, and the recurrence that it means today.",
        columns={"recurrence_id": "varchar", "key": "varchar", "founded_at": "timestamp", "decided": "varchar",
                 "current_id": "varchar"},
        reads=frozenset({"work_wordings", "wordings", "grouping_fit"}),
        narrow={"work_wordings": ("work_id", "key", "created_at")},
        remembers=frozenset({"known_fit", "known_wordings", "known_ids"}), compute=recurrence_ids,
    ),
    PythonRelation(
        name="recurrence_history", grain=("happened_at", "event", "recurrence_id", "other_id"),
        meaning="What became of a recurrence: born, merged into another, split off one, some of it moved to one.",
        not_null=("work_count",),
        columns={"happened_at": "timestamp", "event": "varchar", "recurrence_id": "varchar", "other_id": "varchar",
                 "work_count": "bigint"},
        reads=frozenset({"wordings", "recurrence_ids", "build_info"}),
        remembers=frozenset({"known_wordings", "known_history", "known_ids"}), compute=recurrence_history,
    ),
    PythonRelation(
        name="recurrence_likeness", grain=("recurrence_id", "other_id"), not_null=("likeness",),
        meaning="Two recurrences that the machine keeps apart although their words are nearly alike.",
        columns={"recurrence_id": "varchar", "other_id": "varchar", "likeness": "double"},
        reads=frozenset({"wordings", "recurrence_ids"}), compute=recurrence_likeness,
    ),
    PythonRelation(
        name="measured_recurrences", grain=("recurrence_id",),
        not_null=("name", "first_seen_at", "last_seen_at", "item_count", "per_week", "cadence", "season",
                  "burst_count"),
        meaning="What is measured of a recurring kind of work, before people name it: its life, rate and rhythm.",
        columns=_MEASURED, reads=frozenset({"build_info", "recurring_work", "work", "teams"}),
        narrow={"recurring_work": ("work_id", "recurrence_id"), "teams": ("team", "zone"),
                "work": ("work_id", "title", "created_at", "team", "service", "is_planned")},
        compute=measured_recurrences,
    ),
    PythonRelation(
        name="recurrences", grain=("recurrence_id",), public=True,
        not_null=("name", "first_seen_at", "last_seen_at", "item_count", "per_week", "cadence", "season",
                  "burst_count"),
        meaning="A recurring kind of work: at least three pieces of work whose titles say the same.",
        columns={**_MEASURED, "previous_ids": "varchar[]", "named_by": "varchar"},
        reads=frozenset({"measured_recurrences", "recurrence_ids", "recurrence_keys", "journal_events"}),
        hears=frozenset({*KINDS, "automation"}), compute=recurrences,
    ),
)  # fmt: skip
