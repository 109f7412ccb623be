"""Names that people read: the commonest original title of a recurrence, its variables shown as `…`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from toil.recurrence.masking import PLACEHOLDER, normal, variables
from toil.recurrence.words import content_words

LONGEST_NAME = 60
COMMON_SHARE = 0.5

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f'’_-]*|[\u30a1-\u30fa\u30fc]+|[\u4e00-\u9fff\u3005]+")
_GAPS = re.compile(rf"{PLACEHOLDER}(?:[\s,・/&+-]*{PLACEHOLDER})+")
_SPACES = re.compile(r"\s+")


def name_of(titles: Mapping[str, int]) -> str:
    """The name of the group with these original titles and how often each came; at most `LONGEST_NAME` characters.

    A word that fewer than half of the pieces of work hold is a variable, like what masking takes for one. If
    nothing is left, the commonest title stays as it is.
    """
    ordered = sorted(((normal(title), count) for title, count in titles.items()), key=lambda pair: (-pair[1], pair[0]))
    if not ordered:
        return ""
    common = _common_words(ordered)
    title = max(ordered, key=lambda pair: (pair[1], _shared(pair[0], common), -len(pair[0])))[0]
    named = _tidy(_without_rare_words(_without_variables(title), common))
    return _short(named if content_words(named.lower()) else title)


def _common_words(titles: Sequence[tuple[str, int]]) -> frozenset[str]:
    number: Counter[str] = Counter()
    for title, count in titles:
        for word in {word.lower() for word in _WORD.findall(title)}:
            number[word] += count
    half = COMMON_SHARE * sum(count for _, count in titles)
    return frozenset(word for word, count in number.items() if count >= half)


def _shared(title: str, common: frozenset[str]) -> int:
    return len(common & {word.lower() for word in _WORD.findall(title)})


def _without_variables(title: str) -> str:
    pieces, end = [], 0
    for start, stop in variables(title):
        pieces += [title[end:start], PLACEHOLDER]
        end = stop
    return "".join([*pieces, title[end:]])


def _without_rare_words(title: str, common: frozenset[str]) -> str:
    return _WORD.sub(lambda match: match[0] if _stays(match[0].lower(), common) else PLACEHOLDER, title)


def _stays(word: str, common: frozenset[str]) -> bool:
    """A single ideograph within a word of hiragana (お願い) is no word of its own and stays."""
    return word in common or (len(word) == 1 and not word.isascii())


def _tidy(title: str) -> str:
    return _GAPS.sub(PLACEHOLDER, _SPACES.sub(" ", title)).strip(" -:：、,")


def _short(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rstrip(f" {PLACEHOLDER}") + PLACEHOLDER
