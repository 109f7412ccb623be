"""What is known of each recurrence: what is measured of it, what people call it, and the ids that it had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.recurrence.decided import DECIDED
from toil.recurrence.said import current_ids, said

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

KINDS = ("label", "decision", "estimate", "rename", *DECIDED)


def recurrences(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence; reads measured_recurrences, recurrence_ids, recurrence_keys, journal_events.

    Names that people gave win over the machine's, the latest first; previous_ids are those that a recurrence had or was
    spoken of under before.
    """
    import pandas as pd

    table = frames["measured_recurrences"].set_index("recurrence_id")
    events, ids = frames["journal_events"], frames["recurrence_ids"]
    meant = current_ids(frames["recurrence_keys"])
    names: dict[str, str] = {}
    for event in said(events, "rename"):
        if event.subject in meant and str(event.body.get("name") or "").strip():
            names[meant[event.subject]] = str(event.body["name"]).strip()
    previous = {key: set() for key in table.index} | {
        str(key): set(own["recurrence_id"]) - {key} for key, own in ids.groupby("current_id")
    }
    for subject in _subjects(events):
        if subject in meant and meant[subject] != subject:
            previous[meant[subject]].add(subject)
    table["previous_ids"] = pd.Series([sorted(previous[key]) for key in table.index], index=table.index, dtype=object)
    return table.assign(
        name=[names.get(str(key), name) for key, name in table["name"].items()],
        named_by=["person" if key in names else "machine" for key in table.index],
    ).reset_index()


def _subjects(events: pd.DataFrame) -> set[str]:
    """Every id that people spoke of: subjects, and the recurrence an automation names."""
    automations = {str(event.body.get("recurrence_id") or "") for event in said(events, "automation")}
    return automations | {event.subject for kind in KINDS for event in said(events, kind)}
