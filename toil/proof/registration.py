"""What was registered about an automation: its recurrence, promise, dates, metric, baseline and verdict date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.recurrence.said import Said, id_of_title, said

if TYPE_CHECKING:
    import pandas as pd

METRICS = ("count", "hours")
MOST_WEEKS = 104
_YEARS = (1990, 2100)


@dataclass(frozen=True)
class Registration:
    """An automation as its newest event says it. `registered_at` is that of its first event: an edit does not make it
    look as if it had been registered later, nor earlier. What was not fixed (older events) is None.
    """

    automation_id: str
    spoken_of: str
    name: str
    shipped: pd.Timestamp
    registered_at: pd.Timestamp
    metric: str
    promised: float | None
    invested: float | None
    baseline_first: pd.Timestamp | None
    baseline_last: pd.Timestamp | None
    planned_weeks: int | None

    @property
    def is_stated_before(self) -> bool:
        """Whether it was registered before the day after shipping, so that nobody could know the effect."""
        return self.registered_at.normalize() <= self.shipped.normalize()


def registrations(events: pd.DataFrame) -> list[Registration]:
    """The automations of `journal_events` by id; without an id or a date that can be, an event is none."""
    spoken = said(events, "automation")
    latest = {event.subject: event for event in spoken}
    first = {event.subject: event for event in reversed(spoken)}
    found = (_registration(event, first[one]) for one, event in sorted(latest.items()) if one)
    return [one for one in found if one is not None]


def _registration(event: Said, first: Said) -> Registration | None:
    body = event.body
    shipped = day_of(body.get("shipped_on"))
    if shipped is None:
        return None
    metric = str(body.get("metric") or METRICS[0])
    weeks = body.get("verdict_weeks")
    return Registration(
        automation_id=event.subject,
        spoken_of=str(body.get("recurrence_id") or "") or id_of_title(body.get("recurrence_title")),
        name=str(body.get("name") or event.subject),
        shipped=shipped,
        registered_at=first.written_at,
        metric=metric if metric in METRICS else METRICS[0],
        promised=_hours(body, "promised_hours_per_week"),
        invested=_hours(body, "invested_hours"),
        baseline_first=day_of(body.get("baseline_first")),
        baseline_last=day_of(body.get("baseline_last")),
        planned_weeks=weeks if isinstance(weeks, int) and weeks is not True and 1 <= weeks <= MOST_WEEKS else None,
    )


def day_of(value: object) -> pd.Timestamp | None:
    """The date as a time without a zone; None where it cannot be read, or lies where no week can be reached."""
    import pandas as pd

    moment = pd.to_datetime(str(value or ""), errors="coerce")
    if pd.isna(moment) or not _YEARS[0] <= moment.year <= _YEARS[1]:
        return None
    return moment.tz_convert(None) if moment.tzinfo else moment


def _hours(body: Mapping[str, Any], name: str) -> float | None:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return float(value)
