"""Words: what the cells of a table mean, in English and Japanese – statuses, yes and no, durations, people."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from toil.sources.table.vocabulary import NO, NOTHING, STATUS_WORDS, YES

_NAMES_OF_OBJECTS = ("displayName", "display_name", "name", "value", "login", "key", "title", "id")
_EMAIL = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+\.[^\s<>(),;:\"]+")
_UNITS = {"w": 144_000, "d": 28_800, "h": 3600, "m": 60, "s": 1}
_UNIT_WORDS = (("weeks?|週間?", "w"), ("days?|人日|日", "d"), ("hours?|hrs?|時間", "h"), ("minutes?|mins?|分", "m"),
               ("seconds?|secs?|秒", "s"))  # fmt: skip
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[wdhms])+")
_LONGEST = 10 * 365 * 86_400


def folded(text: str) -> str:
    """A word for comparing: full-width forms, case and spaces are evened out."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").replace("_", " ").casefold().split())


def is_empty(value: Any) -> bool:
    """Whether a cell says nothing: null, NaN, or one of the words that exports write for it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return isinstance(value, str) and folded(value) in NOTHING


def text_of(value: Any) -> str | None:
    """A cell as text: an object by its name, a list by its first, a whole float without its point, blank as None."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, Mapping):
        named = (text_of(value.get(name)) for name in _NAMES_OF_OBJECTS)
        return next((text for text in named if text), None)
    if isinstance(value, (list, tuple)):
        return next((text for text in map(text_of, value) if text), None)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value).strip() or None


def status_of(text: str | None, own: Mapping[str, str]) -> str | None:
    """todo, in_progress, done or cancelled; None where the word is unknown. `own` words (folded) come first."""
    if text is None:
        return None
    word = folded(text)
    return own.get(word) or STATUS_WORDS.get(word)


def yes_or_no(value: Any) -> bool | None:
    """A cell as yes or no; None where it says neither."""
    word = folded(text_of(value) or "")
    return True if word in YES else False if word in NO else None


def seconds_of(value: Any, unit: int) -> int | None:
    """A duration in seconds; a bare number is in `unit` seconds; None where it cannot be read or is not positive.

    Also read: `1:30` and `1:30:00` (hours first), `1h 30m`, `1.5 hours`, `2d 4h` (a day is 8 hours, a week 5 days,
    as in Jira), `1時間30分`, and decimal commas. Nothing longer than ten years is believed.
    """
    if isinstance(value, timedelta):
        value, unit = value.total_seconds(), 1
    if value is None:
        return None
    text = unicodedata.normalize("NFKC", text_of(value) or "").casefold()
    seconds = _clock(text) if ":" in text else _number(text, unit)
    if seconds is None:
        seconds = _with_units(text)
    if seconds is None or not 0.5 <= seconds <= _LONGEST:
        return None
    return round(seconds)


def person_of(value: Any) -> dict[str, str | None] | None:
    """A person as id, name and email; `Sato <sato@x.jp>` is known by the address, others by their evened-out name."""
    text = text_of(value)
    if text is None or is_empty(text):
        return None
    found = _EMAIL.search(text)
    email = found[0].casefold() if found else None
    if isinstance(value, Mapping) and not email:
        email = (text_of(value.get("emailAddress") or value.get("email")) or "").casefold() or None
    name = " ".join(text.replace(found[0] if found else "\0", "").replace("<>", "").replace("()", "").split())
    return {"id": email or folded(text), "name": name or text, "email": email}


def labels_of(value: Any, separator: str) -> list[str]:
    """Labels in order, each once; an empty `separator` is the first of `,` `;` `、` in the cell (` ` must be said)."""
    if isinstance(value, (list, tuple)):
        parts = [label for one in value for label in labels_of(one, separator)]
    else:
        text = text_of(value) or ""
        used = separator or next((mark for mark in ",;、" if mark in text), ",")
        parts = [part.strip() for part in text.split(used)]
    return list(dict.fromkeys(part for part in parts if part))


def _number(text: str, unit: int) -> float | None:
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    return float(text) * unit if re.fullmatch(r"\d+(\.\d*)?|\.\d+", text) else None


def _clock(text: str) -> float | None:
    match = re.fullmatch(r"(\d+):([0-5]?\d)(?::([0-5]?\d))?", text)
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else None


def _with_units(text: str) -> float | None:
    for word, unit in _UNIT_WORDS:
        text = re.sub(word, unit, text)
    text = re.sub(r"[\s,]+", "", re.sub(r"(\d),(\d)", r"\1.\2", text))
    if not _DURATION.fullmatch(text):
        return None
    return sum(float(size) * _UNITS[unit] for size, unit in re.findall(r"(\d+(?:\.\d+)?)([wdhms])", text))
