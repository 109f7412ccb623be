"""What people said in the journal, against what the build has read of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from toil.pages._frame import Frame
from toil.store.journal import Event

DECISIONS = (
    "eliminate", "reject", "batch", "tune_alert", "change_slo", "document", "self_service", "automate",
    "hand_over", "accept",
)  # fmt: skip


def pending(here: Frame, kind: str) -> dict[str, Event]:
    """The newest event of a kind by subject, where the build has not read it yet."""
    built = set(here.reader.read("journal_events", kind=kind)["event_id"].astype(int))
    events = here.journal.events(kind=kind)
    return {event.subject: event for event in events if event.event_id not in built}


def decisions_of(here: Frame) -> list[Event]:
    """What this team decided; a decision that notes no team is everybody's, unless it is about another's work."""
    events = here.journal.events(kind="decision")
    about = here.reader.read("recurrences", recurrence_id=sorted({event.subject for event in events}))
    foreign = set(about.loc[about["team"] != here.team, "recurrence_id"])
    return [
        event
        for event in events
        if event.body.get("team", here.team) == here.team and ("team" in event.body or event.subject not in foreign)
    ]


def open_decisions(events: Sequence[Event]) -> list[Event]:
    """The decisions that are open: a later one that `follows` an earlier one takes its place."""
    followed = {event.body.get("follows") for event in events}
    return [event for event in events if event.event_id not in followed and event.body.get("status") == "open"]


def decision_rows(events: Sequence[Event], topic_names: dict[str, str], as_of: pd.Timestamp) -> pd.DataFrame:
    """Decisions as rows: about, decision, text, owner, due, verify, age_days, is_late; oldest first."""
    columns = ["event_id", "about", "decision", "text", "owner", "due", "verify", "age_days", "is_late"]
    return pd.DataFrame([_row(event, topic_names, as_of) for event in events], columns=columns)


def closing(event: Event, status: str) -> dict[str, Any]:
    """The body of the decision that takes an open one's place."""
    return {**event.body, "status": status, "follows": event.event_id}


def called(owner: object) -> str:
    """An owner as people read it: of an e-mail address the part before the @."""
    name, at, _ = str(owner).partition("@")
    return name.strip() if at and name.strip() else str(owner)


def _row(event: Event, topic_names: dict[str, str], as_of: pd.Timestamp) -> dict[str, Any]:
    due = pd.to_datetime(str(event.body.get("due", "")), errors="coerce")
    written = pd.Timestamp(event.written_at).tz_localize(None)
    return {
        "event_id": event.event_id,
        "about": topic_names.get(event.subject, str(event.body.get("recurrence_title", event.subject))),
        "decision": str(event.body.get("decision", "")),
        "text": str(event.body.get("text", "")),
        "owner": called(event.body.get("owner", "")),
        "due": due,
        "verify": str(event.body.get("verify", "")),
        "age_days": max(0, (as_of.normalize() - written.normalize()).days),
        "is_late": bool(pd.notna(due) and due < as_of.normalize()),
    }
