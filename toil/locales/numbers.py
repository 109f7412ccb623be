"""How numbers are written for people; a number that is missing is a dash, never zero."""

from __future__ import annotations

import math
from typing import Any

from toil.locales import Words

MISSING = "–"


def is_missing(value: Any) -> bool:
    """Whether a value from a frame stands for "not known" (None, NaN, NaT, NA)."""
    import pandas as pd

    return value is None or bool(pd.isna(value))


def percent(share: Any, *, digits: int = 0) -> str:
    """A share in [0, 1] as a percentage."""
    return MISSING if is_missing(share) else f"{float(share) * 100:.{digits}f}%"


def sure(share: Any) -> str:
    """A probability as a percentage; what is less than certain is never rounded up to 100%."""
    if is_missing(share) or float(share) < 0.995 or float(share) >= 1:
        return percent(share)
    return percent(math.floor(float(share) * 1000) / 1000, digits=1)


def points(difference: Any) -> str:
    """A difference of shares in percentage points, without its sign."""
    return MISSING if is_missing(difference) else f"{abs(float(difference)) * 100:.0f}"


def count(value: Any) -> str:
    """A whole number with thousands separators."""
    return MISSING if is_missing(value) else f"{round(float(value)):,}"


def in_weeks(value: Any, words: Words) -> str:
    """A whole number of weeks with its unit in the reader's language: one week, two weeks."""
    number = count(value)
    return words("unit.one_week") if number == "1" else words("unit.weeks", number=number)


def hours(value: Any, words: Words) -> str:
    """Hours with one decimal below 100, with their unit in the reader's language."""
    if is_missing(value):
        return MISSING
    return words("unit.hours", number=_plain(float(value)))


def hours_range(low: Any, high: Any, words: Words) -> str:
    """An interval of hours, or a dash where either end is missing."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return words("unit.hours_range", low=_plain(float(low)), high=_plain(float(high)))


def percent_range(low: Any, high: Any) -> str:
    """An interval of shares, or a dash where either end is missing."""
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"{float(low) * 100:.0f}–{float(high) * 100:.0f}%"


def age(seconds: float, words: Words) -> str:
    """A span of time in the largest unit that fits: minutes, hours or days."""
    if seconds < 3600:
        return words("unit.minutes", number=max(0, round(seconds / 60)))
    if seconds < 48 * 3600:
        return words("unit.hours", number=round(seconds / 3600))
    return words("unit.days", number=math.floor(seconds / 86400))


def _plain(number: float) -> str:
    """Read to a third of a second first: 6.35 and a sum of 6.349999 are the same hours, and have to look it."""
    number = round(number, 4)
    return (f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.1f}").replace("-", "−")
