"""At its edges the classifier goes on, and says what it could not use."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
from classify_frames import built, stored, work_frame

import toil.classify
from toil.classify import RELATIONS
from toil.settings import Settings

CERTS = [{"title": f"Renew TLS certificate of host-{n}"} for n in range(4)]


def test_an_empty_journal_and_an_empty_store() -> None:
    """Nobody has said anything, then there is no work either: every relation stands, with nothing in it."""
    silent = built(work_frame(CERTS))
    assert silent["labels"].empty
    assert set(silent["classifications"]["decided_by"]) == {"rule"}
    assert len(silent["label_queue"]) == 1
    bare = built(work_frame([]))
    counts = {name: len(bare[name]) for name in ("labels", "classifications", "label_queue", "model_examples")}
    assert set(counts.values()) == {0}
    assert bare["classifier_quality"]["held_out"].tolist() == [0]


def test_labels_of_vanished_items_are_told_and_reach_nothing() -> None:
    """What a label speaks of may be gone at its source: the label stays, says so, and the rest is as without it."""
    gone = [("label", subject, '{"category": "OVH"}') for subject in ("jira:site:1", "w9999", "r-0000000000", "")]
    frames = built(work_frame(CERTS), *gone)
    assert frames["labels"]["state"].tolist() == ["unknown_subject"] * 4
    assert frames["labelled_work"].empty
    pd.testing.assert_frame_equal(frames["classifications"], built(work_frame(CERTS))["classifications"])


def test_two_people_who_differ_are_both_shown() -> None:
    """The later word decides all of the work; neither is averaged away."""
    frames = built(
        work_frame(CERTS), ("label", "w0001", '{"category": "OVH"}'), ("label", "w0001", '{"category": "INC"}')
    )
    frames["journal_events"]["author"] = ["ann", "bob"]
    relation = next(one for one in RELATIONS if one.name == "labels")
    found = stored(relation, frames, Settings())
    assert found["is_disputed"].tolist() == [True, True]
    assert found["state"].tolist() == ["replaced", "applied"]
    assert frames["classifications"].set_index("work_id").at["w0001", "category"] == "INC"


def test_no_model_of_an_older_version_can_be_read() -> None:
    """The model is learnt in each build: nothing in the room reads or writes a file but the taxonomies."""
    assert toil.classify.__file__ is not None
    readers = set()
    for file in Path(toil.classify.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = {getattr(node, "attr", ""), getattr(node, "id", ""), getattr(node, "module", "") or ""}
            if names & {"open", "read_text", "read_bytes", "write_text", "write_bytes", "pickle", "joblib", "load"}:
                readers.add(file.name)
    assert readers <= {"taxonomy.py", "team_taxonomy.py"}
