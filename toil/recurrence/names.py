"""Names that people read: the commonest original title of a recurrence, its variables shown as `…`.

Variable is what masking takes for it, what less than half of the work says, a word in whose place other titles have
another, and what is written like a person (`@handle`, 田中様, `for john.smith`). Where all titles of a small group name
one person in plain words (`Reset password of Ann`), nothing here can tell that from the name of a thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from toil.recurrence.masking import PLACEHOLDER, normal, variables
from toil.recurrence.words import content_words

LONGEST_NAME = 60
COMMON_SHARE = 0.5
REPLACED_SHARE = 0.2
"""A word is variable where this share of the titles that say the rest alike have another word in its place."""

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f'’_-]*|[\u30a1-\u30fa\u30fc]+|[\u4e00-\u9fff\u3005]+")
_FILES = (
    "js|ts|py|go|rs|rb|sh|java|json|ya?ml|toml|xml|html?|css|sql|csv|txt|md|conf|cfg|ini|log|exe|jar|zip|pdf|net|io"
)
_PEOPLE = re.compile(
    r"(?<![\w@])(?P<handle>@[a-z][\w.-]*\w)(?![\w/@])"
    rf"|\b(?:for|of|by|from|to|user|login) (?P<login>[a-z]{{1,20}}\.(?!(?:{_FILES})\b)[a-z]{{2,20}})\b(?![.\w])"
    r"|(?P<honoured>\b[a-z]+(?:[. ][a-z]+)?) ?(?:さん|様|氏)",
    re.IGNORECASE | re.ASCII,
)
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
    counted = Counter[tuple[str, ...]]()
    for other, times in ordered:
        counted[_words(_without_variables(other))] += times
    shown = _without_variables(title)
    named = _tidy(_without_rare_words(shown, common, _replaced(_words(shown), counted)))
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


def _words(title: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(title))


def _replaced(words: tuple[str, ...], titles: Mapping[tuple[str, ...], int]) -> frozenset[int]:
    """The places of words that other titles, which say the rest alike, replace by another word.

    Of Latin words only: a compound of ideographs is as often replaced by its synonym as by a name.
    """
    others: Counter[int] = Counter()
    for other, count in titles.items():
        if len(other) == len(words):
            places = [place for place, (one, two) in enumerate(zip(words, other, strict=True)) if one != two]
            if len(places) == 1 and words[places[0]].isascii():
                others[places[0]] += count
    return frozenset(
        place for place, count in others.items() if count >= REPLACED_SHARE * (count + titles.get(words, 0))
    )


def _without_variables(title: str) -> str:
    pieces, end = [], 0
    spots = [*variables(title), *(match.span(str(match.lastgroup)) for match in _PEOPLE.finditer(title))]
    for start, stop in sorted(spots):
        pieces += [title[end:start], PLACEHOLDER]
        end = max(end, stop)
    return "".join([*pieces, title[end:]])


def _without_rare_words(title: str, common: frozenset[str], replaced: frozenset[int]) -> str:
    places = iter(range(len(title)))

    def shown(match: re.Match[str]) -> str:
        is_variable = next(places) in replaced or not _stays(match[0].lower(), common)
        return PLACEHOLDER if is_variable else match[0]

    return _WORD.sub(shown, title)


def _stays(word: str, common: frozenset[str]) -> bool:
    """A single ideograph within a word of hiragana (お願い) is no word of its own and stays."""
    return word in common or (len(word) == 1 and not word.isascii())


def _tidy(title: str) -> str:
    return _GAPS.sub(PLACEHOLDER, _SPACES.sub(" ", title)).strip(" -:：、,")


def _short(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rstrip(f" {PLACEHOLDER}") + PLACEHOLDER
