"""What stands beside a hand-made piece of work in a store in which its category can be explained or tried anew."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

FIELDS = ("team", "item_type", "service", "project", "urgency")


SCORES = {
    "classifier_scores": [("REQ.access", 4, 4, 0, 3, 0.75, 0.75), ("INT.noise", 2, 2, 0, 1, 0.5, 0.5)],
    "classifier_confusions": [("REQ.access", "INT.noise", 1, 0.6)],
    "classifier_calibration": [(5, 2, 0.55, 0.5), (9, 4, 0.95, 0.75)],
    "rule_agreement": [("REQ.access", 3, 2, 2 / 3)],
    "classification_drift": [("sre", "2026-W45", 9, 0.8, 0.1, 0.1, 0.0, 0.9, None, None),
                             ("sre", "2026-W46", 9, 0.8, 0.1, 0.1, 0.0, 0.9, 0.25, 0.2)],
    "classifier_quality": [(60, 6, 1.2, 0.5, 0.7, 1.0, 0.12)],
    "decided_work": [("sre", "rule", "REQ.access", 8)],
    "held_out_votes": [(0, pd.Timestamp("2026-09-01"), True), (1, pd.Timestamp("2026-09-08"), True)],
}  # fmt: skip
SCORE_COLUMNS = {
    "classifier_scores": "category held_out said abstained said_right precision recall",
    "classifier_confusions": "category said texts mean_confidence",
    "classifier_calibration": "bin texts mean_confidence right_share",
    "rule_agreement": "category labelled confirmed confirmed_share",
    "classification_drift": "team week pieces rule_share model_share person_share unclassified_share mean_confidence "
    "mix_change usual_change",
    "classifier_quality": "trained_on held_out temperature threshold precision coverage calibration_error",
    "decided_work": "team decided_by category work_count",
    "held_out_votes": "text_number created_at is_judged",
}


def scored() -> dict[str, pd.DataFrame]:
    """The relations of the model card."""
    return {name: pd.DataFrame(rows, columns=SCORE_COLUMNS[name].split()) for name, rows in SCORES.items()}


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
        "work_circumstances": pd.DataFrame(
            {name: pd.Series([], dtype="str") for name in ("work_id", "requester_team", "cadence")}
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
