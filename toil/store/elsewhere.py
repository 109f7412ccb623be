"""Another engine that makes some of a build's relations, and which engine makes which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from toil.relations import PythonRelation, Relation, SqlRelation

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


class Elsewhere(Protocol):
    """An engine of its own that is open during a build."""

    @property
    def engine(self) -> str:
        """Its name and version: what another one made is made again."""

    @property
    def names(self) -> frozenset[str]:
        """The relations that it makes; all others are made here."""

    def select(self, connection: duckdb.DuckDBPyConnection, relation: SqlRelation) -> str:
        """Let it make a relation of tables of this connection; a query here that answers with its rows, types included.

        Raises ToilError where it fails, or is seen to answer another thing than DuckDB.
        """


def engines_of(relations: Iterable[Relation], elsewhere: Elsewhere | None) -> pd.DataFrame:
    """The relation `relation_engines`: relation, engine – which engine makes which relation of a build."""
    import pandas as pd

    there = elsewhere.names if elsewhere else frozenset()
    engine = elsewhere.engine if elsewhere else ""
    rows = [
        (one.name, "python" if isinstance(one, PythonRelation) else engine if one.name in there else "duckdb")
        for one in relations
    ]
    return pd.DataFrame(rows, columns=["relation", "engine"])
