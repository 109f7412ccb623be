"""The table source: any tracker's export – CSV, Excel, Parquet, JSON Lines, a DataFrame – with a column mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.sources.base import Census, Estimate, Fate, Finding, Page, Secret, SourceConfig, Window
from toil.sources.table.fields import FIELDS
from toil.sources.table.keeping import load_mapping, save_mapping
from toil.sources.table.mapping import full_mapping, guess_mapping
from toil.sources.table.options import OPTIONS, checked_options
from toil.sources.table.paging import pages_of_table
from toil.sources.table.reading import read_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FIELDS",
    "OPTIONS",
    "SOURCE",
    "Preview",
    "TableSource",
    "guess_mapping",
    "load_mapping",
    "pages_of_frame",
    "preview",
    "save_mapping",
]


@dataclass(frozen=True)
class Preview:
    """How a file would be read: its columns, the whole mapping, the guessed part of it, and notes on the file.

    `options` are those given with the whole mapping in them, ready for `replay` and `save_mapping`.
    """

    columns: tuple[str, ...]
    mapping: Mapping[str, tuple[str, ...]]
    guessed: Mapping[str, str]
    notes: Mapping[str, str]
    options: Mapping[str, Any]

    def told(self) -> str:
        """What was guessed, as one line for people; empty where nothing was."""
        return ", ".join(f"{field}={column}" for field, column in self.guessed.items())


class TableSource:
    """A file of rows; there is no service behind it, so `fetch` brings nothing."""

    name = "table"
    secrets: tuple[Secret, ...] = ()

    def configured(self, config: SourceConfig) -> bool:
        """Never: tables arrive by `toil import`."""
        return False

    def check(self, config: SourceConfig) -> str:
        """There is nothing to connect to."""
        return "tables are files: toil import FILE --as NAME"

    def inspect(self, config: SourceConfig) -> Iterator[Finding]:
        """There is no service to look at."""
        return iter(())

    def estimate(self, config: SourceConfig, window: Window) -> Estimate:
        """Nothing waits anywhere."""
        return Estimate({}, 0, 0.0)

    def census(self, config: SourceConfig, window: Window) -> Iterator[Census]:
        """A file has nothing to count beyond what was read."""
        return iter(())

    def fates(self, config: SourceConfig, lost: Mapping[str, str]) -> Iterator[Fate]:
        """Nobody can say what became of a row."""
        return (Fate(owner_id, "unobserved") for owner_id in lost)

    def fetch(self, config: SourceConfig, window: Window) -> Iterator[Page]:
        """Nothing comes over the network."""
        return iter(())

    def replay(self, path: Path, config: SourceConfig) -> Iterator[Page]:
        """The rows of a file, a thousand a page; `config.options` are those of OPTIONS.

        Raises UsageError where the file, an option or the mapping is wrong; see `pages_of_table`.
        """
        checked_options(config.options)
        return pages_of_table(read_table(path, config.options), config.options)


def preview(path: Path, config: SourceConfig) -> Preview:
    """How `replay` would read this file, without reading all of it; raises UsageError as `replay` does."""
    checked = checked_options(config.options)
    table = read_table(path, config.options)
    mapping, guessed = full_mapping(checked.mapping, table.columns)
    spelled = {field: used[0] if len(used) == 1 else list(used) for field, used in mapping.items()}
    unmapped = {field: "" for field, used in dict(checked.mapping).items() if not used}
    options = {**config.options, "map": {**spelled, **unmapped}}
    return Preview(table.columns, mapping, guessed, table.notes, options)


def pages_of_frame(frame: pd.DataFrame, options: Mapping[str, Any]) -> Iterator[Page]:
    """The rows of a DataFrame, under the same options and with the same errors as a file."""
    from toil.sources.table.columnar import read_frame

    return pages_of_table(read_frame(frame, name=str(options.get("name") or "frame")), options)


SOURCE = TableSource()
