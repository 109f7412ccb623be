"""The queue asks first where an answer settles most, and never what people have said."""

from __future__ import annotations

import pytest
from classify_frames import built, work_frame

WORK = [
    *({"title": f"Renew TLS certificate of host-{n}"} for n in range(9)),
    *({"title": f"Zebra count {n}"} for n in range(4)),
    *({"title": f"Giraffe parade {n}"} for n in range(9)),
]


def test_uncertain_and_frequent_work_is_asked_for_first() -> None:
    """Nine unknown pieces come before four, and both before nine that a rule knows; one row a recurrence."""
    queue = built(work_frame(WORK))["label_queue"].sort_values("position")
    assert [name.split()[0] for name in queue["name"]] == ["Giraffe", "Zebra", "Renew"]
    assert queue["position"].tolist() == [1, 2, 3]
    assert queue["score"].tolist() == pytest.approx([3.0, 2.0, 0.08 * 3])
    assert queue["item_count"].tolist() == [9, 4, 9]
    assert queue["hours"].tolist() == [9.0, 4.0, 9.0]


def test_what_was_answered_is_not_asked_again() -> None:
    """A label takes its recurrence out of the queue."""
    work = work_frame(WORK)
    first = built(work)["label_queue"].sort_values("position")["recurrence_id"].iloc[0]
    again = built(work, ("label", first, '{"category": "OVH"}'))["label_queue"]
    assert first not in set(again["recurrence_id"])
    assert len(again) == 2


def test_nothing_recurs_nothing_is_asked() -> None:
    """Without recurring work the queue is empty."""
    assert built(work_frame([{"title": "Once"}]))["label_queue"].empty
