"""What was registered about an automation: its recurrence, promise, dates, metric, baseline and verdict date."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.recurrence.said import Said, id_of_title, said

if TYPE_CHECKING:
    import pandas as pd

METRICS = ("count", "hours")
JUDGED_BY = ("recurrence_id", "recurrence_title", "shipped_on", "metric", "promised_hours_per_week", "verdict_weeks",
             "baseline_first", "baseline_last")  # fmt: skip
"""Changing one of these is a new promise; a name or the hours invested may be told at any time."""

MOST_WEEKS = 104
_YEARS = (1990, 2100)


def new_automation_id(taken: Set[str]) -> str:
    """`a1`, `a2` …, the first that nobody has had: short, because people read them to each other."""
    return next(f"a{number}" for number in range(1, len(taken) + 2) if f"a{number}" not in taken)


@dataclass(frozen=True)
class Registration:
    """An automation as its newest event says it. `registered_at` is when it was first spoken of, `stated_at` since when
    what it is judged by has stood as it does now. What was not fixed (older events) is None.
    """

    automation_id: str
    spoken_of: str
    name: str
    shipped: pd.Timestamp
    registered_at: pd.Timestamp
    stated_at: pd.Timestamp
    metric: str
    promised: float | None
    invested: float | None
    baseline_first: pd.Timestamp | None
    baseline_last: pd.Timestamp | None
    planned_weeks: int | None

    @property
    def is_stated_before(self) -> bool:
        """Whether what it is judged by stood on the day of shipping, when nobody could know the effect."""
        return self.stated_at.normalize() <= self.shipped.normalize()


def registrations(events: pd.DataFrame) -> list[Registration]:
    """The automations of `journal_events` by id; without an id or a date that can be, an event is none."""
    spoken = said(events, "automation")
    of: dict[str, list[Said]] = {}
    for event in spoken:
        of.setdefault(event.subject, []).append(event)
    found = (_registration(every) for one, every in sorted(of.items()) if one)
    return [one for one in found if one is not None]


def _registration(every: list[Said]) -> Registration | None:
    event = every[-1]
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
        registered_at=every[0].written_at,
        stated_at=_stated(every).written_at,
        metric=metric if metric in METRICS else METRICS[0],
        promised=_hours(body, "promised_hours_per_week"),
        invested=_hours(body, "invested_hours"),
        baseline_first=day_of(body.get("baseline_first")),
        baseline_last=day_of(body.get("baseline_last")),
        planned_weeks=weeks if isinstance(weeks, int) and weeks is not True and 1 <= weeks <= MOST_WEEKS else None,
    )


def _stated(every: list[Said]) -> Said:
    """The earliest event since which nothing of `JUDGED_BY` has changed."""
    since = every[-1]
    for event in reversed(every):
        if any(event.body.get(name) != every[-1].body.get(name) for name in JUDGED_BY):
            break
        since = event
    return since


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
