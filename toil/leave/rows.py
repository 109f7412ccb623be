"""What a leave file says, row by row and event by event, before anybody knows whose it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from toil.errors import SettingsError

FIRST, SECOND = "first", "second"
# Words for half a day, as people write them into calendars; a Japanese half-day leave is 半休, 午前休 or 午後休.
_HALVES = (
    (FIRST, re.compile(r"午前|\bmorning\b|\bvormittag", re.IGNORECASE)),
    (SECOND, re.compile(r"午後|\bafternoon\b|\bnachmittag", re.IGNORECASE)),
)
_HALF = re.compile(r"半休|半日|\bhalf[ -]day\b|½", re.IGNORECASE)
_WHOLE = ("", "1", "1.0", "100%", "full", "全日", "全休", "終日")
_CELLS = {"am": FIRST, "pm": SECOND, "前半": FIRST, "後半": SECOND, "half": ""}


@dataclass(frozen=True)
class LeaveRow:
    """Leave of whoever is meant: whole local days from `first_day` to `last_day`, or from `starts_at` to `ends_at`.

    `share` of each day is off, at hours unknown, or, with `half` ('first', 'second'), that half of its working window.
    `starts_at` and `ends_at` are naive: UTC, or the person's own clock where `is_local`. `person` is a name as written;
    without one, `summary`, `attendees` and `organizer` tell whose leave it is. `reason` says why it cannot be used.
    """

    file: str
    place: str
    person: str = ""
    summary: str = ""
    attendees: tuple[str, ...] = ()
    organizer: str = ""
    first_day: date | None = None
    last_day: date | None = None
    share: float = 1.0
    half: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_local: bool = False
    reason: str = ""
    excerpt: str = ""


def share_of(cell: str) -> tuple[float, str]:
    """The share of a day that a cell says, and its half: 1, 0.5, 50%, am, pm, 午前, 午後, 半休; empty is a whole day.

    Raises ValueError where it says none, or no share between 0 and 1.
    """
    text = unicodedata.normalize("NFKC", cell).strip().lower()
    if text in _WHOLE:
        return 1.0, ""
    if text in _CELLS:
        return 0.5, _CELLS[text]
    share, half = share_in(text)
    if share < 1:
        return share, half
    number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 < number <= 1:
        raise ValueError(f"the share {cell!r} is not between 0 and 1")
    return number, ""


def share_in(text: str) -> tuple[float, str]:
    """What a sentence says of the share: half a day where it speaks of morning, afternoon or half, else all of it."""
    for half, words in _HALVES:
        if words.search(text):
            return 0.5, half
    return (0.5, "") if _HALF.search(text) else (1.0, "")


def day_of(cell: str) -> date:
    """A day as 2026-11-20, 2026/11/20 or 2026年11月20日; raises ValueError where it is none."""
    text = unicodedata.normalize("NFKC", cell).strip()
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    if found is None:
        raise ValueError(f"{cell!r} is no day; write it as 2026-11-20")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise ValueError(f"there is no day {cell!r}") from None


def unreadable(place: str, what: str, do: str) -> SettingsError:
    """The error of a file that toil.toml names and that is none."""
    return SettingsError(what, where=place, do=do)
