"""Text from outside, so that it changes nothing around it."""

from __future__ import annotations

import re

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_directions(text: str) -> str:
    """The text without the characters that turn the order of what follows, the words of others included.

    Right-to-left letters and their marks (U+200E, U+200F, U+061C) stay: they move nothing outside of themselves.
    Source: Unicode Standard Annex #9, embeddings, overrides and isolates.
    """
    return _DIRECTIONS.sub("", text)
