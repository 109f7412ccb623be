"""Classify: what kind of work each piece is, how far it is toil, who or what decided, and why."""

from __future__ import annotations

from toil.classify.decisions import (
    classifications,
    classifier_learning,
    classifier_quality,
    held_out_rows,
    labelled_work,
    model_examples,
    model_votes,
    rule_vote_rows,
)
from toil.classify.labels import labels
from toil.classify.queue import label_queue
from toil.classify.taxonomy_rows import categories, taxonomy_rows, team_categories
from toil.classify.traits import traits
from toil.learning import LEARNING
from toil.relations import PythonRelation

_CATEGORY = {
    "category": "varchar", "parent": "varchar", "name_en": "varchar", "name_ja": "varchar", "meaning_en": "varchar",
    "meaning_ja": "varchar", "toil_probability": "double", "default_minutes": "double", "remedy": "varchar[]",
    "google_class": "varchar", "kubell": "varchar", "examples": "varchar[]", "counter_examples": "varchar[]",
    "position": "integer",
}  # fmt: skip
_LABELLED = frozenset({"journal_events", "recurrence_keys", "recurring_work", "work", "work_components"})
_SPOKEN_OF = {"work": ("work_id", "team"), "recurring_work": ("work_id", "recurrence_id"),
              "work_components": ("work_id", "item_id")}  # fmt: skip
_TEXT = ("work_id", "team", "title", "item_type", "labels", "service", "project", "is_machine_made", "is_planned")
_LABELLED_WORK = PythonRelation(
    name="labelled_work", grain=("work_id",), not_null=("event_id", "on_recurrence", "why"),
    meaning="A piece of work that people labelled, the label that decides, and why somebody says so.",
    columns={"work_id": "varchar", "event_id": "bigint", "category": "varchar", "on_recurrence": "boolean",
             "toil_probability": "double", "why": "varchar"},
    reads=_LABELLED, narrow=_SPOKEN_OF, hears=frozenset({"label"}), compute=labelled_work,
)  # fmt: skip


RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        name="categories", grain=("category",), not_null=("name_en", "name_ja", "toil_probability", "position"),
        meaning="A kind of work that some team has: its names, its meaning, how far it is toil, and what may help.",
        columns=_CATEGORY, compute=categories,
    ),
    PythonRelation(
        name="team_categories", grain=("team", "category"),
        not_null=("name_en", "name_ja", "toil_probability", "position", "origin"),
        meaning="A category as a team has it, and whether it is shipped, changed or added by the team.",
        columns={"team": "varchar", **_CATEGORY, "origin": "varchar"},
        checks=("select count(*) from team_categories where category not in (select category from categories)",
                "select count(*) from team_categories where origin not in ('shipped', 'changed', 'added')"),
        reads=frozenset({"teams"}), compute=team_categories,
    ),
    PythonRelation(
        name="taxonomies", grain=("team",), not_null=("version",),
        meaning="The version of a team's taxonomy, and the categories that are not as they were shipped.",
        columns={"team": "varchar", "version": "varchar", "added": "varchar[]", "changed": "varchar[]",
                 "removed": "varchar[]"},
        reads=frozenset({"teams"}), compute=taxonomy_rows,
    ),
    PythonRelation(
        name="labels", grain=("event_id",), not_null=("subject", "state", "item_count", "is_disputed"),
        meaning="A label that a person gave: if it was applied, to how many pieces of work, and if others differ.",
        columns={"event_id": "bigint", "subject": "varchar", "category": "varchar", "state": "varchar",
                 "item_count": "bigint", "written_at": "timestamp", "recurrence_id": "varchar", "why": "varchar",
                 "is_disputed": "boolean", "taxonomy_version": "varchar"},
        reads=_LABELLED, narrow=_SPOKEN_OF, hears=frozenset({"label"}), compute=labels,
    ),
    _LABELLED_WORK,
    PythonRelation(
        name="rule_votes", grain=("work_id",), not_null=("category", "confidence", "evidence"),
        meaning="What the rules say of a piece of work, and which rule; UNK where none fits.",
        columns={"work_id": "varchar", "category": "varchar", "rule": "varchar", "confidence": "double",
                 "evidence": "varchar", "facts": "varchar"},
        reads=frozenset({"work", "recurring_work", "untouched_work", "work_circumstances"}),
        narrow={"work": (*_TEXT, "is_project_work", "urgency"), "recurring_work": ("work_id", "recurrence_id")},
        compute=rule_vote_rows,
    ),
    PythonRelation(
        name="classifier_learning", grain=(), not_null=tuple(LEARNING), columns=LEARNING,
        meaning="When the model last learned, from how many pieces of work that rules decide, and how many there are.",
        reads=frozenset({"rule_votes", "labelled_work", "build_info"}),
        narrow={"rule_votes": ("category", "confidence")},
        remembers=frozenset({"last_classifier_learning"}), compute=classifier_learning,
    ),
    PythonRelation(
        name="model_examples", grain=("text_number",), not_null=("texts", "bare", "categories", "created_at"),
        meaning="A text that the model learns from, oldest first: as it is, without rule words, and what was decided.",
        columns={"text_number": "integer", "texts": "varchar", "bare": "varchar", "categories": "varchar",
                 "created_at": "timestamp"},
        reads=frozenset({"work", "rule_votes", "labelled_work", "classifier_learning"}),
        narrow={"work": (*_TEXT, "is_deleted", "created_at"), "rule_votes": ("work_id", "category", "confidence")},
        remembers=frozenset({"last_classifier_learning", "last_model_examples"}), compute=model_examples,
    ),
    PythonRelation(
        name="held_out_votes", grain=("text_number",),
        not_null=("created_at", "is_judged", "category", "said", "is_right", "confidence", "abstained"),
        meaning="What a model of earlier work says of a later text; the judged ones, which set nothing, are its score.",
        columns={"text_number": "integer", "created_at": "timestamp", "is_judged": "boolean", "category": "varchar",
                 "said": "varchar", "is_right": "boolean", "confidence": "double", "abstained": "boolean",
                 "temperature": "double", "threshold": "double"},
        reads=frozenset({"model_examples"}), compute=held_out_rows,
    ),
    PythonRelation(
        name="classifier_quality", grain=(), not_null=("trained_on", "held_out", "threshold"),
        meaning="The model's score on the last part in time, which it had not seen, and when it abstains.",
        columns={"trained_on": "bigint", "held_out": "bigint", "temperature": "double", "threshold": "double",
                 "precision": "double", "coverage": "double", "calibration_error": "double"},
        reads=frozenset({"model_examples", "held_out_votes"}), compute=classifier_quality,
    ),
    PythonRelation(
        name="model_votes", grain=("work_id",), not_null=("category", "confidence", "abstained"),
        meaning="What the model says of a piece of work that neither rules nor people decided.",
        columns={"work_id": "varchar", "category": "varchar", "confidence": "double", "toil_probability": "double",
                 "abstained": "boolean"},
        reads=frozenset({"work", "rule_votes", "labelled_work", "model_examples", "classifier_quality"}),
        narrow={"work": (*_TEXT, "is_deleted"), "rule_votes": ("work_id", "category")},
        compute=model_votes,
    ),
    PythonRelation(
        name="classifications", grain=("work_id",), public=True,
        not_null=("category", "toil_probability", "confidence", "decided_by", "evidence"),
        meaning="The category of a piece of work, how far it is toil, and who or what decided that, why.",
        columns={"work_id": "varchar", "category": "varchar", "toil_probability": "double", "confidence": "double",
                 "decided_by": "varchar", "evidence": "varchar", "facts": "varchar"},
        checks=("select count(*) from classifications where category not in (select category from categories)",
                "select count(*) from classifications where not toil_probability between 0 and 1"),
        reads=frozenset({"work", "recurring_work", "rule_votes", "labelled_work", "classifier_quality", "model_votes",
                         "categories"}),
        narrow={"work": ("work_id", "team"), "recurring_work": ("work_id",),
                "rule_votes": ("work_id", "category", "confidence", "evidence", "facts")},
        compute=classifications,
    ),
    PythonRelation(
        name="label_queue", grain=("recurrence_id",), public=True,
        not_null=("position", "name", "category", "confidence", "uncertainty", "item_count", "hours", "score"),
        meaning="A recurrence whose category the team is asked for: how unsure it is, and how much an answer settles.",
        columns={"recurrence_id": "varchar", "position": "integer", "name": "varchar", "category": "varchar",
                 "confidence": "double", "uncertainty": "double", "item_count": "bigint", "hours": "double",
                 "score": "double", "team": "varchar", "toil_probability": "double", "decided_by": "varchar",
                 "evidence": "varchar", "facts": "varchar"},
        reads=frozenset({"recurring_work", "labelled_work", "recurrences", "classifications", "effort"}),
        narrow={"recurring_work": ("work_id", "recurrence_id"), "effort": ("work_id", "engaged_seconds")},
        compute=label_queue,
    ),
    PythonRelation(
        name="traits", grain=("recurrence_id", "trait"), not_null=("score", "evidence", "decided_by"), public=True,
        meaning="How far a recurrence has one of the six properties of toil, from 0 to 1, and what shows it.",
        columns={"recurrence_id": "varchar", "trait": "varchar", "score": "double", "evidence": "varchar",
                 "facts": "varchar", "decided_by": "varchar", "measured_score": "double", "event_id": "bigint"},
        checks=("select count(*) from traits where not score between 0 and 1",),
        reads=frozenset({"recurrences", "recurring_work", "work", "effort", "growth", "journal_events",
                         "recurrence_keys"}),
        narrow={"recurring_work": ("work_id", "recurrence_id", "similarity"),
                "work": ("work_id", "created_at", "resolved_at", "is_machine_made", "is_planned"),
                "effort": ("work_id", "person_id", "engaged_seconds", "effort_source")},
        hears=frozenset({"trait"}), compute=traits,
    ),
)  # fmt: skip
