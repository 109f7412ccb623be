"""The text of a taxonomy: its tables, one a category, and the line in which a table or a key of it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toil.errors import SettingsError

Tables = Mapping[str, Mapping[str, Any]]
"""What TOML holds of each category, by its id."""

_HEADER = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([\w-]+)[\"']?\s*=")
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Source:
    """A text in TOML and what its file is called."""

    file: str
    text: str

    def at(self, category: str, key: str = "") -> str:
        """`file:line` of a category's key, else of its table, else the file."""
        table, lines = 0, self.text.splitlines()
        here, category = "", _bare(category)
        for number, line in enumerate(lines, start=1):
            if header := _HEADER.match(line):
                here = _bare(header[1])
                table = number if here == category and not table else table
            elif here == category and key and (found := _KEY.match(line)) and found[1] == key:
                return f"{self.file}:{number}"
        return f"{self.file}:{table}" if table else self.file


def _bare(name: str) -> str:
    return re.sub(r"[\"'\s]", "", name)


def read_tables(source: Source) -> dict[str, dict[str, Any]]:
    """The tables of a text; `[REQ.access]` is the category `REQ.access`, with or without quotes.

    Raises SettingsError with the line of what is no TOML, and for what is no table.
    """
    try:
        found = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise SettingsError(f"the taxonomy cannot be read: {error}",
                            where=f"{source.file}:{line[1]}" if line else source.file) from None  # fmt: skip
    tables: dict[str, dict[str, Any]] = {}
    for name, table in found.items():
        if not isinstance(table, dict):
            raise SettingsError(f"the category {name} is not a table", where=source.at("", name),
                                do=f"write [{name}] and its keys below")  # fmt: skip
        parts = {f"{name}.{key}": value for key, value in table.items() if isinstance(value, dict)}
        plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
        for one, content in ([(name, plain)] if plain or not parts else []) + list(parts.items()):
            if one in tables:
                raise SettingsError(f"the category {one} stands there twice", where=source.at(one))
            tables[one] = content
    return tables
