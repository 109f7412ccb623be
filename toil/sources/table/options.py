"""Options: what may be said of a table, checked before anything is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from toil.errors import UsageError
from toil.places import checked_zone
from toil.sources.table.vocabulary import STATUS_KINDS
from toil.sources.table.words import folded

OPTIONS = {
    "name": "what the table is called; it becomes the site",
    "map": "field → column, or several: a list, or repo+id",
    "zone": "zone of times that carry no offset (UTC)",
    "date_format": "dmy, mdy, or a strptime format that all times have",
    "encoding": "encoding of a text file (detected)",
    "delimiter": "delimiter of a text file (detected)",
    "sheet": "sheet of a workbook (the first)",
    "labels_separator": "what divides labels in a cell (the first of , ; 、 that it has)",
    "statuses": "word → todo, in_progress, done or cancelled, before those that we know",
}
_NAME = re.compile(r"[\w.-]{1,80}")


@dataclass(frozen=True)
class TableOptions:
    """The checked options of one table."""

    name: str
    zone: ZoneInfo
    mapping: Mapping[str, Any]
    date_format: str
    separator: str
    statuses: Mapping[str, str]


def checked_options(options: Mapping[str, Any]) -> TableOptions:
    """The options, checked; raises UsageError for an unknown option, name, zone, format or status."""
    for key in options:
        if key not in OPTIONS:
            near = "".join(difflib.get_close_matches(key, OPTIONS, n=1))
            question = f"did you mean {near}? " if near else ""
            raise UsageError(f"a table has no option {key!r}", do=f"{question}options: {', '.join(OPTIONS)}")
    name = str(options.get("name") or "")
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"a table cannot be called {name!r}", do="use letters, digits, and . _ - as in --as servicenow"
        )
    return TableOptions(
        name=name,
        zone=checked_zone(str(options.get("zone") or "UTC")),
        mapping=options.get("map") or {},
        date_format=_checked_format(str(options.get("date_format") or "")),
        separator=str(options.get("labels_separator") or ""),
        statuses=_checked_statuses(options.get("statuses") or {}),
    )


def _checked_format(date_format: str) -> str:
    if date_format in ("", "dmy", "mdy") or "%" in date_format:
        return date_format
    raise UsageError(f"{date_format!r} is no date format", do="dmy, mdy, or a strptime format such as %d/%m/%Y %H:%M")


def _checked_statuses(statuses: Any) -> dict[str, str]:
    if not isinstance(statuses, Mapping):
        raise UsageError("statuses must give one of ours for each word", do='statuses = { "On hold" = "todo" }')
    for word, status in statuses.items():
        if status not in STATUS_KINDS:
            raise UsageError(f"the status {word!r} cannot be {status!r}", do=f"one of: {', '.join(STATUS_KINDS)}")
    return {folded(str(word)): status for word, status in statuses.items()}
