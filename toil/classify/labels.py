"""Labels: what people said about work, and which pieces of work each label reaches.

A label on a recurrence reaches its members; a label on a piece of work (by its work_id, or the id of one of its
items) beats it; the latest wins. A label whose subject no longer exists, or whose category no longer stands in the
taxonomy of the work's team, is kept in the journal, passed over, and counted; it counts again once it is back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.classify.team_taxonomy import Taxonomies, taxonomies
from toil.recurrence.flags import are_among
from toil.recurrence.said import Said, current_ids, said

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings


@dataclass(frozen=True)
class Label:
    """A label that counts; `category` or `toil_probability` may be left open, not both."""

    event_id: int
    category: str | None
    toil_probability: float | None
    on_recurrence: bool
    why: str


def labels(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a label: what became of it (applied, replaced, unknown_category, unknown_subject) and its reach.

    `is_disputed`: somebody else's newest label on the same subject names another category; the latest of all decides,
    and both are shown. Reads journal_events, recurrence_keys, recurring_work, work, work_components.
    """
    import pandas as pd

    known = taxonomies(settings)
    events = said(frames["journal_events"], "label")
    places = _Places(frames, events)
    deciding = _deciding(events, known, places)
    reach = pd.Series([label.event_id for label in deciding.values()], dtype="int64").value_counts()
    disputed = _disputed(frames["journal_events"], events)
    rows = []
    for event in events:
        state = _fault(event, known, places)
        reaches = int(reach.get(event.event_id, 0))
        rows.append({
            "event_id": event.event_id, "subject": event.subject, "category": event.body.get("category"),
            "state": state or ("applied" if reaches else "replaced"), "item_count": reaches,
            "written_at": event.written_at, "recurrence_id": places.recurrences.get(event.subject),
            "why": str(event.body.get("why") or ""), "is_disputed": event.event_id in disputed,
            "taxonomy_version": event.body.get("taxonomy_version"),
        })  # fmt: skip
    columns = ["event_id", "subject", "category", "state", "item_count", "written_at", "recurrence_id", "why",
               "is_disputed", "taxonomy_version"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def deciding_labels(frames: Frames, settings: Settings) -> dict[str, Label]:
    """The label that decides each labelled piece of work, by work_id."""
    events = said(frames["journal_events"], "label")
    return _deciding(events, taxonomies(settings), _Places(frames, events))


def stored_labels(labelled: pd.DataFrame) -> dict[str, Label]:
    """What `deciding_labels` said when `labelled_work` was made of it; nothing is looked up again."""
    import pandas as pd

    columns = ("work_id", "event_id", "category", "toil_probability", "on_recurrence", "why")
    rows = zip(*(labelled[name].tolist() for name in columns), strict=True)
    return {
        work_id: Label(int(event_id), None if pd.isna(category) else category,
                       None if pd.isna(probability) else float(probability), bool(on_recurrence), why)
        for work_id, event_id, category, probability, on_recurrence, why in rows
    }  # fmt: skip


def _disputed(journal: pd.DataFrame, events: list[Said]) -> set[int]:
    """The events that are their author's newest word on a subject, where authors differ."""
    authors = dict(zip(journal["event_id"].astype(int), journal["author"], strict=True))
    newest = {(event.subject, authors[event.event_id]): event for event in events if event.body.get("category")}
    by_subject: dict[str, list[Said]] = {}
    for event in newest.values():
        by_subject.setdefault(event.subject, []).append(event)
    split = (ones for ones in by_subject.values() if len({str(one.body["category"]) for one in ones}) > 1)
    return {event.event_id for ones in split for event in ones}


class _Places:
    """What the subjects of labels may be: a recurrence (by any id it ever had), a piece of work, or an item.

    Only what labels speak of is looked up: all pieces of work would take seconds where there are a million.
    """

    def __init__(self, frames: Frames, events: list[Said]) -> None:
        spoken = {event.subject for event in events}
        keys, components = frames["recurrence_keys"], frames["work_components"]
        recurring, work = frames["recurring_work"], frames["work"]
        self.recurrences = current_ids(keys[keys["key_id"].isin(spoken)])
        components = components[components["item_id"].isin(spoken)]
        self.works = dict(zip(components["item_id"], components["work_id"], strict=True))
        self.works |= {work_id: work_id for work_id in work.loc[work["work_id"].isin(spoken), "work_id"]}
        members = recurring[recurring["recurrence_id"].isin(set(self.recurrences.values()))]
        self.members = {key: list(group) for key, group in members.groupby("recurrence_id")["work_id"]}
        reached = work[are_among(work["work_id"], [*self.works.values(), *members["work_id"]])]
        self.teams = dict(zip(reached["work_id"], reached["team"], strict=True))

    def reached(self, subject: str) -> tuple[list[str], bool]:
        """The pieces of work that a subject stands for, and whether it is a recurrence."""
        if subject in self.recurrences:
            return self.members.get(self.recurrences[subject], []), True
        return ([self.works[subject]] if subject in self.works else []), False


def _deciding(events: list[Said], known: Taxonomies, places: _Places) -> dict[str, Label]:
    decided: dict[str, Label] = {}
    for event in events:
        if _fault(event, known, places):
            continue
        works, on_recurrence = places.reached(event.subject)
        label = Label(event.event_id, event.body.get("category"), _probability(event),
                      on_recurrence, str(event.body.get("why") or ""))  # fmt: skip
        for work_id in works:
            if label.category is not None and label.category not in known.of(places.teams.get(work_id)):
                continue
            if not on_recurrence or work_id not in decided or decided[work_id].on_recurrence:
                decided[work_id] = label
    return decided


def _fault(event: Said, known: Taxonomies, places: _Places) -> str:
    """Why a label is passed over; empty where it counts."""
    category = event.body.get("category")
    if category is None and _probability(event) is None:
        return "unknown_category"
    works = places.reached(event.subject)[0]
    owners = {places.teams.get(work_id) for work_id in works} or {None, *known.teams}
    if category is not None and not any(category in known.of(owner) for owner in owners):
        return "unknown_category"
    return "" if works else "unknown_subject"


def _probability(event: Said) -> float | None:
    value = event.body.get("toil_probability")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)
