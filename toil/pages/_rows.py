"""Rows of a frame as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toil.locales.numbers import is_missing


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary by column name."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def lookup(rows: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    """The text of one column by that of another."""
    return {str(one): str(other) for one, other in zip(rows[key], rows[value], strict=True)}


def name_of(row: Mapping[str, Any]) -> str:
    """What people call an item or a piece of work: its key and title, as far as the source gives them."""
    return " · ".join(str(row[one]) for one in ("item_key", "title") if not is_missing(row[one]))
