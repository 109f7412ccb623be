"""The mapping of fields to columns: what was said wins, the rest is guessed from well-known headers."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toil.errors import UsageError
from toil.sources.table.fields import EFFORT_SECONDS, FIELDS, HEADERS, REQUIRED

Columns = tuple[str, ...]

_CUSTOM = re.compile(r"^custom field \((.*)\)$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORDS = re.compile(r"[\s_\-/()\[\]:.・]+")


def plain_header(header: str) -> str:
    """A header as HEADERS writes them: `createdAt`, `Created_At`, `Created at ` and full-width forms are one.

    Jira's `Custom field (Team)` reads as `team`.
    """
    text = unicodedata.normalize("NFKC", header).strip()
    if custom := _CUSTOM.match(text):
        text = custom[1]
    return _NOT_WORDS.sub(" ", _CAMEL.sub(" ", text)).strip().casefold()


def guess_mapping(columns: Iterable[str], *, said: Mapping[str, Columns] | None = None) -> dict[str, str]:
    """The column of each field that nobody mapped, by its header; a column serves one field only.

    `said` is the explicit mapping: its fields and its columns are left out. One effort column is taken at most.
    """
    said = said or {}
    taken = {column for used in said.values() for column in used}
    by_header: dict[str, str] = {}
    for column in columns:
        if column not in taken:
            by_header.setdefault(plain_header(column), column)
    guessed: dict[str, str] = {}
    has_effort = bool(said.keys() & EFFORT_SECONDS.keys())
    for field, headers in HEADERS.items():
        if field in said or (field in EFFORT_SECONDS and has_effort):
            continue
        found = next((header for header in headers if header in by_header), None)
        if found is not None:
            guessed[field] = by_header.pop(found)
            has_effort = has_effort or field in EFFORT_SECONDS
    return guessed


def said_mapping(options: Any, columns: Sequence[str]) -> dict[str, Columns]:
    """The explicit mapping, checked: field → columns; an empty one means that the field stays unmapped.

    A field may be made of several columns: a list, or `repo+id` where no column has that very name.
    Raises UsageError for an unknown field or a missing column, naming near matches and all there are.
    """
    if not isinstance(options, Mapping):
        raise UsageError("the mapping of a table must give a column for each field", where="map")
    said: dict[str, Columns] = {}
    for field, spec in options.items():
        if field not in FIELDS:
            raise UsageError(f"a table has no field {field!r}", where="map", do=_advice(field, FIELDS, "fields"))
        said[field] = tuple(_checked(part, field, columns) for part in _parts(spec, columns))
    return said


def full_mapping(options: Any, columns: Sequence[str]) -> tuple[dict[str, Columns], dict[str, str]]:
    """The whole mapping, and the part of it that was guessed; raises UsageError where a needed field has none."""
    said = said_mapping(options, columns)
    guessed = guess_mapping(columns, said=said)
    mapping = {field: used for field, used in said.items() if used}
    mapping.update({field: (column,) for field, column in guessed.items()})
    for field in REQUIRED:
        if field not in mapping:
            raise UsageError(
                f"no column tells {field}",
                where="map",
                do=f"say which: --map {field}=COLUMN; columns: {_listed(columns)}",
            )
    return mapping, guessed


def _parts(spec: Any, columns: Sequence[str]) -> list[str]:
    if isinstance(spec, (list, tuple)):
        return [str(part) for part in spec]
    text = str(spec)
    if not text or text in columns:
        return [text] if text else []
    parts = [part.strip() for part in text.split("+")]
    return parts if len(parts) > 1 and all(parts) else [text]


def _checked(column: str, field: str, columns: Sequence[str]) -> str:
    if column in columns:
        return column
    alike = [name for name in columns if plain_header(name) == plain_header(column)]
    if len(alike) == 1:
        return alike[0]
    raise UsageError(
        f"the table has no column {column!r}", where=f"map: {field}", do=_advice(column, columns, "columns")
    )


def _advice(name: str, known: Sequence[str], what: str) -> str:
    folded = {one.casefold(): one for one in known}
    near = [folded[one] for one in difflib.get_close_matches(name.casefold(), folded, n=2, cutoff=0.6)]
    question = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{question}{what}: {_listed(known)}"


def _listed(names: Sequence[str]) -> str:
    more = f" … and {len(names) - 60} more" if len(names) > 60 else ""
    return ", ".join(names[:60]) + more
