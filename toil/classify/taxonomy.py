"""The taxonomy: the kinds of work, read from `taxonomy.toml`, checked, and known by a hash of its content."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from toil.classify.taxonomy_source import Source, Tables, read_tables
from toil.errors import SettingsError

UNKNOWN = "UNK"
REMEDIES = ("eliminate", "reject", "batch", "tune_alert", "document", "self_service", "automate")
URGENCIES = ("", "low", "high")
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


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All categories in their order, the version that their content has, and the tables that they were made of."""

    categories: tuple[Category, ...]
    version: str
    by_id: Mapping[str, Category] = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)

    def __getitem__(self, category: str) -> Category:
        return self.by_id[category]

    def __contains__(self, category: object) -> bool:
        return isinstance(category, str) and category in self.by_id


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy of this installation; raises SettingsError naming the category that is wrong."""
    return parse_taxonomy(files("toil.classify").joinpath(_FILE).read_text("utf-8"))


def parse_taxonomy(text: str) -> Taxonomy:
    """The taxonomy that a TOML text holds; raises SettingsError naming the category that is wrong, and its line."""
    source = Source(_FILE, text)
    return taxonomy_of(read_tables(source), source)


def taxonomy_of(tables: Tables, source: Source) -> Taxonomy:
    """The taxonomy of these tables, one a category; `source` is the text that an error is looked up in."""
    categories = sorted((_category(name, table, source) for name, table in tables.items()), key=_place)
    by_id = {category.category: category for category in categories}
    if UNKNOWN not in by_id:
        raise wrong(source, UNKNOWN, "is missing; it is where undecided work goes")
    for category in categories:
        if category.parent is not None and category.parent not in by_id:
            raise wrong(source, category.category, f"has no parent: there is no category {category.parent}")
    content = json.dumps(tables, sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Taxonomy(tuple(categories), version, by_id, tables)


def phrase_of(text: str) -> Phrase:
    """A phrase as it is written: terms by spaces, alternatives by `|`, any ending by `*`, adjacent words by `+`."""
    return tuple(tuple(part for part in term.split("|") if part) for term in folded(text).split())


def folded(text: str) -> str:
    """Text in NFKC and lower case, as titles are compared."""
    return unicodedata.normalize("NFKC", text).lower()


def wrong(source: Source, category: str, what: str, key: str = "") -> SettingsError:
    """The error that a category's table asks for, at the line of its `key` or of the table."""
    return SettingsError(f"the category {category} {what}", where=source.at(category, key),
                         do="correct its table in the taxonomy")  # fmt: skip


def _place(category: Category) -> tuple[int, str]:
    """Categories stand in their `order`, those of the same order by their id."""
    return category.order, category.category


_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "a text"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "bool": ((bool,), "true or false"),
    "bool | None": ((bool,), "true or false"),
}
"""What TOML may hold for a field of this type; every other field is a list of texts."""


def _category(name: str, table: Mapping[str, Any], source: Source) -> Category:
    kinds = {item.name: str(item.type) for item in fields(Category) if item.name != "category"}
    if unknown := sorted(set(table) - set(kinds)):
        raise wrong(source, name, f"has keys that nobody reads: {', '.join(unknown)}", unknown[0])
    for key, value in table.items():
        if fault := _fault(value, kinds[key]):
            raise wrong(source, name, f"has a wrong {key}: it must be {fault}", key)
    try:
        made = Category(category=name, **{key: _value(key, value) for key, value in table.items()})
    except TypeError as error:
        raise wrong(source, name, f"is incomplete: {str(error).split('() ')[-1]}") from None
    _check(made, source)
    return made


def _fault(value: Any, kind: str) -> str:
    """What a value should have been; empty where it is."""
    types, words = _KINDS.get(kind, ((list,), "a list of texts"))
    if isinstance(value, list) and types == (list,):
        return "" if all(isinstance(one, str) for one in value) else words
    is_flag = isinstance(value, bool)
    return "" if isinstance(value, types) and is_flag == (types == (bool,)) else words


def _value(key: str, value: Any) -> Any:
    if key in ("words", "unless"):
        return tuple(phrase_of(text) for text in value)
    if key in ("item_types", "labels", "services"):
        return tuple(folded(text) for text in value)
    return tuple(value) if isinstance(value, list) else value


def _check(category: Category, source: Source) -> None:
    name = category.category
    faults = {
        "toil_probability": not 0 <= category.toil_probability <= 1
        and f"a toil_probability of {category.toil_probability}; it must lie between 0 and 1",
        "default_minutes": not 0 < category.default_minutes < float("inf") and "default_minutes that are not above 0",
        "urgency": category.urgency not in URGENCIES and f"an unknown urgency: {category.urgency}",
        "remedy": (unknown := sorted(set(category.remedy) - set(REMEDIES)))
        and f"unknown remedies: {', '.join(unknown)}; known are {', '.join(REMEDIES)}",
        **{
            key: any(not phrase or not all(phrase) for phrase in getattr(category, key)) and "an empty phrase"
            for key in ("words", "unless")
        },
        **{
            key: not str(getattr(category, key)).strip() and f"an empty {key}"
            for key in ("name_en", "name_ja", "meaning_en", "meaning_ja")
        },
    }
    for key, fault in faults.items():
        if fault:
            raise wrong(source, name, f"has {fault}", key)
