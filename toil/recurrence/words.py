"""The content words of a title, and the key that titles of the same wording share."""

from __future__ import annotations

import hashlib
import re

from toil.recurrence.masking import masked, normal

_TOKEN = re.compile(
    r"(?P<latin>[a-z\u00c0-\u024f][a-z0-9\u00c0-\u024f]*(?:['’_-][a-z0-9\u00c0-\u024f]+)*)"
    r"|(?P<kana>[\u30a1-\u30fa\u30fc]+)|(?P<kanji>[\u4e00-\u9fff\u3005]+)|(?P<hiragana>[\u3041-\u309f]+)"
    r"|(?P<other>[^\W\d_]+)"
)

_STOP_WORDS = """
a an the of to in on at for from by with and or is are was were be been being it its this that these those as
into onto not no has have had do does did will would should can could may might must please pls we i you our my
your their there here then than so if when while via per re fw fwd up out off
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def content_words(masked_title: str) -> tuple[str, ...]:
    """The words that carry meaning, in order of appearance: no placeholders, stop words or hiragana."""
    found = []
    for match in _TOKEN.finditer(masked_title):
        if match.lastgroup != "hiragana" and match[0] not in STOP_WORDS:
            found.append(match[0])
    return tuple(dict.fromkeys(found))


def title_key(title: str | None) -> tuple[str, ...]:
    """The sorted content words of a title; for a title without any, its own text; empty for an empty title."""
    text = normal(title)
    words = content_words(masked(text)) if text else ()
    if words:
        return tuple(sorted(words))
    return (f"={text.lower()}",) if text else ()


def key_id(key: tuple[str, ...]) -> str:
    """The id that a key gives to the recurrence it founds: `r-` and 10 hex digits of its SHA-256.

    It depends on nothing but the words, so it is the same in every build and on every machine.
    """
    return "r-" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:10]
