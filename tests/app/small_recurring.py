"""Recurring work of the small store: wordings with their costs, and one pair that people are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toil.recurrence.words import key_id

SPLIT_KEY = "r1 other"
SPLIT_ID = key_id(("r1", "other"))


def recurring_work(team: str, names: Mapping[str, str], as_of: pd.Timestamp) -> dict[str, list[dict[str, Any]]]:
    """Each recurrence has one wording of four pieces and two hours; r1 has a second one of three."""
    rows = [(one, one, one, name, 4) for one, name in names.items()]
    rows.append((SPLIT_ID, SPLIT_KEY, "r1", "Grant other access", 3))
    first, second, _ = names
    return {
        "wordings": [
            {"key_id": one, "key": key, "work_count": pieces, "leader": group, "decided": group, "similarity": 1.0,
             "title": title} for one, key, group, title, pieces in rows
        ],
        "wording_costs": [
            {"key": key, "recurrence_id": group, "title": title, "pieces": pieces, "hours": pieces / 2}
            for _, key, group, title, pieces in rows
        ],
        "recurrence_ids": [
            {"recurrence_id": one, "key": one, "founded_at": as_of, "decided": one, "current_id": one} for one in names
        ],
        "merge_questions": [
            {"recurrence_id": first, "other_id": second, "position": 1, "team": team, "other_team": team,
             "name": names[first], "other_name": names[second], "pieces": 7, "other_pieces": 4,
             "hours": 3.5, "other_hours": 2.0, "likeness": 0.4}
        ],
    }  # fmt: skip
