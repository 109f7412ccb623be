"""Leave from an iCal file (RFC 5545), as a shared calendar gives it: every event in it is somebody's leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from toil.leave.rows import LeaveRow, share_in, unreadable

_BEGIN = re.compile(r"^BEGIN:(VEVENT|VTIMEZONE)\s*$", re.IGNORECASE)
_NO_LENGTH = "it ends when it begins, or before"
_READ = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}


def read_ical(file: Path, *, first_day: date, last_day: date) -> list[LeaveRow]:
    """Every occurrence of every event that touches the days, recurring ones expanded; each unreadable event once.

    A file that breaks off keeps the events that are whole. Cancelled events, and those that say that somebody works
    elsewhere (X-MICROSOFT-CDO-BUSYSTATUS), are nobody's leave. Raises SettingsError where the file is no calendar.
    """
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(file), f"the leave file cannot be read: {error}",
                         "save the calendar again, or correct [calendar] leave") from None  # fmt: skip
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise unreadable(str(file), "the leave file is no calendar: it has no BEGIN:VCALENDAR",
                         "save the calendar again; a page that asks for a password is none")  # fmt: skip
    rows: list[LeaveRow] = []
    zones, blocks = [], []
    for name, number, block, is_whole in _blocks(lines):
        if name == "VTIMEZONE" and is_whole:
            zones += block
        elif is_whole:
            blocks.append((number, block))
        else:
            rows.append(_rejected(file.name, number, "the file breaks off within this event"))
    if not any(line.strip().upper() == "END:VCALENDAR" for line in lines):
        rows.append(_rejected(file.name, len(lines), "the file breaks off: END:VCALENDAR is missing"))
    for series in _series(file.name, zones, blocks, rows):
        rows += _expanded(file.name, series, first_day, last_day)
    return rows


def _blocks(lines: list[str]) -> Iterator[tuple[str, int, list[str], bool]]:
    """Events and time zones with their first line's number, and whether their end is there."""
    name, number = "", 0
    block: list[str] = []
    for position, line in enumerate(lines, start=1):
        opened = _BEGIN.match(line)
        if opened and name != "VTIMEZONE":
            if name:
                yield name, number, block, False
            name, number, block = opened[1].upper(), position, [line]
        elif name:
            block.append(line)
            if line.strip().upper() == f"END:{name}":
                yield name, number, block, True
                name = ""
    if name:
        yield name, number, block, False


def _series(
    file: str, zones: list[str], blocks: list[tuple[int, list[str]]], rows: list[LeaveRow]
) -> Iterator[list[tuple[int, Any]]]:
    """The events that belong together (a series and what was moved in it, by UID), read; the rest goes to `rows`."""
    groups: dict[str, list[tuple[int, Any]]] = {}
    for number, block in blocks:
        try:
            event = _event(zones, block)
        except (ValueError, KeyError, IndexError) as error:
            rows.append(_rejected(file, number, f"the event cannot be read: {_brief(error)}"))
            continue
        wrong = [str(name) for name, _ in event.errors if str(name).upper() in _READ]
        if wrong or "DTSTART" not in event:
            said = f"{', '.join(wrong)} cannot be read" if wrong else "it has no DTSTART"
            rows.append(_rejected(file, number, f"the event cannot be read: {said}"))
        elif _ends_early(event):
            rows.append(_rejected(file, number, _NO_LENGTH))
        elif not _is_no_leave(event):
            groups.setdefault(str(event.get("UID", f"line {number}")), []).append((number, event))
    yield from groups.values()


def _event(zones: list[str], block: list[str]) -> Any:
    import icalendar

    text = "\r\n".join(["BEGIN:VCALENDAR", *zones, *block, "END:VCALENDAR", ""])
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return event


def _ends_early(event: Any) -> bool:
    """Whether it ends before it begins: the library that expands events would turn it round."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    is_naive = isinstance(start, datetime) and start.tzinfo is None
    comparable = type(start) is type(end) and is_naive == (isinstance(end, datetime) and end.tzinfo is None)
    return comparable and end < start


def _is_no_leave(event: Any) -> bool:
    elsewhere = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "WORKINGELSEWHERE"
    return elsewhere or str(event.get("STATUS", "")).upper() == "CANCELLED"


def _expanded(file: str, series: list[tuple[int, Any]], first_day: date, last_day: date) -> list[LeaveRow]:
    import icalendar
    import recurring_ical_events

    number = series[0][0]
    calendar = icalendar.Calendar()
    for _, event in series:
        calendar.add_component(event)
    try:
        found = recurring_ical_events.of(calendar).between(first_day, last_day + timedelta(days=1))
        return [_occurrence(file, number, event) for event in found]
    except Exception as error:  # what one series holds must not cost the others: the library raises its own kinds
        return [_rejected(file, number, f"the event cannot be expanded: {_brief(error)}")]


def _occurrence(file: str, number: int, event: Any) -> LeaveRow:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    said: dict[str, Any] = {"summary": summary, "attendees": tuple(_attendees(event)),
                            "organizer": _mail(event.get("ORGANIZER"))}  # fmt: skip
    place = f"{file}:{number}"
    if not isinstance(start, datetime):
        share, half = share_in(summary)
        last = max(start, end - timedelta(days=1))
        return LeaveRow(file, place, first_day=start, last_day=last, share=share, half=half,
                        excerpt=f"{start} … {last}", **said)  # fmt: skip
    is_local = start.tzinfo is None
    if not is_local:
        start, end = (moment.astimezone(UTC).replace(tzinfo=None) for moment in (start, end))
    reason = "" if end > start else _NO_LENGTH
    return LeaveRow(file, place, starts_at=start, ends_at=end, is_local=is_local, reason=reason,
                    excerpt=f"{start} … {end}", **said)  # fmt: skip


def _attendees(event: Any) -> Iterator[str]:
    """Those who are invited and did not decline."""
    found = event.get("ATTENDEE", [])
    for one in found if isinstance(found, list) else [found]:
        if str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() != "DECLINED":
            yield _mail(one)


def _mail(address: Any) -> str:
    return re.sub(r"^mailto:", "", str(address or ""), flags=re.IGNORECASE).strip().lower()


def _rejected(file: str, number: int, reason: str) -> LeaveRow:
    return LeaveRow(file, f"{file}:{number}", reason=reason)


def _brief(error: Exception) -> str:
    """The kind of trouble only: an event's text may say why somebody is ill."""
    return type(error).__name__
