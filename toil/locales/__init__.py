"""The app's and the reports' words: one catalogue a language, with the same keys and placeholders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from toil.errors import UsageError
from toil.plain_text import without_directions

LANGUAGES = ("en", "ja")


@dataclass(frozen=True)
class Words:
    """The words of one language; calling it with a key gives the sentence with its values filled in.

    `extra` holds words that an added page brings itself; they are looked up first.
    """

    language: str
    catalogue: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of `key`; raises UsageError where no catalogue holds it or a value is missing."""
        template = self.extra.get(key) or self.catalogue.get(key)
        if template is None:
            raise UsageError(f"there are no words for {key!r}", where=f"toil/locales/{self.language}.toml")
        try:
            return template.format(**{name: _tame(value) for name, value in values.items()})
        except (KeyError, IndexError) as error:
            raise UsageError(f"the words {key!r} need a value for {error}", where=self.language) from None

    def knows(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return key in self.extra or key in self.catalogue

    def or_else(self, key: str, fallback: str) -> str:
        """The words of `key`, or `fallback` where there are none: for ids that data may bring."""
        return self(key) if self.knows(key) else fallback

    def after_each_other(self, sentences: Iterable[str]) -> str:
        """Sentences as one text; Japanese has no space between them."""
        return ("" if self.language == "ja" else " ").join(sentences)

    def with_extra(self, extra: Mapping[str, str]) -> Words:
        """The same words and those that a page brings."""
        return Words(self.language, self.catalogue, extra)


@cache
def words(language: str) -> Words:
    """The words of a language; raises UsageError for one that we do not speak."""
    if language not in LANGUAGES:
        raise UsageError(f"there are no words in {language!r}", do=f"choose one of {', '.join(LANGUAGES)}")
    text = files("toil.locales").joinpath(f"{language}.toml").read_text("utf-8")
    return Words(language, _flatten(tomllib.loads(text)))


def choose_language(*wishes: str | None) -> str:
    """The first wish that we can fulfil; a locale such as `ja-JP` wishes for `ja`; else English."""
    for wish in wishes:
        short = (wish or "").replace("_", "-").split("-")[0].lower()
        if short in LANGUAGES:
            return short
    return LANGUAGES[0]


def _tame(value: Any) -> Any:
    """A name within a sentence must not turn the rest of it."""
    return without_directions(value) if isinstance(value, str) else value


def _flatten(tables: Mapping[str, Any], path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in tables.items():
        key = f"{path}.{name}" if path else name
        found.update(_flatten(value, key) if isinstance(value, Mapping) else {key: str(value)})
    return found
