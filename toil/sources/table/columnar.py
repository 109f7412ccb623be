"""Columnar tables: Excel sheets, Parquet files and DataFrames, read in pieces."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.errors import UsageError
from toil.sources.base import Rejection
from toil.sources.table.rowset import Row, Table, cells_by_name, column_names, distinct

if TYPE_CHECKING:
    import pandas as pd

_BATCH = 2_000
_NULLS = ("NAType", "NaTType")


def read_excel(path: Path, *, sheet: str = "") -> Table:
    """A sheet of an .xlsx workbook, the first one if none is named; its first row that is not blank is the header.

    Formulas count as the values that Excel last computed. Raises UsageError where it is no workbook or has no such
    sheet.
    """
    title, names = _sheet_and_header(path, sheet)

    def rows() -> Iterator[Row | Rejection]:
        records = _sheet_rows(path, title)
        next(records, None)
        for line, values in records:
            padded = [*values[: len(names)], *[None] * (len(names) - len(values))]
            if len(values) > len(names) and any(value is not None for value in values[len(names) :]):
                reason = f"the row has {len(values)} cells, the header {len(names)}"
                yield Rejection(f"{path.name}:{line}", reason, " | ".join(map(str, values))[:200])
            else:
                yield Row(line, cells_by_name(names, padded))

    return Table(path.name, distinct(names), rows, {"sheet": title})


def read_parquet(path: Path) -> Table:
    """A Parquet file, batch by batch; rows are numbered from 1. Raises UsageError where it is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = column_names(file.schema_arrow.names)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable("Parquet", path, error) from None

    def rows() -> Iterator[Row | Rejection]:
        with pq.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield Row(number, cells_by_name(names, [native(value) for value in values]))

    return Table(path.name, distinct(names), rows)


def read_frame(frame: pd.DataFrame, *, name: str = "frame") -> Table:
    """A DataFrame; rows are numbered from 1 and the index is left out."""
    names = column_names(list(frame.columns))

    def rows() -> Iterator[Row | Rejection]:
        for number, values in enumerate(frame.itertuples(index=False, name=None), start=1):
            yield Row(number, cells_by_name(names, [native(value) for value in values]))

    return Table(name, distinct(names), rows)


def native(value: Any) -> Any:
    """A cell of pandas, numpy or Arrow as plain Python; NaT, NA and NaN are None."""
    if value is None or isinstance(value, (str, bool, int, list, dict)):
        return value
    if getattr(value, "shape", ()) or type(value).__name__ in _NULLS:
        return value.tolist() if type(value).__name__ not in _NULLS else None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if hasattr(value, "to_pytimedelta"):
        return value.to_pytimedelta()
    if hasattr(value, "item"):
        value = value.item()
    return None if value != value else value


def _sheet_and_header(path: Path, sheet: str) -> tuple[str, list[str]]:
    with _workbook(path) as workbook:
        titles = workbook.sheetnames
    if sheet and sheet not in titles:
        raise UsageError(f"the workbook has no sheet {sheet!r}", where=str(path), do=f"sheets: {', '.join(titles)}")
    title = sheet or titles[0]
    header = next(_sheet_rows(path, title), None)
    if header is None:
        raise UsageError(f"the sheet {title!r} is empty", where=str(path), do=f"sheets: {', '.join(titles)}")
    values = header[1]
    while values and values[-1] is None:
        values.pop()
    return title, column_names(values)


def _sheet_rows(path: Path, title: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows that are not blank, with the number that Excel shows."""
    with _workbook(path) as workbook:
        for number, values in enumerate(workbook[title].iter_rows(values_only=True), start=1):
            if any(value is not None and value != "" for value in values):
                yield number, list(values)


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """An open workbook, closed at the end; raises UsageError where the file is none."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with path.open("rb") as file:
        try:
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as error:
            raise _unreadable("Excel", path, error) from None
        try:
            yield workbook
        finally:
            workbook.close()


def _unreadable(kind: str, path: Path, error: Exception) -> UsageError:
    cause = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UsageError(f"the file cannot be read as {kind}: {cause}", where=str(path), do="export it again, or as CSV")
