"""What the classifier learns from stays: the same texts until enough has changed, or somebody gives a label."""

from __future__ import annotations

import pandas as pd

from toil.classify.decisions import classifier_learning, model_examples
from toil.settings import Settings

AS_OF = pd.Timestamp("2026-11-02")
NO_LABELS = pd.DataFrame({"work_id": pd.Series(dtype=str), "event_id": pd.Series(dtype=int),
                          "category": pd.Series(dtype=str)})  # fmt: skip
NOTHING = pd.DataFrame()


def frames(count: int, labels: pd.DataFrame = NO_LABELS) -> dict[str, pd.DataFrame]:
    """So many pieces of work that a rule is sure of, each with a title of its own."""
    titles = [f"mend {chr(97 + n // 26)}{chr(97 + n % 26)}oru" for n in range(count)]
    work = pd.DataFrame({
        "work_id": [f"w{n}" for n in range(count)], "team": "team", "title": titles,
        "item_type": "Task", "labels": [[]] * count, "service": None, "project": "P", "is_machine_made": False,
        "is_planned": False, "is_deleted": False, "created_at": AS_OF,
    })  # fmt: skip
    votes = work[["work_id"]].assign(category="REQ", confidence=0.9)
    return {"work": work, "rule_votes": votes, "labelled_work": labels,
            "build_info": pd.DataFrame({"as_of": [AS_OF]})}  # fmt: skip


def learned(now: dict[str, pd.DataFrame], last: dict[str, pd.DataFrame] | None = None) -> dict[str, pd.DataFrame]:
    """The two relations after those of the build before."""
    for name in ("classifier_learning", "model_examples"):
        now[f"last_{name}"] = last[name] if last else NOTHING
    now["classifier_learning"] = classifier_learning(now, Settings())
    now["model_examples"] = model_examples(now, Settings())
    return now


def test_one_per_cent_more_leaves_the_texts_and_a_tenth_more_does_not() -> None:
    """101 titles are learned from as the 100 before them were, 110 are read again."""
    first = learned(frames(100))
    assert learned(frames(101), first)["model_examples"].equals(first["model_examples"])
    assert learned(frames(110), first)["model_examples"].equals(learned(frames(110))["model_examples"])


def test_a_label_is_learned_from_at_once() -> None:
    """Given, changed or withdrawn: each time the texts are chosen anew."""
    one = pd.DataFrame({"work_id": ["w1"], "event_id": [7], "category": ["INT"]})
    before = learned(frames(100))
    for labels in (one, one.assign(category="ENG"), NO_LABELS):
        after = learned(frames(100, labels), before)
        assert after["model_examples"].equals(learned(frames(100, labels))["model_examples"])
        assert not after["model_examples"].equals(before["model_examples"])
        before = after
