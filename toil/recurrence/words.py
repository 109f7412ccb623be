"""The content words of a title, and the key that titles of the same wording share."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from toil.recurrence.compounds import compound_parts
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
# Words that say only that something is asked for or done; the same job is written with and without them.
_ASKING_WORDS = """
request requests needed need needs ask asked asking 依頼 作業 実施 対応 件名
"""
_ASKING = frozenset(_ASKING_WORDS.split())
_KANJI = re.compile(r"[\u4e00-\u9fff\u3005]+$")
STOP_WORDS = frozenset(_STOP_WORDS.split())


def content_words(masked_title: str) -> tuple[str, ...]:
    """The words that carry meaning, in order of appearance: no placeholders, stop words or hiragana."""
    found = []
    for match in _TOKEN.finditer(masked_title):
        if match.lastgroup != "hiragana" and match[0] not in STOP_WORDS:
            found.append(match[0])
    return tuple(dict.fromkeys(found))


def title_key(title: str | None) -> tuple[str, ...]:
    """The sorted stems of a title's content words; for a title without any, its own text; empty for an empty title."""
    text = normal(title)
    if not text:
        return ()
    return key_of_words(content_words(masked(text))) or (f"={text.lower()}",)


def key_of_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The key of content words: stems, sorted; what says only that something is asked for is left out if it can be."""
    stems = {stem for word in words for stem in _stems(word)}
    return tuple(sorted(stems - _ASKING or stems))


@lru_cache(maxsize=100_000)
def _stems(word: str) -> tuple[str, ...]:
    if _KANJI.match(word):
        return tuple(compound_parts(word))
    return (english_stem(word),) if word.isascii() else (word,)


def english_stem(word: str) -> str:
    """A word without the endings that make approve of approval, fix of fixing and renew of renewals."""
    for ending, shortest in (("s", 4), ("ing", 6), ("ed", 6), ("al", 7), ("e", 5)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith("ss"):
            word = word.removesuffix(ending)
    return word


def key_id(key: tuple[str, ...]) -> str:
    """The id that a key gives to the recurrence it founds: `r-` and 10 hex digits of its SHA-256.

    It depends on nothing but the words, so it is the same in every build and on every machine.
    """
    return "r-" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:10]
