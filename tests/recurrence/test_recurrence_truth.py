"""The grouping is judged by the planted truth, and by its speed on real titles."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pandas as pd
import pytest
from sample_truth import sample_items
from sklearn.metrics import homogeneity_completeness_v_measure

from toil.recurrence.members import recurring_work
from toil.settings import Settings

SHARED = Path(__file__).parents[3] / "shared" / "data" / "jira_titanium_issues.jsonl.gz"


def groups(titles: list[str]) -> list[str]:
    """The recurrence of each title; titles that do not recur are groups of their own."""
    names = [f"{number:06}" for number in range(len(titles))]
    work = pd.DataFrame({"work_id": names, "title": titles, "is_deleted": False})
    work["created_at"] = pd.Timestamp("2026-06-01") + pd.to_timedelta(work.index, unit="h")
    found = recurring_work({"work": work}, Settings()).set_index("work_id")["recurrence_id"]
    return [str(found.get(name, f"alone {name}")) for name in names]


def test_planted_kinds_are_found_again() -> None:
    """Groups hardly ever mix planted kinds (homogeneity), and most of a kind is found together (completeness).

    First measured, with the settings of learning.md untouched: .998 and .825, a V-measure of .904 (now .903).
    """
    items = sample_items()
    found = pd.Series(groups(items["title"].tolist()))
    recurring = items["kind"] != ""
    pure, complete, both = homogeneity_completeness_v_measure(items["kind"][recurring], found[recurring])
    assert pure >= 0.97
    assert complete >= 0.78
    assert both >= 0.87


def test_work_that_was_planted_once_is_mostly_left_alone() -> None:
    """At most an eighth of the one-off titles is taken for something that recurs; measured: 42 of 484."""
    items = sample_items()
    found = pd.Series(groups(items["title"].tolist()))
    assert (~found[items["kind"] == ""].str.startswith("alone")).mean() <= 0.125


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_file(), reason="needs ../shared/data/jira_titanium_issues.jsonl.gz")
def test_thirty_thousand_titles_take_seconds() -> None:
    """29,057 real titles are masked and grouped in well under half a minute, and most of them do not recur."""
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        titles = [str(json.loads(line)["fields"].get("summary") or "") for line in lines]
    began = time.process_time()
    found = groups(titles)
    assert time.process_time() - began < 30
    assert 0.1 < sum(not name.startswith("alone") for name in found) / len(found) < 0.3
