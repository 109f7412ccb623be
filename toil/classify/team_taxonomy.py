"""What teams change in the taxonomy: a file for everybody (`[classify] taxonomy`), and one for a team on top of it.

A table of such a file is a category: its keys replace those of the taxonomy beneath, a category that is not there yet
is added, and one with `removed = true` is gone, with its parts. A part takes what it leaves open from its parent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.classify.taxonomy import UNKNOWN, Category, Taxonomy, load_taxonomy, taxonomy_of, wrong
from toil.classify.taxonomy_source import Source, read_tables
from toil.errors import SettingsError

if TYPE_CHECKING:
    import pandas as pd

    from toil.settings import Settings

_ID = re.compile(r"[^\W_][\w-]*(\.[\w-]+)?")
_FROM_PARENT = ("order", "toil_probability", "default_minutes", "remedy", "google_class", "kubell")


@dataclass(frozen=True)
class Taxonomies:
    """The taxonomy of everybody, and those of teams that differ; `version` is known by all of them."""

    house: Taxonomy
    teams: Mapping[str, Taxonomy]

    @property
    def version(self) -> str:
        """The version of the only taxonomy, else a hash of all."""
        if not self.teams:
            return self.house.version
        parts = [self.house.version, *(f"{team}={one.version}" for team, one in sorted(self.teams.items()))]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    @property
    def categories(self) -> tuple[Category, ...]:
        """Every category that anybody has, once: as everybody has it, else as the first team does."""
        found = dict(self.house.by_id)
        for one in self.teams.values():
            found = dict(one.by_id) | found
        return tuple(sorted(found.values(), key=lambda one: (one.order, one.category)))

    def of(self, team: object) -> Taxonomy:
        """The taxonomy of a team, which is everybody's unless the team says otherwise."""
        return self.teams.get(str(team), self.house)

    def parts(self, teams: pd.Series[Any]) -> Iterator[tuple[Taxonomy, pd.Series[Any]]]:
        """Each taxonomy that some row's team has, and which rows those are (flags with the index of `teams`)."""
        named = teams.where(teams.isin(list(self.teams)), "")
        for team in sorted(named.astype(str).unique()):
            yield self.teams.get(team, self.house), named == team


def taxonomies(settings: Settings) -> Taxonomies:
    """The taxonomies that the settings ask for; raises SettingsError with file and line of what is wrong."""
    house = load_taxonomy()
    if settings.classify.taxonomy is not None:
        house = changed(house, *_read(settings.beside(settings.classify.taxonomy)))
    own = {
        name: changed(house, *_read(settings.beside(team.taxonomy)))
        for name, team in settings.teams.items()
        if team.taxonomy is not None
    }
    return Taxonomies(house, {name: one for name, one in own.items() if one.version != house.version})


@lru_cache(maxsize=64)
def changed(base: Taxonomy, file: str, text: str) -> Taxonomy:
    """The taxonomy `base` with what the text of a file changes; raises SettingsError with file and line."""
    source = Source(file, text)
    said = read_tables(source)
    tables = {name: dict(table) for name, table in base.tables.items()}
    for name, table in said.items():
        if "removed" in table:
            _check_removal(name, table, base, source)
            tables = {one: kept for one, kept in tables.items() if name not in (one, one.partition(".")[0])}
    described = {name: table for name, table in said.items() if "removed" not in table}
    for name in sorted(described, key=lambda one: one.count(".")):  # parents before their parts
        tables[name] = {**(tables.get(name) or _open(name, tables, base, source)), **described[name]}
        tables[name] = _in_both_languages(tables[name])
    return taxonomy_of(tables, source)


@dataclass(frozen=True)
class Difference:
    """What became of a taxonomy: ids of categories that are new, other than they were, or gone."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def difference(before: Taxonomy, after: Taxonomy) -> Difference:
    """What `after` does to `before`, in the order of the categories."""
    old, new = before.tables, after.tables
    names = [one.category for one in after.categories]
    return Difference(
        added=tuple(name for name in names if name not in old),
        changed=tuple(name for name in names if name in old and old[name] != new[name]),
        removed=tuple(one.category for one in before.categories if one.category not in new),
    )


def _read(file: Path) -> tuple[str, str]:
    try:
        return str(file), file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the taxonomy cannot be read: {error}", where=str(file),
                            do="save it as UTF-8, or correct `taxonomy` in toil.toml") from None  # fmt: skip


def _check_removal(name: str, table: Mapping[str, Any], base: Taxonomy, source: Source) -> None:
    if table["removed"] is not True or len(table) > 1:
        raise wrong(source, name, "is removed and described at once; say `removed = true` and nothing else", "removed")
    if name == UNKNOWN:
        raise wrong(source, name, "cannot be removed; it is where undecided work goes", "removed")
    if name not in base:
        raise wrong(source, name, "cannot be removed: there is no such category", "removed")


def _open(name: str, tables: Mapping[str, Mapping[str, Any]], base: Taxonomy, source: Source) -> dict[str, Any]:
    """What a new category need not say: what its parent has, and its place.

    A part stands first in its kind, so that in a tie between rules it goes before what is shipped; a kind stands last.
    """
    if not _ID.fullmatch(name):
        raise wrong(source, name, "has no name that an id can be; write letters, as LAB or REQ.vpn")
    top, is_part, _ = name.partition(".")
    if is_part and top not in tables:
        raise wrong(source, name, f"has no parent: there is no category {top}")
    if is_part:
        return {key: tables[top][key] for key in _FROM_PARENT if key in tables[top]}
    return {"order": max((one.order for one in base.categories if one.category != UNKNOWN), default=0)}


def _in_both_languages(table: dict[str, Any]) -> dict[str, Any]:
    """A table in which the words of one language stand for those of the other, and a name for a meaning."""
    for one, other in (("en", "ja"), ("ja", "en")):
        for key, instead in ((f"name_{one}", f"name_{other}"), (f"meaning_{one}", f"meaning_{other}"),
                             (f"meaning_{one}", f"name_{one}")):  # fmt: skip
            if instead in table:
                table.setdefault(key, table[instead])
    return table
