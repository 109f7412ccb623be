"""Dates: the many ways in which exports write a time, read as UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from toil.sources.table.words import is_empty

EARLIEST, LATEST = 1970, 2200
# Numbers of days since this one are what Excel stores (1900 system, whose 1900 is a leap year).
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001
_EXCEL_DAYS = (20_000, 80_000)
_EPOCH_UNITS = ((1e8, 1e11, 1), (1e11, 1e14, 1_000), (1e14, 1e17, 1_000_000))
_MONTHS = {name: number for number, names in enumerate(
    ("jan", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), start=1,
) for name in names.split()}  # fmt: skip
_ERAS = {"令和": 2018, "平成": 1988}
_HALF = r"(?P<half>[ap]\.?m\.?|午前|午後)"
_CLOCK = (
    rf"(?:[t\s,]*{_HALF}?\s*(?P<hour>\d{{1,2}})(?::|時)(?P<minute>\d{{1,2}})分?(?::?(?P<second>\d{{1,2}})"
    rf"(?:[.,](?P<part>\d{{1,9}}))?秒?)?\s*{_HALF.replace('half', 'after')}?"
    r"\s*(?P<offset>z|utc|gmt|jst|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$"
)
_WEEKDAY = r"^(?:[a-z]{3,9},\s*)?"
_YEAR_FIRST = re.compile(r"^(?P<year>\d{4})[-/.年]\s?(?P<month>\d{1,2})[-/.月]\s?(?P<day>\d{1,2})日?"
                         r"(?:\s*\([^)]{1,3}\))?" + _CLOCK)  # fmt: skip
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
                      r"(?:t?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?P<offset>z)?)?$")  # fmt: skip
_MONTH_NAMED = re.compile(_WEEKDAY + r"(?P<day>\d{1,2})\.?[-/\s](?P<name>[a-zä]{3,9})\.?[-/\s,]\s*"
                          r"(?P<year>\d{4}|\d{2})" + _CLOCK)  # fmt: skip
_MONTH_LEADS = re.compile(_WEEKDAY + r"(?P<name>[a-zä]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
                          r"(?P<year>\d{4})" + _CLOCK)  # fmt: skip
_NUMBERED = re.compile(r"^(?P<first>\d{1,2})(?P<mark>[-/.])(?P<then>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _CLOCK)
_ERA_YEAR = re.compile(r"^(令和|平成)(\d{1,2}|元)年")


def read_time(value: Any, *, zone: ZoneInfo, order: str = "", date_format: str = "") -> datetime | None:
    """A cell as a time with zone UTC; None where it is empty or cannot be read.

    Times without an offset are of `zone`. `order` ("dmy" or "mdy") says how 04/05/2026 is meant: without it such
    a time is not read (04.05.2026 is always day first). `date_format` is a strptime format that texts must have.
    Read are ISO 8601, 2026年5月4日 13:05, 令和8年5月4日, 04/May/26 1:05 PM, Mon, 04 May 2026 …, May 4, 2026, 20260504,
    epoch seconds, milliseconds and microseconds, Excel's serial days, and real dates of Excel and Parquet.
    Years outside 1970–2200 are not believed.
    """
    if isinstance(value, bool) or is_empty(value):
        return None
    try:
        moment = _read(value, order, date_format)
        if moment is None or not EARLIEST <= moment.year <= LATEST:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def order_evidence(value: Any) -> str:
    """What a cell tells of the order of its date: dmy, mdy, "either" where it could be both, or "" for none of it."""
    match = _NUMBERED.match(plain_text(value)) if isinstance(value, str) else None
    if match is None or match["mark"] == ".":
        return ""
    first, then = int(match["first"]), int(match["then"])
    if first > 12 and then > 12:
        return ""
    return "dmy" if first > 12 else "mdy" if then > 12 else "either" if first != then else ""


def plain_text(value: str) -> str:
    """A date's text with half-width digits, lower case, and the Japanese era as a year."""
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    if era := _ERA_YEAR.match(text):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        text = f"{year}年{text[era.end() :]}"
    return text


def _read(value: Any, order: str, date_format: str) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (int, float)):
        return _of_number(float(value))
    if not isinstance(value, str):
        return None
    if date_format:
        return datetime.strptime(value.strip(), date_format)  # noqa: DTZ007
    return _of_text(plain_text(value), order)


def _of_text(text: str, order: str) -> datetime | None:
    for pattern in (_YEAR_FIRST, _COMPACT, _MONTH_NAMED, _MONTH_LEADS):
        if match := pattern.match(text):
            return _moment(match.groupdict())
    if match := _NUMBERED.match(text):
        return _numbered(match.groupdict(), "dmy" if match["mark"] == "." else order)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _of_number(float(text))
    return datetime.fromisoformat(text.upper())


def _of_number(number: float) -> datetime | None:
    if _EXCEL_DAYS[0] <= number <= _EXCEL_DAYS[1]:
        return _EXCEL_EPOCH + timedelta(seconds=round(number * 86_400, 3))
    for low, high, unit in _EPOCH_UNITS:
        if low <= number < high:
            return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=round(number / unit * 1_000_000))
    return None


def _numbered(parts: Mapping[str, str | None], order: str) -> datetime | None:
    """A date of three numbers; where nobody knows the order, only one with both numbers equal can be read."""
    first, then = str(parts["first"]), str(parts["then"])
    if not order and int(first) != int(then):
        return None
    day, month = (then, first) if order == "mdy" else (first, then)
    return _moment({**parts, "day": day, "month": month})


def _moment(parts: Mapping[str, str | None]) -> datetime | None:
    month = parts.get("month") or _MONTHS.get((parts.get("name") or "")[:3])
    if month is None:
        return None
    hour = _hour(int(parts.get("hour") or 0), parts.get("half") or parts.get("after") or "")
    fraction = (parts.get("part") or "").ljust(6, "0")[:6]
    later = timedelta(days=1) if hour == 24 else timedelta()
    offset = parts.get("offset")
    return later + datetime(
        _year(str(parts["year"])), int(month), int(str(parts["day"])), hour % 24, int(parts.get("minute") or 0),
        int(parts.get("second") or 0), int(fraction), tzinfo=_offset(offset) if offset else None,
    )  # fmt: skip


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 69 else 1900)


def _hour(hour: int, half: str) -> int:
    """The hour of 24; 12 AM is 0, 午後1時 is 13, 24:00 is the next day's midnight."""
    if half.startswith(("p", "午後")) and hour < 12:
        return hour + 12
    if half.startswith(("a", "午前")) and hour == 12:
        return 0
    if hour > 24:
        raise ValueError("no such hour")
    return hour


def _offset(text: str) -> Any:
    from datetime import timezone

    if text in ("z", "utc", "gmt"):
        return UTC
    if text == "jst":
        return timezone(timedelta(hours=9))
    digits = text[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span)
