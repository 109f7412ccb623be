"""Flags that may be unknown, and texts looked up among others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def are_among(values: Any, known: Iterable[Any]) -> NDArray[np.bool_]:
    """Where a text is one of the known ones; an unknown one is not."""
    return places_of(values, known) >= 0


def places_of(values: Any, known: Iterable[Any]) -> NDArray[np.int64]:
    """The place of each text among the known ones (the first, where one stands twice), -1 where it is none of them.

    Arrow looks texts up where they lie: of a million 0.2 s, where an index of pandas takes each out by itself first.
    """
    import numpy as np
    import pyarrow.compute as pc

    found = pc.index_in(_texts(values), value_set=_texts(known), skip_nulls=True)
    places: NDArray[np.int64] = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def taken(values: pd.Series[Any], places: NDArray[np.int64], index: pd.Index[Any]) -> pd.Series[Any]:
    """The values at these places, missing where the place is -1."""
    import pandas as pd

    return pd.Series(pd.api.extensions.take(values.array, places, allow_fill=True), index=index, name=values.name)


def _texts(values: Any) -> Any:
    import pyarrow as pa

    held = pa.array(values if hasattr(values, "dtype") else list(values), from_pandas=True)
    held = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    return held.cast(pa.large_string())


def is_true(values: pd.Series[Any]) -> pd.Series[bool]:
    """Where a flag is known and true."""
    return equals(values, True)


def equals(values: pd.Series[Any], wanted: bool) -> pd.Series[bool]:
    """Where a flag is known and as wanted. DuckDB hands booleans with nulls over as pandas' nullable type, whose
    comparisons stay unknown; here unknown is neither true nor false.
    """
    return values.eq(wanted).fillna(False).astype(bool)
