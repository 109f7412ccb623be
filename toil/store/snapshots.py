"""What a week looked like when it was talked over: kept beside the journal's events, append-only like them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from toil.store.journal import stamped
from toil.store.journal_place import JournalPlace, JournalTables, next_id, place_at

_INSERT = (
    "insert into snapshots (snapshot_id, taken_at, team, week, build_id, as_of, body) values (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class Snapshot:
    """A team's week as a build saw it; `taken_at` and `as_of` are ISO UTC text."""

    taken_at: str
    team: str
    week: str
    build_id: str
    as_of: str
    body: Mapping[str, Any]


class Snapshots:
    """The snapshots beside a journal. They are no events: a build neither reads them nor changes with them."""

    def __init__(self, home: Path | JournalPlace) -> None:
        self.place = place_at(home)

    def add(
        self, team: str, week: str, body: Mapping[str, Any], *, build_id: str, as_of: str,
        taken_at: datetime | None = None,
    ) -> bool:  # fmt: skip
        """Freeze a week; False where the newest snapshot of it says the same already. No snapshot is ever replaced."""
        text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True, allow_nan=False)
        with self.place.writing() as tables:  # two machines at once would both find it new
            before = _read(tables, team, week)
            if before and json.loads(text) == before[-1].body:
                return False
            number = next_id(tables, "snapshots", "snapshot_id")
            tables.write(_INSERT, [(number, stamped(taken_at), team, week, build_id, as_of, text)])
        return True

    def newest(self, team: str, week: str) -> Snapshot | None:
        """How the week was last seen while it was the newest one; None where nobody froze it."""
        return next(reversed(self.of(team, week)), None)

    def of(self, team: str, week: str) -> list[Snapshot]:
        """Every snapshot of a team's week, oldest first."""
        if not self.place.is_there():
            return []
        with self.place.reading() as tables:
            return _read(tables, team, week)


def _read(tables: JournalTables, team: str, week: str) -> list[Snapshot]:
    rows = tables.rows(
        "select taken_at, team, week, build_id, as_of, body from snapshots where team = ? and week = ? "
        "order by snapshot_id", (team, week)
    )  # fmt: skip
    return [Snapshot(row[0], row[1], row[2], row[3], row[4], json.loads(row[5])) for row in rows]
