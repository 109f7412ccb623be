"""Flags that may be unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def is_true(values: pd.Series[Any]) -> pd.Series[bool]:
    """Where a flag is known and true."""
    return equals(values, True)


def equals(values: pd.Series[Any], wanted: bool) -> pd.Series[bool]:
    """Where a flag is known and as wanted. DuckDB hands booleans with nulls over as pandas' nullable type, whose
    comparisons stay unknown; here unknown is neither true nor false.
    """
    return values.eq(wanted).fillna(False).astype(bool)
