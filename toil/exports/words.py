"""The words of exports and reports in English and Japanese, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ja")


def word(key: str, lang: str, **values: Any) -> str:
    """The words at `section.name`, their `{placeholders}` filled; raises KeyError for an unknown key."""
    section, _, name = key.partition(".")
    return str(_words()[section][name][lang if lang in LANGUAGES else "en"]).format(**values)


def word_or(key: str, lang: str, fallback: str) -> str:
    """The word at `section.name`, or the fallback where there is none."""
    section, _, name = key.partition(".")
    entry = _words().get(section, {}).get(name)
    return fallback if entry is None else str(entry[lang if lang in LANGUAGES else "en"])


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("toil.exports").joinpath("words.toml").read_text("utf-8"))
