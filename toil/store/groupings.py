"""What builds remember of recurring work: wordings, ids and history, in tables beside the journal's events.

They are kept with the journal because they are as precious: made anew from nothing, groups may divide otherwise. They
are no events, so remembering changes no build's name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toil.store.journal_place import JournalPlace, place_at

if TYPE_CHECKING:
    import pandas as pd

_READ = {
    "known_fit": (
        "select fitted_at, work_count, recipe, (select coalesce(max(event_id), 0) from grouping_refits) as asked_event "
        "from grouping_fits order by rowid", ["fitted_at", "work_count", "recipe", "asked_event"], "fitted_at"),
    "known_wordings": (
        "select key_id, key, leader, recurrence_id, title, "
        "(select recipe from grouping_fits order by rowid desc limit 1) as recipe from wordings order by key_id",
        ["key_id", "key", "leader", "recurrence_id", "title", "recipe"], None),
    "known_ids": ("select recurrence_id, key, founded_at from recurrence_ids order by 1",
                  ["recurrence_id", "key", "founded_at"], "founded_at"),
    "known_history": ("select happened_at, event, recurrence_id, other_id, work_count from recurrence_history "
                      "order by 1, 2, 3, 4",
                      ["happened_at", "event", "recurrence_id", "other_id", "work_count"], "happened_at"),
}  # fmt: skip
_WRITE = (
    ("select strftime(fitted_at, '%Y-%m-%d %H:%M:%S.%f'), work_count, recipe from grouping_fit",
     "insert into grouping_fits (rowid, fitted_at, work_count, recipe) select (select coalesce(max(rowid), 0) + 1 "
     "from grouping_fits), said.* from (select ? as fitted_at, "
     "cast(? as bigint) as work_count, cast(? as bigint) as recipe) as said where not exists (select 1 from "
     "grouping_fits as known where (known.fitted_at, known.work_count, known.recipe) = "
     "(said.fitted_at, said.work_count, said.recipe))"),
    ("select asked_event from grouping_fit where asked_event > 0",
     "insert into grouping_refits values (?) on conflict do nothing"),
    ("select key_id, wordings.key, leader, current_id, title from wordings left join recurrence_ids as ids "
     "on ids.decided = wordings.decided and ids.recurrence_id = ids.current_id",
     "insert into wordings values (?, ?, ?, ?, ?) on conflict (key_id) do update set key = excluded.key, "
     "leader = excluded.leader, recurrence_id = excluded.recurrence_id, title = excluded.title "
     "where wordings.key <> excluded.key or wordings.leader <> excluded.leader "
     "or coalesce(wordings.recurrence_id, '') <> coalesce(excluded.recurrence_id, '')"),
    ("select recurrence_id, key, strftime(founded_at, '%Y-%m-%d %H:%M:%S.%f') from recurrence_ids",
     "insert into recurrence_ids values (?, ?, ?) on conflict (recurrence_id) do update set key = excluded.key "
     "where recurrence_ids.key <> excluded.key"),
    ("select strftime(happened_at, '%Y-%m-%d %H:%M:%S.%f'), event, recurrence_id, other_id, work_count "
     "from recurrence_history", "insert into recurrence_history values (?, ?, ?, ?, ?) on conflict do nothing"),
)  # fmt: skip


def remembered(home: Path | JournalPlace) -> dict[str, pd.DataFrame]:
    """What earlier builds left: known_fit, known_wordings, known_ids, known_history; empty frames before the first."""
    import pandas as pd

    with place_at(home).reading() as tables:
        frames = {
            name: pd.DataFrame.from_records(tables.rows(query), columns=columns, coerce_float=True)
            for name, (query, columns, _) in _READ.items()
        }
    for name, (_, _, moment) in _READ.items():
        if moment:
            frames[name][moment] = pd.to_datetime(frames[name][moment])
    return frames


def remember(home: Path | JournalPlace, published: Path) -> None:
    """Keep what the build of this file says of wordings and ids, in one transaction."""
    import duckdb

    with duckdb.connect(str(published), read_only=True) as built, place_at(home).writing() as tables:
        for query, statement in _WRITE:
            tables.write(statement, built.execute(query).fetchall())
