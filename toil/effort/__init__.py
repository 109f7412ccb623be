"""The ladder of evidence; its steps are SQL relations in toil/sql/model, what is learned of them is here."""

from __future__ import annotations

from toil.effort.estimates import effort_fits, effort_learning, first_estimates
from toil.effort.ranges import effort_estimates, effort_ranges
from toil.learning import LEARNING
from toil.relations import PythonRelation

RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        "effort_learning",
        "When effort was last learned from declarations, from how many pairs, and how many there are now.",
        (), not_null=tuple(LEARNING), columns=LEARNING,
        reads=frozenset({"effort_evidence", "build_info"}),
        narrow={"effort_evidence": ("evidence", "declared_seconds")},
        remembers=frozenset({"last_effort_learning"}), compute=effort_learning,
    ),
    PythonRelation(
        "effort_fits",
        "What declarations taught of effort, as JSON: coefficients, effects of categories and recurrences.",
        (), not_null=("body",), columns={"body": "varchar"}, reads=frozenset({"effort_evidence", "effort_learning"}),
        remembers=frozenset({"last_effort_learning", "last_effort_fits"}), compute=effort_fits,
    ),
    PythonRelation(
        "first_estimates",
        "What a person's computed evidence on a piece of work stands for, before the days it falls on are looked at.",
        ("work_id", "person_id"),
        not_null=("evidence", "middle_seconds", "mean_seconds", "learned_from", "fold"),
        checks=(
            "select count(*) from first_estimates where not (0 <= middle_seconds and 0 <= mean_seconds)",
            "select abs((select count(*) from first_estimates) - (select count(*) from effort_evidence))",
        ),
        columns={"work_id": "varchar", "person_id": "varchar", "evidence": "varchar", "declared_seconds": "bigint",
                 "middle_seconds": "double", "mean_seconds": "double", "learned_from": "varchar", "fold": "bigint"},
        reads=frozenset({"effort_evidence", "effort_fits"}), compute=first_estimates,
    ),
    PythonRelation(
        "effort_ranges", "What the errors of held-out declarations taught, as JSON: slopes over full days, and ranges.",
        (), not_null=("body",), columns={"body": "varchar"},
        reads=frozenset({"first_estimates", "day_fullness", "effort_learning"}),
        remembers=frozenset({"last_effort_learning", "last_effort_ranges"}), compute=effort_ranges,
    ),
    PythonRelation(
        "effort_estimates",
        "What a person's computed evidence on a piece of work stands for, learned from what people declared.",
        ("work_id", "person_id"),
        not_null=("evidence", "mean_seconds", "low_seconds", "high_seconds", "learned_from"),
        checks=(
            "select count(*) from effort_estimates where not (0 <= low_seconds and low_seconds <= mean_seconds "
            "and mean_seconds <= high_seconds)",
            "select abs((select count(*) from effort_estimates) - (select count(*) from effort_evidence))",
        ),
        columns={"work_id": "varchar", "person_id": "varchar", "evidence": "varchar", "declared_seconds": "bigint",
                 "middle_seconds": "double", "mean_seconds": "double", "low_seconds": "double",
                 "high_seconds": "double", "learned_from": "varchar"},
        reads=frozenset({"first_estimates", "day_fullness", "effort_ranges"}), compute=effort_estimates,
    ),
)  # fmt: skip
