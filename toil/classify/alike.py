"""Alike: pieces of work of which the taxonomy's rules cannot but say the same, so that they are asked once.

Rules read a title's words and the fields beside it. A number that stands by itself (*host 17*, *2026-05-11*) is no
word of theirs, unless a phrase names it; a million titles are therefore some ten thousand as far as rules go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toil.classify.phrases import LONGEST_TITLE
from toil.classify.taxonomy import Taxonomy, folded
from toil.recurrence.flags import is_true

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

_NUMBER = re.compile(r"(?<![a-z0-9])\d+(?![a-z0-9])")
_TEXTS = ("item_type", "service")
_FLAGS = ("is_machine_made", "is_planned", "is_project_work", "recurs")


class Alike(NamedTuple):
    """The group of each piece of work, and one piece of each group, its title without the numbers."""

    groups: Codes
    work: pd.DataFrame


def alike(work: pd.DataFrame, taxonomy: Taxonomy) -> Alike:
    """The groups of `work`; reads title, item_type, service, labels and the flags that rules read."""
    import numpy as np
    import pandas as pd

    codes, titles = pd.factorize(work["title"].fillna("").astype(str))
    bare = without_numbers(taxonomy)
    shapes, names = pd.factorize(np.array([bare(str(title)) for title in titles], dtype=object))
    groups = shapes[codes]
    for other in (
        *(pd.factorize(work[name])[0] for name in _TEXTS),
        _sets(work["labels"].tolist()),
        *(is_true(work[name]).to_numpy(dtype=int) + 2 * work[name].isna().to_numpy(dtype=int) for name in _FLAGS),
    ):
        groups = pd.factorize(groups.astype(np.int64) * (int(other.max(initial=0)) + 2) + other + 1)[0]
    first = np.unique(groups, return_index=True)[1]
    one = work.iloc[first]
    return Alike(groups, one.assign(title=[names[place] for place in shapes[codes[first]]]))


@lru_cache(maxsize=8)
def without_numbers(taxonomy: Taxonomy) -> Callable[[str], str]:
    """A function that gives a title as rules read it, each number as so many zeros unless a phrase may mean it."""
    terms = {
        part for one in taxonomy.categories for phrase in (*one.words, *one.unless) for term in phrase for part in term
    }
    words = {word for term in terms if term.isascii() for word in re.findall(r"[a-z0-9]+\*?", term)}
    whole = {word for word in words if word.isdigit()}
    beginnings = tuple(word.rstrip("*") for word in words if word.endswith("*") and word.rstrip("*").isdigit())
    inside = {number for term in terms if not term.isascii() for number in re.findall(r"\d+", term)}

    @lru_cache(maxsize=10_000)
    def is_meant(number: str) -> bool:
        return number in whole or number.startswith(beginnings) or any(one in number for one in inside)

    def shown(found: re.Match[str]) -> str:
        number, zeros = found[0], "0" * len(found[0])
        return number if is_meant(number) or is_meant(zeros) else zeros

    return lambda title: _NUMBER.sub(shown, folded(title[:LONGEST_TITLE]))


def _sets(values: list[object]) -> Codes:
    """The number of each row's set of labels; each list is sorted once, however many rows have it."""
    import numpy as np

    numbers: dict[object, int] = {}
    lists: dict[object, int] = {}

    def number(held: object) -> int:
        key = tuple(held) if isinstance(held, Iterable) else ()
        if key not in lists:
            lists[key] = numbers.setdefault(tuple(sorted(map(str, key))), len(numbers))
        return lists[key]

    return np.fromiter(map(number, values), dtype=np.intp, count=len(values))
