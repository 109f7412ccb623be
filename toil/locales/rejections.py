"""Why a row was not taken, in the reader's language: the sentences that sources and builds store are English.

The English catalogue's `rejection.*` are these sentences; what fits none of them is told as it was stored.
"""

from __future__ import annotations

import re
from functools import cache

from toil.locales import Words, words

_PLACE = re.compile(r"\\\{(\w+)\\\}")


def rejection_sentence(reason: str, spoken: Words) -> str:
    """A stored `reason` in the reader's language, with its own values; the reason itself where nothing fits."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            return spoken(key, **found.groupdict())
    return reason


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Each English sentence with its values left open, the longest first: it says most."""
    templates = {key: text for key, text in words("en").catalogue.items() if key.startswith("rejection.")}
    ordered = sorted(templates.items(), key=lambda one: -len(one[1]))
    return [(key, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)) for key, text in ordered]
