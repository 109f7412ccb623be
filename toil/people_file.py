"""The hand-made list of who is who: a CSV with the header `person,account`, several rows a person."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from toil.settings import Settings

HEADER = ["person", "account"]


@dataclass(frozen=True)
class PersonRow:
    """A row as it stands in the file: `reason` says why it cannot be used, and is empty where it can."""

    place: str
    person: str
    account: str
    reason: str = ""


def people_file(settings: Settings) -> Path | None:
    """The file, from the folder of toil.toml where it is named relatively; None where there is none."""
    return settings.beside(settings.people.file) if settings.people.file else None


def read_people(settings: Settings) -> list[PersonRow]:
    """Every row of the file, good or not; raises SettingsError where it cannot be read or has another header."""
    file = people_file(settings)
    if file is None:
        return []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the list of people cannot be read: {error}", where=str(file),
                            do="save it as UTF-8, or correct [people] file") from None  # fmt: skip
    reader = csv.reader(lines)
    if [cell.strip().lower() for cell in next(reader, [])] != HEADER:
        raise SettingsError("the list of people has another header", where=f"{file}:1", do="write: person,account")
    rows: list[PersonRow] = []
    owners: dict[str, str] = {}
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append(_row(f"{file.name}:{reader.line_num}", [cell.strip() for cell in cells], owners))
    return rows


def _row(place: str, cells: list[str], owners: dict[str, str]) -> PersonRow:
    person, account = (*cells, "", "")[:2]
    if len(cells) != 2:
        return PersonRow(place, person, account, f"2 columns are needed, there are {len(cells)}")
    if not person or not account:
        return PersonRow(place, person, account, "person or account is empty")
    if owners.setdefault(account.lower(), person) != person:
        return PersonRow(place, person, account, f"the account is already that of {owners[account.lower()]}")
    return PersonRow(place, person, account)
