"""Rows of a frame as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a dictionary by column name."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def lookup(rows: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    """The text of one column by that of another."""
    return {str(one): str(other) for one, other in zip(rows[key], rows[value], strict=True)}
