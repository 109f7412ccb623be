"""The taxonomy: the kinds of work, read from `taxonomy.toml`, checked, and known by a hash of its content."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from toil.errors import SettingsError

UNKNOWN = "UNK"
REMEDIES = ("eliminate", "reject", "batch", "tune_alert", "document", "self_service", "automate")
_FILE = "taxonomy.toml"

Phrase = tuple[tuple[str, ...], ...]
"""All of its terms must be found, each as any of its alternatives."""


@dataclass(frozen=True)
class Category:
    """One kind of work; `toil_probability` is a prior, `default_minutes` the effort where nothing is known."""

    category: str
    order: int
    name_en: str
    name_ja: str
    meaning_en: str
    meaning_ja: str
    toil_probability: float
    default_minutes: float
    google_class: str = ""
    kubell: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    words: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    item_types: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    machine_made: bool | None = None
    planned: bool | None = None
    project: bool | None = None
    untouched: bool = False
    urgency: str = ""

    @property
    def parent(self) -> str | None:
        """The category that this one is a part of; None at the top level."""
        top, dot, _ = self.category.partition(".")
        return top if dot else None

    @property
    def top(self) -> str:
        """The category of the top level."""
        return self.category.partition(".")[0]


@dataclass(frozen=True)
class Taxonomy:
    """All categories in their order, and the version that their content has."""

    categories: tuple[Category, ...]
    version: str
    by_id: Mapping[str, Category] = field(default_factory=dict)

    def __getitem__(self, category: str) -> Category:
        return self.by_id[category]

    def __contains__(self, category: object) -> bool:
        return isinstance(category, str) and category in self.by_id


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy of this installation; raises SettingsError naming the category that is wrong."""
    return parse_taxonomy(files("toil.classify").joinpath(_FILE).read_text("utf-8"))


def parse_taxonomy(text: str) -> Taxonomy:
    """The taxonomy that a TOML text holds; raises SettingsError naming the category that is wrong."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"the taxonomy cannot be read: {error}", where=_FILE) from None
    categories = sorted((_category(name, table) for name, table in tables.items()), key=_place)
    by_id = {category.category: category for category in categories}
    _check_together(categories, by_id)
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Taxonomy(tuple(categories), version, by_id)


def phrase_of(text: str) -> Phrase:
    """A phrase as it is written: terms by spaces, alternatives by `|`, any ending by `*`, adjacent words by `+`."""
    return tuple(tuple(part for part in term.split("|") if part) for term in folded(text).split())


def folded(text: str) -> str:
    """Text in NFKC and lower case, as titles are compared."""
    return unicodedata.normalize("NFKC", text).lower()


def _place(category: Category) -> tuple[int, str]:
    """Categories stand in their `order`, those of the same order by their id."""
    return category.order, category.category


def _category(name: str, table: Any) -> Category:
    if not isinstance(table, dict):
        raise _wrong(name, "is not a table")
    known = {item.name for item in fields(Category)} - {"category"}
    if unknown := sorted(set(table) - known):
        raise _wrong(name, f"has keys that nobody reads: {', '.join(unknown)}")
    try:
        made = Category(category=name, **{key: _value(key, value) for key, value in table.items()})
    except TypeError as error:
        raise _wrong(name, f"is incomplete: {str(error).split('() ')[-1]}") from None
    _check(made)
    return made


def _value(key: str, value: Any) -> Any:
    if key in ("words", "unless"):
        return tuple(phrase_of(text) for text in value)
    if key in ("item_types", "labels", "services"):
        return tuple(folded(text) for text in value)
    return tuple(value) if isinstance(value, list) else value


def _check(category: Category) -> None:
    name = category.category
    if not 0 <= category.toil_probability <= 1:
        raise _wrong(name, f"has a toil_probability of {category.toil_probability}; it must lie between 0 and 1")
    if not category.default_minutes > 0:
        raise _wrong(name, "has default_minutes that are not above 0")
    if unknown := sorted(set(category.remedy) - set(REMEDIES)):
        raise _wrong(name, f"has unknown remedies: {', '.join(unknown)}; known are {', '.join(REMEDIES)}")
    if any(not phrase or not all(phrase) for phrase in (*category.words, *category.unless)):
        raise _wrong(name, "has an empty phrase")
    for key in ("name_en", "name_ja", "meaning_en", "meaning_ja"):
        if not str(getattr(category, key)).strip():
            raise _wrong(name, f"has an empty {key}")


def _check_together(categories: list[Category], by_id: Mapping[str, Category]) -> None:
    if UNKNOWN not in by_id:
        raise _wrong(UNKNOWN, "is missing; it is where undecided work goes")
    for category in categories:
        if category.parent is not None and category.parent not in by_id:
            raise _wrong(category.category, f"has no parent: there is no category {category.parent}")


def _wrong(category: str, what: str) -> SettingsError:
    return SettingsError(f"the category {category} {what}", where=_FILE, do="correct its table in the taxonomy")
