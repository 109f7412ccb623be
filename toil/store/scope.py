"""What readers of some of the teams may read of each relation; what cannot be told apart by team stays shut to them."""

from __future__ import annotations

from collections.abc import Sequence

from toil.errors import ToilError

EVERYBODYS = frozenset({
    "build_info", "categories", "classifier_calibration", "classifier_confusions", "classifier_quality",
    "classifier_scores", "data_health", "data_span", "effort_calibration", "grouping_fit", "held_out_votes",
    "journal_events", "learned_models", "relation_engines", "rule_agreement", "settings", "taxonomies",
})  # fmt: skip
"""Relations that say nothing of a team's work: how good the data and the machine are. Of `journal_events` pages show
no word; they read what was said from the journal itself, which is restricted in the same way."""

_WORK = "from work where team in (select unnest(?))"
_RECURRENCES = "from recurrences where team in (select unnest(?))"
_OF = {
    "work_id": f"select work_id {_WORK}",
    "item_id": "select item_id from work_items where team in (select unnest(?))",
    "recurrence_id": f"select recurrence_id {_RECURRENCES}",
    "key_id": f"select key_id from recurrence_keys where recurrence_id in (select recurrence_id {_RECURRENCES})",
    "automation_id": "select automation_id from automation_outcomes where team in (select unnest(?))",
    "service": f"select service {_WORK}",
}
"""By which column a relation without a column `team` is known to be of a team; the first that it has counts."""


def of_teams(relation: str, columns: Sequence[str], teams: Sequence[str]) -> tuple[str, list[list[str]]]:
    """The condition, in SQL with its values, that leaves of a relation what is of these teams.

    A service is of each team that had work about it. Raises ToilError for a relation that is about the whole house.
    """
    allowed = list(teams)
    if relation in EVERYBODYS:
        return "true", []
    if relation == "labels":  # a subject is a recurrence or a piece of work
        return f"(subject in ({_OF['recurrence_id']}) or subject in ({_OF['work_id']}))", [allowed, allowed]
    if "team" in columns and "other_id" in columns:  # a pair of recurrences: both must be of these teams
        return f'"team" in (select unnest(?)) and other_id in ({_OF["recurrence_id"]})', [allowed, allowed]
    if "team" in columns:
        return '"team" in (select unnest(?))', [allowed]
    for column, readable in _OF.items():
        if column in columns:
            return f'"{column}" in ({readable})', [allowed]
    raise ToilError(
        "this is about all teams, and your role is for some of them", where=relation,
        do="ask for a role in [app.roles] of toil.toml",
    )  # fmt: skip
