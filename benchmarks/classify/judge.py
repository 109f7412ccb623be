"""The planted category of each piece of work, and what the classifier says after some answers from its queue."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

import toil.classify
from toil.classify.quality import calibration_error
from toil.settings import Settings

TOPS = ("REQ", "INC", "INT", "RTN", "MNT", "ENG", "OVH")  # learning and outreach count as overhead
SURE = 0.8
Frames = dict[str, pd.DataFrame]


def frames_of(place: Path) -> Frames:
    """What the classifier reads of a built sample, without what anybody said about categories."""
    needed = set().union(*(relation.reads for relation in toil.classify.RELATIONS))
    made = {relation.name for relation in toil.classify.RELATIONS}
    with duckdb.connect(str(place / "store" / "toil.duckdb"), read_only=True) as connection:
        frames = {name: connection.execute(f'select * from "{name}"').df() for name in sorted(needed - made)}
    events = frames["journal_events"]
    frames["journal_events"] = events[~events["kind"].isin(["label", "undo"])].reset_index(drop=True)
    return frames


def truth_of(place: Path) -> pd.DataFrame:
    """work_id and its planted category."""
    planted = pd.read_csv(place / "truth" / "work.csv", dtype=str).fillna("")
    rows = [
        (item, row.category)
        for row in planted.itertuples()
        for item in re.findall(r"\w+", f"{row.jira_issue_ids} {row.pagerduty_incident_ids}")
    ]
    items = pd.DataFrame(rows, columns=["item", "truth"])
    with duckdb.connect(str(place / "store" / "toil.duckdb"), read_only=True) as connection:
        components = connection.execute("select work_id, item_id from work_components").df()
    components["item"] = components["item_id"].str.rsplit(":", n=1).str[-1]
    return components.merge(items, on="item").drop_duplicates("work_id")[["work_id", "truth"]]


def classified(frames: Frames) -> Frames:
    """The frames with every relation of the classifier, anew."""
    done = dict(frames)
    for relation in toil.classify.RELATIONS:
        if relation.name != "traits" and relation.compute is not None:
            done[relation.name] = relation.compute(done, Settings())
    return done


def answered(frames: Frames, truth: pd.DataFrame, count: int) -> Frames:
    """The frames classified after so many answers; after each ten the queue is asked again, as a team would."""
    done, given = classified(frames), 0
    while given < count:
        asked = done["label_queue"].sort_values("position")["recurrence_id"].head(min(10, count - given)).tolist()
        if not asked:
            break
        given += len(asked)
        done = classified(with_answers(done, {one: _planted(done, truth, one) for one in asked}))
    return done


def with_answers(frames: Frames, answers: Mapping[str, str]) -> Frames:
    """The frames with a label on each of these recurrences."""
    events = frames["journal_events"]
    first = int(events["event_id"].max() if len(events) else 0) + 1
    rows = [
        {"event_id": first + place, "written_at": pd.Timestamp("2026-01-01"), "author": "team", "kind": "label",
         "subject": subject, "body": json.dumps({"category": category})}
        for place, (subject, category) in enumerate(answers.items())
    ]  # fmt: skip
    return {**frames, "journal_events": pd.concat([events, pd.DataFrame(rows)], ignore_index=True)}


def scores(frames: Frames, truth: pd.DataFrame) -> dict[str, float]:
    """Macro-F1 over the seven kinds, accuracy, calibration error, share undecided, and how right the sure ones are.

    A category is right as far as it goes where it is the planted one or its parent. Work that people labelled counts.
    """
    from sklearn.metrics import f1_score

    both = frames["classifications"].merge(truth, on="work_id")
    planted, found = top(both["truth"]), top(both["category"])
    sure, told = both["confidence"].to_numpy(dtype=float), (both["confidence"] >= SURE).to_numpy()
    right = np.array(
        [f"{truth}.".startswith(f"{said}.") for truth, said in zip(both["truth"], both["category"], strict=True)]
    )
    return {
        "macro-F1": f1_score(planted, found, labels=list(TOPS), average="macro"),
        "accuracy": float((planted == found).mean()), "right as far as it goes": float(right.mean()),
        "calibration error": calibration_error(right, sure), "undecided": float((found == "UNK").mean()),
        "called .8 sure": float(told.mean()), "of these right": float(right[told].mean()),
    }  # fmt: skip


def per_kind(frames: Frames, truth: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and number of pieces of each of the seven kinds."""
    from sklearn.metrics import precision_recall_fscore_support

    both = frames["classifications"].merge(truth, on="work_id")
    found: Any = precision_recall_fscore_support(top(both["truth"]), top(both["category"]), labels=list(TOPS))
    return pd.DataFrame(dict(zip(("precision", "recall", "F1", "pieces"), found, strict=True)), index=list(TOPS))


def top(categories: pd.Series[str]) -> pd.Series[str]:
    """The top level of each category."""
    return categories.str.split(".").str[0].replace({"OUT": "OVH"})


def _planted(frames: Frames, truth: pd.DataFrame, recurrence_id: str) -> str:
    """What a person who knows would answer: the category of most of its pieces."""
    works = frames["recurring_work"]
    members = works.loc[works["recurrence_id"] == recurrence_id, "work_id"]
    found = truth.loc[truth["work_id"].isin(members), "truth"].value_counts()
    return str(found.index[0]) if len(found) else "UNK"
