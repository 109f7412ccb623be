"""`toil import`: which column tells what, from the command line, from toil.toml, or guessed from the headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.commands.session import Session
from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.settings import Settings


@dataclass(frozen=True)
class TableImport:
    """What to import with: the settings, the options of this table, and where to keep them."""

    settings: Settings
    name: str
    options: dict[str, Any]
    keep_in: Path

    def keep(self) -> None:
        """Write the mapping into the settings file, so that the next export of this table needs no words."""
        from toil.sources.table import save_mapping

        save_mapping(self.keep_in, self.name, {key: value for key, value in self.options.items() if key != "name"})


def plan_import(session: Session, file: Path, name: str, said: Sequence[str], **options: str) -> TableImport:
    """The kept options of this table, overruled by what was said now, with the rest of the columns guessed.

    Raises UsageError where the file, a field, a column or an option is wrong, before anything is read.
    """
    from toil.settings import SETTINGS_FILE
    from toil.sources.base import SourceConfig
    from toil.sources.table import load_mapping, preview

    settings = session.settings
    keep_in = settings.file or session.config or Path(SETTINGS_FILE)
    known: dict[str, Any] = load_mapping(keep_in, name)
    known["map"] = {**known.get("map", {}), **_pairs(said)}
    known.update({key: value for key, value in options.items() if value})
    seen = preview(file, SourceConfig(known))
    session.say(", ".join(f"{key}: {value!r}" for key, value in seen.notes.items() if value))
    if seen.guessed:
        session.say(f"guessed from the headings: {seen.told()}")
    return TableImport(settings, name, dict(seen.options), keep_in)


def _pairs(said: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in said:
        field, equals, column = text.partition("=")
        if not equals or not field.strip():
            raise UsageError(f"{text!r} maps nothing", where="--map", do="write field=Column, e.g. title=Summary")
        pairs[field.strip()] = column.strip()
    return pairs
