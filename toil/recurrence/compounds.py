"""Compounds: the words of a run of ideographs, by a rule of thumb, or by a dictionary where one is installed.

The dictionary is Sudachi's (`pip install "toil[ja]"`), in its shortest units. It reads whole titles worse than runs of
one script do (docs/recurrence.md), so it is asked about compounds only.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Any

_SUFFIXES = frozenset("者書部用分的化性時中先別等系版案量数率力会員付様氏側内前後間上下所課")
_DICTIONARY = "sudachidict_small"


def compound_parts(run: str) -> list[str]:
    """The words of a run of ideographs; those of one character say little and are left out where others stay.

    Without a dictionary two characters each, with one more where a suffix makes the rest even: most Sino-Japanese words
    have two characters, so 障害報告書作成 and 障害報告書の作成 are read alike.
    """
    reader = _reader() if len(run) > 2 else None
    parts = _halves(run) if reader is None else [part.surface() for part in reader.tokenize(run)]
    return [part for part in parts if len(part) > 1] or parts


@cache
def dictionary_version() -> int:
    """The day of the installed dictionary, as 20261015; 0 where there is none that can be used."""
    if _reader() is None:
        return 0
    return int("".join(c for c in metadata.version(_DICTIONARY).split(".")[0] if c.isdigit()) or 1)


@cache
def _reader() -> Any:
    try:
        from sudachipy import Dictionary, SplitMode

        return Dictionary(dict="small").tokenizer(mode=SplitMode.A)
    except ImportError:  # sudachipy raises it as well where only the dictionary is missing
        return None


def _halves(run: str) -> list[str]:
    parts: list[str] = []
    place = 0
    while place < len(run):
        part, left = run[place : place + 2], len(run) - place
        place += 2
        if left % 2 and left >= 3 and (run[place] in _SUFFIXES or left == 3):
            place += 1  # a suffix (者, 書, 用) says little by itself and is left out
        parts.append(part)
    return parts
