"""What builds remember of recurring work: wordings, ids and history, in tables beside the journal's events.

They are kept with the journal because they are as precious: made anew from nothing, groups may divide otherwise. They
are no events, so remembering changes no build's name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toil.store.journal import JOURNAL_FILE, open_journal

if TYPE_CHECKING:
    import pandas as pd

_SHAPE = """
create table if not exists grouping_fits (
    fitted_at text not null, work_count integer not null, recipe integer not null
);
create table if not exists grouping_refits (event_id integer primary key);
create table if not exists wordings (
    key_id text primary key, key text not null, leader text not null, recurrence_id text, title text
) without rowid;
create table if not exists recurrence_ids (
    recurrence_id text primary key, key text not null, founded_at text not null
) without rowid;
create table if not exists recurrence_history (
    happened_at text not null, event text not null, recurrence_id text not null, other_id text not null,
    work_count integer not null, primary key (happened_at, event, recurrence_id, other_id)
) without rowid;
"""
_READ = {
    "known_fit": (
        "select fitted_at, work_count, recipe, (select coalesce(max(event_id), 0) from grouping_refits) as asked_event "
        "from grouping_fits order by rowid", "fitted_at"),
    "known_wordings": (
        "select key_id, key, leader, recurrence_id, title, "
        "(select recipe from grouping_fits order by rowid desc limit 1) as recipe from wordings order by key_id", None),
    "known_ids": ("select recurrence_id, key, founded_at from recurrence_ids order by 1", "founded_at"),
    "known_history": ("select happened_at, event, recurrence_id, other_id, work_count from recurrence_history "
                      "order by 1, 2, 3, 4", "happened_at"),
}  # fmt: skip
_WRITE = (
    ("select strftime(fitted_at, '%Y-%m-%d %H:%M:%S.%f'), work_count, recipe from grouping_fit",
     "insert into grouping_fits select ?1, ?2, ?3 where not exists (select 1 from grouping_fits where fitted_at = ?1 "
     "and work_count = ?2 and recipe = ?3)"),
    ("select asked_event from grouping_fit where asked_event > 0", "insert or ignore into grouping_refits values (?)"),
    ("select key_id, wordings.key, leader, current_id, title from wordings left join recurrence_ids as ids "
     "on ids.decided = wordings.decided and ids.recurrence_id = ids.current_id",
     "insert into wordings values (?, ?, ?, ?, ?) on conflict do update set key = excluded.key, "
     "leader = excluded.leader, recurrence_id = excluded.recurrence_id, title = excluded.title "
     "where (key, leader, recurrence_id) is not (excluded.key, excluded.leader, excluded.recurrence_id)"),
    ("select recurrence_id, key, strftime(founded_at, '%Y-%m-%d %H:%M:%S.%f') from recurrence_ids",
     "insert into recurrence_ids values (?, ?, ?) on conflict do update set key = excluded.key "
     "where key <> excluded.key"),
    ("select strftime(happened_at, '%Y-%m-%d %H:%M:%S.%f'), event, recurrence_id, other_id, work_count "
     "from recurrence_history", "insert or ignore into recurrence_history values (?, ?, ?, ?, ?)"),
)  # fmt: skip


def remembered(folder: Path) -> dict[str, pd.DataFrame]:
    """What earlier builds left: known_fit, known_wordings, known_ids, known_history; empty frames before the first."""
    import pandas as pd

    with open_journal(folder / JOURNAL_FILE, _SHAPE) as connection:
        frames = {name: pd.read_sql_query(query, connection) for name, (query, _) in _READ.items()}
    for name, (_, moment) in _READ.items():
        if moment:
            frames[name][moment] = pd.to_datetime(frames[name][moment])
    return frames


def remember(folder: Path, published: Path) -> None:
    """Keep what the build of this file says of wordings and ids, in one transaction."""
    import duckdb

    with (
        duckdb.connect(str(published), read_only=True) as built,
        open_journal(folder / JOURNAL_FILE, _SHAPE) as connection,
        connection,
    ):
        for query, statement in _WRITE:
            connection.executemany(statement, built.execute(query).fetchall())
