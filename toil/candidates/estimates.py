"""What people estimated: the hours to build a remedy, by recurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.candidates.cost import Build, build_said
from toil.recurrence.said import current_ids, said

if TYPE_CHECKING:
    from toil.relations import Frames


def estimates(frames: Frames) -> dict[str, Build]:
    """The latest building hours that people estimated, by recurrence_id; what cannot be read is passed over.

    Reads recurrence_keys and journal_events.
    """
    meant = current_ids(frames["recurrence_keys"])
    found: dict[str, Build] = {}
    for event in said(frames["journal_events"], "estimate"):
        build = build_said(event.body)
        if build is not None and event.subject in meant:
            found[meant[event.subject]] = build
    return found
