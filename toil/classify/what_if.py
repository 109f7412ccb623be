"""What if: what another rule, label or taxonomy would change in a build, computed anew; nothing is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.classify.decisions import (
    chosen_examples,
    classifications,
    classifier_quality,
    held_out_rows,
    labelled_work,
    model_votes,
    rule_vote_rows,
)
from toil.classify.labels import labels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

    Read = Callable[..., pd.DataFrame]

READS = ("work", "recurring_work", "untouched_work", "work_components", "recurrence_keys", "recurrences", "effort",
         "work_circumstances", "journal_events", "classifications")  # fmt: skip
STEPS = {"labelled_work": labelled_work, "rule_votes": rule_vote_rows, "model_examples": chosen_examples,
         "held_out_votes": held_out_rows, "classifier_quality": classifier_quality, "model_votes": model_votes,
         "classifications": classifications}  # fmt: skip
DIGITS = 6  # as stored relations are rounded


@dataclass(frozen=True)
class Changes:
    """What would be another category or share of toil than in the build.

    `by_category`: category, pieces and hours, each before and after, of categories that gain or lose. `by_topic`: name
    (empty: work that does not recur), before, after (categories), pieces, hours; most hours first.
    """

    pieces: int
    items: int
    recurrences: int
    hours: float
    toil_hours_before: float
    toil_hours_after: float
    by_category: pd.DataFrame
    by_topic: pd.DataFrame

    def document(self) -> dict[str, Any]:
        """All of it as plain values, for JSON."""
        tables = {"by_category": self.by_category, "by_topic": self.by_topic}
        figures = {name: value for name, value in vars(self).items() if name not in tables}
        return figures | {name: table.to_dict("records") for name, table in tables.items()}


def frames_to_try(read: Read) -> dict[str, pd.DataFrame]:
    """What `what_if` reads of a published store."""
    return {name: read(name) for name in READS}


def with_label(frames: Frames, subject: str, body: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The frames as if a label had been written last."""
    import pandas as pd

    events = frames["journal_events"]
    number = int(events["event_id"].max()) + 1 if len(events) else 1
    row = {"event_id": number, "written_at": pd.Timestamp(0), "author": "", "kind": "label", "subject": subject,
           "body": json.dumps(dict(body))}  # fmt: skip
    return {**frames, "journal_events": pd.concat([events, pd.DataFrame([row])], ignore_index=True)}


def what_if(frames: Frames, settings: Settings) -> Changes:
    """What these settings and this journal would change; `frames` are those of `frames_to_try`.

    Hours are all that was ever spent on the work. The model learns anew, which takes seconds. Raises SettingsError
    where a rule names no category.
    """
    table = dict(frames)
    for name, step in STEPS.items():
        table[name] = step(table, settings)
    return _changes(frames, table["classifications"])


def passed_over(frames: Frames, settings: Settings) -> int:
    """How many labels name a category that the taxonomies of these settings do not hold where the work is."""
    return int((labels(frames, settings)["state"] == "unknown_category").sum())


def _changes(frames: Frames, after: pd.DataFrame) -> Changes:
    columns = ["work_id", "category", "toil_probability"]
    both = frames["classifications"][columns].merge(after[columns], on="work_id", suffixes=("_before", "_after"))
    seconds = frames["effort"].groupby("work_id")["engaged_seconds"].sum()
    both["hours"] = both["work_id"].map(seconds).fillna(0.0).astype(float) / 3600
    for when in ("before", "after"):
        share = both[f"toil_probability_{when}"].astype(float).round(DIGITS)
        both[f"toil_probability_{when}"], both[f"toil_{when}"] = share, both["hours"] * share
    is_changed = (both["category_before"] != both["category_after"]) | (
        both["toil_probability_before"] != both["toil_probability_after"]
    )
    changed = both[is_changed].merge(frames["recurring_work"][["work_id", "recurrence_id"]], on="work_id", how="left")
    return Changes(
        pieces=len(changed),
        items=int(frames["work_components"]["work_id"].isin(changed["work_id"]).sum()),
        recurrences=int(changed["recurrence_id"].nunique()),
        hours=float(changed["hours"].sum()),
        toil_hours_before=float(both["toil_before"].sum()),
        toil_hours_after=float(both["toil_after"].sum()),
        by_category=_by_category(both),
        by_topic=_by_topic(changed, frames["recurrences"]),
    )


def _by_category(both: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    sums = {
        when: both.groupby(f"category_{when}").agg(pieces=("work_id", "size"), hours=("hours", "sum"),
                                                   toil_hours=(f"toil_{when}", "sum"))
        for when in ("before", "after")
    }  # fmt: skip
    table = pd.concat([part.add_suffix(f"_{when}") for when, part in sums.items()], axis=1).fillna(0.0)
    pairs = [(f"{name}_before", f"{name}_after") for name in ("pieces", "hours", "toil_hours")]
    moved = sum((table[one] - table[other]).abs() > 10**-DIGITS for one, other in pairs)
    shown: pd.DataFrame = table[moved > 0].astype({"pieces_before": int, "pieces_after": int})
    return shown.rename_axis("category").sort_index().reset_index()


def _by_topic(changed: pd.DataFrame, recurrences: pd.DataFrame) -> pd.DataFrame:
    names = dict(zip(recurrences["recurrence_id"], recurrences["name"], strict=True))
    named = changed.assign(recurrence_id=changed["recurrence_id"].fillna("").astype(str)).rename(
        columns={"category_before": "before", "category_after": "after"}
    )
    table = named.groupby(["recurrence_id", "before", "after"]).agg(pieces=("work_id", "size"), hours=("hours", "sum"))
    table = table.reset_index().assign(name=lambda rows: [names.get(one, "") for one in rows["recurrence_id"]])
    return table.sort_values(["hours", "pieces", "recurrence_id"], ascending=[False, False, True], ignore_index=True)
