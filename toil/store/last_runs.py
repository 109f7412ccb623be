"""The newest run of each source, read from the raw store without changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from toil.errors import StoreLocked, ToilError
from toil.store.query import is_locked
from toil.store.raw import RAW_FILE

_NEWEST = """
select source, outcome, started_at, records, rejected, message
from runs
qualify row_number() over (partition by source order by started_at desc, run_id desc) = 1
order by source
"""


@dataclass(frozen=True)
class LastRun:
    """How the newest run of a source ended; `outcome` is complete, partial, failed or unfinished."""

    source: str
    outcome: str
    started_at: datetime
    records: int
    rejected: int
    message: str


def last_runs(folder: Path) -> list[LastRun]:
    """The newest run of each source; none where there is no raw store yet.

    Raises StoreLocked while a run writes, ToilError where the store cannot be read.
    """
    return [LastRun(*row) for row in _asked(folder, _NEWEST)]


def fetched_before(folder: Path) -> dict[str, datetime]:
    """The sources that were ever read from their services, and when last (UTC). Raises as `last_runs` does."""
    return dict(_asked(folder, "select source, max(started_at) from runs where mode = 'fetch' group by 1 order by 1"))


def _asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    import duckdb

    file = folder / RAW_FILE
    if not file.exists():
        return []
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            return connection.execute(sql).fetchall()
    except duckdb.Error as error:
        if is_locked(error):
            raise StoreLocked("another run holds the raw store", where=str(file), do="wait until it ends") from None
        raise ToilError(f"the raw store cannot be read: {str(error).splitlines()[0]}", where=str(file),
                        do="restore a backup with `toil store restore`, or extract anew") from None  # fmt: skip
