"""Times as people write them: `7d`, `4w`, `2026-W20`, `2026-05-11`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from toil.errors import UsageError

_SPAN = re.compile(r"(\d{1,4})([dw])")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_FORMS = "write 7d, 4w, an ISO week (2026-W20) or an ISO date (2026-05-11)"


def parse_since(text: str, *, now: datetime) -> datetime:
    """The moment (UTC) that is meant, seen from `now`; a week or date begins at midnight UTC.

    Raises UsageError where the text is none of the forms, names no real week or date, or lies in the future.
    """
    moment = _moment(text.strip(), now)
    if moment > now:
        raise UsageError(f"{text!r} lies in the future", where="--since", do=_FORMS)
    return moment


def parse_week(text: str) -> str:
    """The ISO week as `2026-W20`; raises UsageError where there is no such week."""
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is not a week", where="--week", do="write an ISO week, e.g. 2026-W20")
    return _week_start(match, text).strftime("%G-W%V")


def _moment(text: str, now: datetime) -> datetime:
    if span := _SPAN.fullmatch(text):
        days = int(span[1]) * (7 if span[2] == "w" else 1)
        return now - timedelta(days=days)
    if week := _WEEK.fullmatch(text):
        return _week_start(week, text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a time that we know", where="--since", do=_FORMS) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _week_start(match: re.Match[str], text: str) -> datetime:
    try:
        return datetime.fromisocalendar(int(match[1]), int(match[2]), 1).replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f"there is no week {text!r}", do="write an ISO week, e.g. 2026-W20") from None
