"""The model card: what the model is worth on work that it has not seen, and what people say of the rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from classify_frames import built, work_frame

from tests.memory import in_memory
from toil.classify.model import called
from toil.classify.quality import NEVER, quality_row
from toil.relations import sql_relations

SQL = {relation.name: relation.sql for relation in sql_relations()}
VOTES = pd.DataFrame(
    [(0, False, "A", "A", 0.9, False), (1, True, "A", "A", 0.95, False), (2, True, "A", "B", 0.92, False),
     (3, True, "B", "B", 0.4, True), (4, True, "B", "B", 0.85, False)],
    columns=["text_number", "is_judged", "category", "said", "confidence", "abstained"],
).assign(temperature=1.0, threshold=0.5, is_right=lambda rows: rows["category"] == rows["said"])  # fmt: skip


def asked(relation: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """A SQL relation on hand-made tables."""
    with in_memory() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        return connection.execute(SQL[relation]).df().sort_values("category", ignore_index=True)


def test_what_set_the_threshold_is_no_score() -> None:
    """Only judged rows count, and of these only what it did not abstain from has a precision."""
    row = quality_row(VOTES, 50)
    assert (row["trained_on"], row["held_out"], row["threshold"], row["coverage"]) == (50, 4, 0.5, 0.75)
    assert row["precision"] == pytest.approx(2 / 3)
    assert quality_row(VOTES.head(1), 50)["threshold"] == NEVER


def test_precision_and_recall_by_category() -> None:
    """Precision is of what it called so, recall of what is so; what it abstained from was not found."""
    found = asked("classifier_scores", held_out_votes=VOTES).set_index("category")
    assert found.loc["A", ["held_out", "said", "precision", "recall"]].tolist() == [2, 1, 1.0, 0.5]
    assert found.loc["B", ["held_out", "said", "abstained", "precision", "recall"]].tolist() == [2, 2, 1, 0.5, 0.5]


def test_a_kind_is_right_of_its_part() -> None:
    """What was decided as a kind alone cannot tell its parts wrong; the card counts it as right as far as it goes."""
    rows = VOTES.assign(category=["A", "A", "A.x", "B", "B"], said=["A", "A.x", "A", "B", "B"], is_right=True)
    found = asked("classifier_scores", held_out_votes=rows).set_index("category")
    assert found["recall"].to_dict() == {"A": 1.0, "A.x": 1.0, "B": 0.5}
    assert found.loc[["A", "A.x", "B"], "precision"].tolist() == [1.0, 1.0, 1.0]
    assert asked("classifier_confusions", held_out_votes=rows).empty


def test_a_part_is_called_where_it_stands_out() -> None:
    """A kind's shares are summed first; its part is called where it has most of all parts' shares, else the kind."""
    names = ["A", "A.x", "A.y", "B"]
    shares = np.array([[0.3, 0.35, 0.05, 0.3], [0.1, 0.2, 0.25, 0.45], [0.0, 0.1, 0.0, 0.9], [0.4, 0.0, 0.0, 0.6]])
    said, sure = called(shares, names)
    assert said == ["A.x", "A", "B", "B"]
    assert sure.tolist() == pytest.approx([0.7 * 0.875, 0.55, 0.9, 0.6])


def test_what_it_confuses() -> None:
    """Only what was wrong and told."""
    found = asked("classifier_confusions", held_out_votes=VOTES)
    assert found[["category", "said", "texts"]].values.tolist() == [["A", "B", 1]]


def test_calibration_by_tenths() -> None:
    """How sure it was stands beside how often it was right; a confidence of 1 belongs to the last tenth."""
    sure = VOTES.assign(confidence=VOTES["confidence"].replace(0.95, 1.0), category="A", said="A", is_right=True)
    with in_memory() as connection:
        connection.register("held_out_votes", sure)
        found = connection.execute(f"select bin, texts, right_share from ({SQL['classifier_calibration']}) order by 1")
        assert found.fetchall() == [(4, 1, 1.0), (8, 1, 1.0), (9, 2, 1.0)]


def test_a_recurrence_confirms_the_rules_once() -> None:
    """Four labelled pieces of one recurrence are one answer, and one that differs is no confirmation."""
    frames = built(
        work_frame([{"title": "Grant access to Grafana"}] * 4), ("label", "w0000", '{"category": "REQ.access"}')
    )
    ours = frames["recurring_work"]["recurrence_id"].iloc[0]
    for category, confirmed in (("REQ.access", 1), ("OVH", 0)):
        again = built(frames["work"], ("label", ours, f'{{"category": "{category}"}}'))
        found = asked(
            "rule_agreement", rule_votes=again["rule_votes"], labelled_work=again["labelled_work"],
            work_recurrences=again["recurring_work"],
        )  # fmt: skip
        assert found[["category", "labelled", "confirmed"]].values.tolist() == [["REQ.access", 1, confirmed]]


def test_drift_is_the_part_of_the_mix_that_changed() -> None:
    """Four weeks alike and a fifth of another kind is a change of 1, for that team; first weeks have none."""
    days = pd.date_range("2026-06-01", periods=6, freq="7D")
    ids = [f"w{n}" for n in range(12)]
    work = pd.DataFrame({"work_id": ids, "team": [*"sssssstttttt"], "created_at": [*days, *days], "is_deleted": False})
    classes = pd.DataFrame({"work_id": ids, "category": [*"AAAAABCCCCCC"], "decided_by": "rule", "confidence": 0.5})
    with in_memory() as connection:
        for name, frame in {"work": work, "classifications": classes}.items():
            connection.register(name, frame)
        connection.execute("create temp table build_info as select timestamp '2026-12-01' as as_of")
        found = connection.execute(SQL["classification_drift"]).df().sort_values(["team", "week"])
    assert found.loc[found["team"] == "t", "mix_change"].fillna(-1).tolist() == [-1, -1, -1, -1, 0, 0]
    found = found[found["team"] == "s"]
    assert found["mix_change"].fillna(-1).tolist() == [-1, -1, -1, -1, 0, 1]
    assert found["rule_share"].tolist() == [1.0] * 6
