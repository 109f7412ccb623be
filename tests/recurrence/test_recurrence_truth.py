"""The grouping is judged by the planted truth, and by its speed on real titles."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pandas as pd
import pytest
from recurrence_frames import grouped
from sample_truth import is_japanese, sample_works
from sklearn.metrics import homogeneity_completeness_v_measure

SHARED = Path(__file__).parents[3] / "shared" / "data" / "jira_titanium_issues.jsonl.gz"


def groups(titles: list[str], in_project: pd.Series[bool] | bool = False) -> list[str]:
    """The recurrence of each title; titles that do not recur are groups of their own."""
    names = [f"{number:06}" for number in range(len(titles))]
    work = pd.DataFrame({"work_id": names, "title": titles, "is_deleted": False})
    work["is_project_work"] = [*in_project] if isinstance(in_project, pd.Series) else in_project
    work["created_at"] = pd.Timestamp("2026-06-01") + pd.to_timedelta(work.index, unit="h")
    found = grouped(work, last="recurring_work")["recurring_work"].set_index("work_id")["recurrence_id"]
    return [str(found.get(name, f"alone {name}")) for name in names]


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    """The sample's planted pieces of work with the group that each was put in."""
    works = sample_works()
    return works.assign(
        group=groups(works["title"].tolist(), works["is_project_work"]), is_ja=is_japanese(works["title"])
    )


@pytest.mark.parametrize("japanese", [False, True])
def test_planted_kinds_are_found_again(judged: pd.DataFrame, japanese: bool) -> None:
    """Over recurring work of each language the V-measure is at least .95; measured: .957 English, .973 Japanese.

    A seed that no setting was chosen by (11) gave .954 and .961.
    """
    rows = judged[(judged["kind"] != "") & (judged["is_ja"] == japanese)]
    pure, complete, both = homogeneity_completeness_v_measure(rows["kind"], rows["group"])
    assert pure >= 0.99
    assert complete >= 0.89
    assert both >= 0.95


@pytest.mark.parametrize("japanese", [False, True])
def test_work_that_was_planted_once_is_left_alone(judged: pd.DataFrame, japanese: bool) -> None:
    """At most 2 % of the one-off pieces of work are taken for recurring; measured: none of 239 and none of 221.

    A seed that no setting was chosen by (11) gave 0 of 248 and 2 of 227.
    """
    rows = judged[(judged["kind"] == "") & (judged["is_ja"] == japanese)]
    assert (~rows["group"].str.startswith("alone")).mean() <= 0.02


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
