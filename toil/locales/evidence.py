"""Evidence in words: what was found, as stored in a column `facts`, told as one sentence in either language.

Facts are a small JSON object: `say` names the sentence (`evidence.<say>` in the catalogues), the others are its values.
Values of `category` and `also` may be told by name; the `kind` of a structure, a `cadence` and the usual drivers have
words of their own. `such` holds the facts of an example, `once` the part of its toil that work keeps which does not
recur.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from toil.locales import Words, words
from toil.locales.numbers import count

_CATEGORIES = ("category", "also")
_KINDS = ("kind", "cadence")


@lru_cache(maxsize=100_000)  # a million pieces of work have some thousand sentences: each is made, and kept, once
def told(say: str, **values: Any) -> tuple[str, str]:
    """The English sentence and the facts (JSON) of these values, which are texts and numbers; `such` is JSON."""
    facts = {"say": say, **values}
    if "such" in facts:
        facts["such"] = json.loads(values["such"])
    return _told(facts, words("en"), {}), json.dumps(facts, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=100_000)
def told_more(facts: str, **values: Any) -> tuple[str, str]:
    """The English sentence and the facts of what was told before and these values."""
    more = {**json.loads(facts), **values}
    return _told(more, words("en"), {}), json.dumps(more, ensure_ascii=False, sort_keys=True)


def sentence(facts: Any, spoken: Words, names: Mapping[str, str] | None = None) -> str:
    """The sentence of stored facts in the reader's language, categories by their `names`; empty without any."""
    try:
        found = json.loads(facts) if isinstance(facts, str) else None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not spoken.knows(f"evidence.{found.get('say')}"):
        return ""
    return _told(found, spoken, names or {})


def _told(facts: Mapping[str, Any], spoken: Words, names: Mapping[str, str]) -> str:
    values = {name: _value(name, value, spoken, names) for name, value in facts.items()}
    said = spoken(f"evidence.{facts['say']}", **values)
    for name in ("also", "why", "once"):
        if facts.get(name):
            said += spoken(f"evidence.{name}", **values)
    return said


def _value(name: str, value: Any, spoken: Words, names: Mapping[str, str]) -> str:
    if name == "such":
        return _told(value, spoken, names)
    if name in _CATEGORIES:
        return names.get(str(value), str(value))
    if name == "driver":
        return spoken.or_else(f"driver.{value}", str(value))
    if name in _KINDS:
        return spoken.or_else(f"evidence_{name}.{value}", str(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _number(name, value)


def _number(name: str, value: float) -> str:
    """What is called a share is told in per cent, whole numbers with separators, others as they are."""
    if name.endswith("share"):
        return f"{value:.0%}"
    return count(value) if isinstance(value, int) else f"{value:g}"
