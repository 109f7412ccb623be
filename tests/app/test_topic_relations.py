from __future__ import annotations

import pandas as pd
import pytest

from tests.memory import in_memory
from toil.relations import sql_relations

SQL = {relation.name: relation.sql for relation in sql_relations()}


@pytest.fixture
def topics() -> pd.DataFrame:
    """`weekly_topics` of one team over six weeks in which one recurrence came up in weeks 1, 2 and 6."""
    weeks = [f"2026-W0{number}" for number in range(1, 7)]
    tables = {
        "team_weeks": pd.DataFrame({"team": "sre", "week": weeks}),
        "weekly_recurrences": pd.DataFrame(
            {"team": "sre", "week": [weeks[0], weeks[1], weeks[5]], "recurrence_id": "r", "item_count": [1, 2, 3],
             "hours": [2.0, 4.0, 9.0], "toil_hours": [1.0, 2.0, 3.0]}
        ),
        "recurrences": pd.DataFrame({"recurrence_id": ["r"], "name": ["Access"]}),
        "work_recurrences": pd.DataFrame({"work_id": ["a", "b", "c"], "recurrence_id": "r"}),
        "classifications": pd.DataFrame(
            {"work_id": ["a", "b", "c"], "category": ["REQ", "REQ", "INC"], "decided_by": ["rule", "rule", "model"],
             "toil_probability": [0.9, 0.9, 0.3]}
        ),
    }  # fmt: skip
    with in_memory() as connection:
        for name, frame in tables.items():
            connection.register(name, frame)
        return connection.execute(SQL["weekly_topics"]).df().set_index("week").sort_index()


def test_usual_is_the_mean_of_the_four_weeks_before(topics: pd.DataFrame) -> None:
    """Weeks without the recurrence count as zero, and a team's first week has no usual."""
    assert topics["usual_hours"].isna()["2026-W01"]
    assert topics["usual_hours"]["2026-W02"] == 2.0
    assert topics["usual_hours"]["2026-W03"] == 3.0
    assert topics["usual_hours"]["2026-W05"] == 1.5
    assert topics["usual_hours"]["2026-W06"] == 1.0
    assert topics["change_hours"]["2026-W06"] == 8.0


def test_what_went_away_is_still_told(topics: pd.DataFrame) -> None:
    """A week without the recurrence has a row of zero hours and a fall against the usual."""
    assert topics.loc["2026-W03", ["item_count", "hours", "change_hours"]].tolist() == [0, 0.0, -3.0]


def test_the_category_is_that_of_most_of_the_work(topics: pd.DataFrame) -> None:
    """Two of three pieces of work decide the category; the toil probability is the mean of all."""
    assert set(topics["category"]) == {"REQ"}
    assert topics["toil_probability"].iloc[0] == pytest.approx(0.7)
