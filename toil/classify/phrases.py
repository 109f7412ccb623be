"""Finding phrases in many titles at once: every term is searched once in all titles, put one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
        self.number = len(texts)
        self._found: dict[str, Flags] = {}
        self._whole = _Haystack(texts)
        self._latin = _Haystack([f" {' '.join(_LATIN.findall(text))} " for text in texts])

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
            needles = latin_forms(term)
            haystack, forms = (self._latin, needles) if needles else (self._whole, (term.replace("+", " "),))
            self._found[term] = haystack.holding(forms)
        return self._found[term]


class _Haystack:
    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._text = "\n".join(texts)
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1] if texts else np.zeros(0, dtype=int)

    def holding(self, needles: Iterable[str]) -> Flags:
        import numpy as np

        found = np.zeros(len(self._starts), dtype=bool)
        for needle in needles:
            places = [match.start() for match in re.finditer(re.escape(needle), self._text)]
            found[np.searchsorted(self._starts, places, side="right") - 1] = True
        return found


def latin_forms(term: str) -> tuple[str, ...]:
    """How a term of Latin letters stands among blank-separated words, plural included; empty for other scripts."""
    if not term.isascii():
        return ()
    words = term.rstrip("*").replace("+", " ")
    return (f" {words}",) if term.endswith("*") else (f" {words} ", f" {words}s ")


def term_pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of these terms in a folded title."""
    parts = []
    for term in sorted(set(terms), key=lambda text: (-len(text), text)):
        words = re.escape(term.rstrip("*")).replace(r"\+", "[^a-z0-9]*")
        ending = "[a-z0-9]*" if term.endswith("*") else "s?(?![a-z0-9])"
        parts.append(rf"(?<![a-z0-9]){words}{ending}" if term.isascii() else words)
    return re.compile("|".join(parts) or r"(?!)")
