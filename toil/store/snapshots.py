"""What a week looked like when it was talked over: kept beside the journal's events, append-only like them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from toil.store.journal import JOURNAL_FILE, open_journal, stamped

_SHAPE = """
create table if not exists snapshots (
    snapshot_id integer primary key autoincrement, taken_at text not null, team text not null, week text not null,
    build_id text not null, as_of text not null, body text not null
);
create trigger if not exists snapshots_stay before update on snapshots
begin select raise(abort, 'append only'); end;
create trigger if not exists snapshots_remain before delete on snapshots
begin select raise(abort, 'append only'); end;
"""


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
    """The snapshots of a store's folder. They are no events: a build neither reads them nor changes with them."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / JOURNAL_FILE

    def add(
        self, team: str, week: str, body: Mapping[str, Any], *, build_id: str, as_of: str,
        taken_at: datetime | None = None,
    ) -> bool:  # fmt: skip
        """Freeze a week; False where the newest snapshot of it says the same already. No snapshot is ever replaced."""
        newest = self.newest(team, week)
        text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True, allow_nan=False)
        if newest is not None and json.loads(text) == newest.body:
            return False
        insert = "insert into snapshots (taken_at, team, week, build_id, as_of, body) values (?, ?, ?, ?, ?, ?)"
        with open_journal(self.file, _SHAPE) as connection, connection:
            connection.execute(insert, (stamped(taken_at), team, week, build_id, as_of, text))
        return True

    def newest(self, team: str, week: str) -> Snapshot | None:
        """How the week was last seen while it was the newest one; None where nobody froze it."""
        return next(reversed(self.of(team, week)), None)

    def of(self, team: str, week: str) -> list[Snapshot]:
        """Every snapshot of a team's week, oldest first."""
        if not self.file.exists():
            return []
        select = ("select taken_at, team, week, build_id, as_of, body from snapshots where team = ? and week = ? "
                  "order by snapshot_id")  # fmt: skip
        with open_journal(self.file, _SHAPE) as connection:
            rows = connection.execute(select, (team, week)).fetchall()
        return [Snapshot(row[0], row[1], row[2], row[3], row[4], json.loads(row[5])) for row in rows]
