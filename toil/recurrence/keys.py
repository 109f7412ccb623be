"""Keys of many titles: titles that differ in digits only are read once, and both cores read.

A digit's value hardly ever decides a key, so digits are made alike before titles are compared. Where it may
decide (names of technologies, titles without words) a title is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toil.recurrence.descent import Key
from toil.recurrence.masking import NAMES_WITH_DIGITS
from toil.recurrence.words import title_key

SPREAD_FROM = 100_000
"""Titles from which on a second process pays for its start."""

_NAMES = re.compile("|".join(sorted(map(re.escape, NAMES_WITH_DIGITS), key=len, reverse=True)), re.IGNORECASE)
_MIXED = re.compile(r"[a-z]\d|\d[a-z]", re.IGNORECASE)
"""Every one of these names holds a letter beside a digit, which is found faster than the names."""
_ALIKE = str.maketrans("123456789", "000000000")


def title_keys(titles: Sequence[str]) -> dict[str, Key]:
    """`words.title_key` of each title."""
    shape_of = {title: _shape(title) for title in titles}
    shapes = list(dict.fromkeys(shape_of.values()))
    keys = dict(zip(shapes, _read(shapes), strict=True))
    found = {title: keys[shape] for title, shape in shape_of.items()}
    return {title: title_key(title) if key and key[0].startswith("=") else key for title, key in found.items()}


def _shape(title: str) -> str:
    return title if _MIXED.search(title) and _NAMES.search(title) else title.translate(_ALIKE)


def _read(titles: Sequence[str]) -> list[Key]:
    if len(titles) < SPREAD_FROM:
        return [title_key(title) for title in titles]
    from multiprocessing import get_context

    with get_context("spawn").Pool(2) as pool:
        return pool.map(title_key, titles, chunksize=5_000)
