"""The words of exports and reports: those of `toil/locales`, and in `words.toml` those that only files need."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from toil.locales import words


def word(key: str, lang: str, **values: Any) -> str:
    """The words of exports at `section.name`, their `{placeholders}` filled; raises KeyError for an unknown key."""
    section, _, name = key.partition(".")
    return _words()[section][name][lang].format(**values)


def heading(column: str, lang: str) -> str:
    """What stands above a column of that name; the name itself where nobody has words for it."""
    own = _words()["column"].get(column)
    return own[lang] if own else words(lang).or_else(f"column.{column}", column)


def remedy_name(remedy: str, lang: str) -> str:
    """A remedy as people call it."""
    return words(lang).or_else(f"remedy.{remedy}", remedy)


def quadrant_name(quadrant: str, lang: str) -> str:
    """A quadrant of frequency × effort as people call it."""
    return words(lang).or_else(f"quadrant.{quadrant}", quadrant)


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("toil.exports").joinpath("words.toml").read_text("utf-8"))
