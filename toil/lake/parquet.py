"""The relations of a build as Parquet files, and back, without losing a type or a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toil.errors import ToilError
from toil.store.archive import file_digest
from toil.store.query import connect, first_row, quoted

_WIDE = "HUGEINT"  # Parquet has none, and DuckDB would write a double
_WIDE_AS = "decimal(38, 0)"


@dataclass(frozen=True)
class RelationFile:
    """A relation in the lake: its file, how many rows, its columns with DuckDB's types, and what the file must be."""

    file: str
    rows: int
    columns: Mapping[str, str]
    bytes: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """As the manifest has it."""
        return asdict(self)


def write_relations(build: Path, folder: Path) -> dict[str, RelationFile]:
    """Write every relation of a build into a file of its own, rows in their order; raises ToilError."""
    import duckdb

    try:
        with connect(build, read_only=True) as connection:
            columns: dict[str, dict[str, str]] = {}
            for table, column, kind in connection.execute(
                "select table_name, column_name, data_type from duckdb_columns() where not internal "
                "order by table_name, column_index"
            ).fetchall():
                columns.setdefault(table, {})[column] = kind
            return {name: _written(connection, name, kinds, folder) for name, kinds in columns.items()}
    except duckdb.Error as error:
        raise ToilError(f"the build cannot be written as Parquet: {str(error).splitlines()[0]}",
                        where=str(build)) from None  # fmt: skip


def read_relations(relations: Mapping[str, RelationFile], folder: Path, build: Path) -> None:
    """Make a build's file of the relations in this folder; raises ToilError where a file is not what was written."""
    import duckdb

    try:
        with connect(build) as connection:
            for name, one in relations.items():
                file = folder / one.file
                if file_digest(file) != one.sha256:
                    raise ToilError(f"{one.file} is not what was written", do="build and push again")
                chosen = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in one.columns.items())
                connection.execute(f'create table "{name}" as select {chosen} from read_parquet({quoted(file)})')
                held = first_row(connection, f'select count(*) from "{name}"')
                if held != (one.rows,):
                    raise ToilError(f"{name} has {held and held[0]} rows, not {one.rows}", do="build and push again")
    except duckdb.Error as error:
        raise ToilError(f"the lake's files cannot be read: {str(error).splitlines()[0]}",
                        do="build and push again") from None  # fmt: skip


def write_table(connection: Any, name: str, columns: Mapping[str, str], file: Path) -> None:
    """Write a table of these columns and types into a file, rows in their order; raises duckdb.Error."""
    chosen = ", ".join(
        f'cast("{column}" as {_WIDE_AS}) as "{column}"' if kind == _WIDE else f'"{column}"'
        for column, kind in columns.items()
    )
    connection.execute(f'copy (select {chosen} from "{name}") to {quoted(file)} (format parquet, compression zstd)')


def _written(connection: Any, name: str, columns: Mapping[str, str], folder: Path) -> RelationFile:
    file = folder / f"{name}.parquet"
    write_table(connection, name, columns, file)
    rows = first_row(connection, f'select count(*) from "{name}"')
    return RelationFile(file.name, int(rows[0]) if rows else 0, dict(columns), file.stat().st_size, file_digest(file))
