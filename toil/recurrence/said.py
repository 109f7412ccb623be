"""What people said, as the rooms read it: events of one kind with their body, and the recurrence they speak of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.errors import ToilError
from toil.recurrence.words import key_id, title_key

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Said:
    """One event; `body` is empty where it could not be read. Later events come later.

    An event without a subject whose body names a `recurrence_title` speaks of that title's recurrence: its subject
    is the id of the title's key.
    """

    event_id: int
    written_at: pd.Timestamp
    subject: str
    body: Mapping[str, Any]


def said(events: pd.DataFrame, kind: str) -> list[Said]:
    """The events of a kind, oldest first; `events` has event_id, written_at, kind, subject, body (JSON text).

    Raises ToilError where a relation asks for a kind that it does not say it hears, whose events it was not given.
    """
    import pandas as pd

    if kind not in events.attrs.get("hears", {kind}):
        raise ToilError(f"events of kind {kind!r} are read by a relation whose `hears` does not name them")
    chosen = events[events["kind"] == kind].sort_values("event_id")
    columns = (chosen[name] for name in ("event_id", "written_at", "subject", "body"))
    return [
        _said(int(event_id), pd.Timestamp(written_at), "" if pd.isna(subject) else str(subject), _body(body))
        for event_id, written_at, subject, body in zip(*columns, strict=True)
    ]


def id_of_title(title: object) -> str:
    """The id that a title's key has, whether or not such work recurs; empty for what is no title."""
    key = title_key(title) if isinstance(title, str) else ()
    return key_id(key) if key else ""


def current_ids(keys: pd.DataFrame) -> dict[str, str]:
    """Which recurrence each id means today: every key's id, as `recurrence_keys` has them.

    An id is that of the key that founded the recurrence; when a merge gives the work a new founder, the old id is
    still a key's, and so whatever was said about it is not lost.
    """
    return dict(zip(keys["key_id"], keys["recurrence_id"], strict=True))


def _said(event_id: int, written_at: pd.Timestamp, subject: str, body: Mapping[str, Any]) -> Said:
    return Said(event_id, written_at, subject or id_of_title(body.get("recurrence_title")), body)


def _body(text: object) -> Mapping[str, Any]:
    if isinstance(text, Mapping):
        return text
    try:
        body = json.loads(str(text))
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
