"""Finding phrases in many titles at once: words by an index of all titles, other terms by one search through them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from toil.classify.taxonomy import Phrase, folded

if TYPE_CHECKING:
    import numpy as np

    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

LONGEST_TITLE = 300
_LATIN = re.compile(r"[a-z0-9]+")


class Titles:
    """Distinct titles, ready to be asked which of them hold a term or a phrase."""

    def __init__(self, titles: Sequence[str]) -> None:
        texts = [folded(title[:LONGEST_TITLE]).replace("\n", " ") for title in titles]
        words = [_LATIN.findall(text) for text in texts]
        self.number = len(texts)
        self._found: dict[str, Flags] = {}
        self._whole = _Haystack(texts)
        self._latin = _Haystack([f" {' '.join(found)} " for found in words])
        self._with_word: dict[str, list[int]] = {}
        for place, found in enumerate(words):
            for word in found:
                self._with_word.setdefault(word, []).append(place)
        self._vocabulary = sorted(self._with_word)

    def having(self, phrase: Phrase) -> Flags:
        """Which titles hold every term of the phrase, each as any of its alternatives."""
        import numpy as np

        found = np.ones(self.number, dtype=bool)
        for alternatives in phrase:
            found &= np.logical_or.reduce([self._term(term) for term in alternatives])
        return found

    def having_any(self, phrases: Iterable[Phrase]) -> Flags:
        """Which titles hold at least one of the phrases."""
        import numpy as np

        found = np.zeros(self.number, dtype=bool)
        for phrase in phrases:
            found |= self.having(phrase)
        return found

    def _term(self, term: str) -> Flags:
        if term not in self._found:
            self._found[term] = self._search(term)
        return self._found[term]

    def _search(self, term: str) -> Flags:
        import numpy as np

        if not term.isascii():
            return self._whole.holding((term.replace("+", " "),))
        if "+" in term:
            words = term.rstrip("*").replace("+", " ")
            return self._latin.holding((f" {words}",) if term.endswith("*") else (f" {words} ", f" {words}s "))
        found = np.zeros(self.number, dtype=bool)
        for word in self._words(term):
            found[self._with_word.get(word, [])] = True
        return found

    def _words(self, term: str) -> list[str]:
        """The words of the titles that a Latin term stands for: itself and its plural, or all with its beginning."""
        if not term.endswith("*"):
            return [term, f"{term}s"]
        beginning = term.rstrip("*")
        first, last = (bisect_left(self._vocabulary, text) for text in (beginning, f"{beginning}\uffff"))
        return self._vocabulary[first:last]


class _Haystack:
    """Texts put one after another, so that a term is searched in all of them by one scan."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._text = "\n".join(texts)
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1]

    def holding(self, needles: Iterable[str]) -> Flags:
        import numpy as np

        found = np.zeros(len(self._starts), dtype=bool)
        for needle in needles:
            found[np.searchsorted(self._starts, self._places(needle), side="right") - 1] = True
        return found

    def _places(self, needle: str) -> list[int]:
        places: list[int] = []
        place = self._text.find(needle)
        while place >= 0:
            places.append(place)
            place = self._text.find(needle, place + 1)
        return places


@cache
def term_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of these terms in a folded title, by the same reading as `Titles`."""
    parts = []
    for term in sorted(set(terms), key=lambda text: (-len(text), text)):
        words = re.escape(term.rstrip("*")).replace(r"\+", "[^a-z0-9]+")
        ending = "[a-z0-9]*" if term.endswith("*") else "s?(?![a-z0-9])"
        parts.append(rf"(?<![a-z0-9]){words}{ending}" if term.isascii() else words)
    return re.compile("|".join(parts) or r"(?!)")
