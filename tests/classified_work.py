"""What stands beside a hand-made piece of work in a store in which its category can be explained or tried anew."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

FIELDS = ("item_type", "service", "project", "urgency")


def beside_work(
    work: pd.DataFrame, recurrences: Mapping[str, str], votes: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The relations that classification reads: `work` with its fields, in `recurrences` (recurrence_id by work_id).

    `votes` is the category that the rules gave each piece of work.
    """
    ids = [str(one) for one in work["work_id"]]
    filled = work.assign(**{name: "" for name in FIELDS if name not in work}, labels=[["seen"]] * len(work))
    for name in ("is_machine_made", "is_planned", "is_project_work", "is_deleted"):
        filled[name] = False
    return {
        "work": filled.assign(created_at=pd.Timestamp("2026-09-01")),
        "recurring_work": pd.DataFrame(
            [(one, recurrences[one], 1.0) for one in ids if one in recurrences],
            columns=["work_id", "recurrence_id", "similarity"],
        ),
        "untouched_work": pd.DataFrame({"work_id": pd.Series([], dtype="str")}),
        "effort": pd.DataFrame({"work_id": ids, "engaged_seconds": [3600] * len(ids)}),
        "journal_events": pd.DataFrame(
            {"event_id": pd.Series([], dtype="int64"), "written_at": pd.Series([], dtype="datetime64[us]")}
            | {name: pd.Series([], dtype="str") for name in ("author", "kind", "subject", "body")}
        ),
        "work_components": pd.DataFrame({"item_id": ids, "work_id": ids}),
        "rule_votes": pd.DataFrame(
            [(one, votes.get(one, "UNK"), "", 0.0, "No rule fits.", '{"say": "no_rule"}') for one in ids],
            columns=["work_id", "category", "rule", "confidence", "evidence", "facts"],
        ),
        "model_votes": pd.DataFrame(
            [("", "", 0.0, 0.0, False)],
            columns=["work_id", "category", "confidence", "toil_probability", "abstained"],
        ),
    }
