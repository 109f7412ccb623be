"""Retention: the payloads of finished items go at an age that the settings name; what was staged of them stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toil.errors import StoreMissing
from toil.store.journal import Journal
from toil.store.query import first_row, transaction
from toil.store.raw import RAW_FILE, RawStore

# Finished items all of whose payloads are known to be older than the day, and staged as they are. An open item may
# still change in part, and its other parts are needed then. The day is counted from the services' time: under a
# clock that is years ahead nothing must go.
_OLD = """
create or replace temp table old_owners as
select held.source, held.site, held.owner_id
from (
    select source, site, owner_id, max(updated_at) as newest, bool_or(updated_at is null) as is_undated,
        bool_and(retired_at is not null) as is_gone
    from payloads where owner_id <> '' group by all
) as held
join (
    select owner_key, bool_and(status in ('done', 'cancelled')) as is_finished from staged_items group by owner_key
) as staged on staged.owner_key = held.source || ':' || held.site || ':' || held.owner_id
where staged.is_finished and not held.is_undated and not held.is_gone
  and held.newest < (select max(as_of) from runs) - to_days(cast(? as integer))
  and staged.owner_key not in (select owner_key from stale_owners)
"""
_TOLD = """
select count(*), count(distinct (source, site, owner_id)), coalesce(sum(strlen(payload)), 0),
    strftime((select max(as_of) from runs) - to_days(cast(? as integer)), '%Y-%m-%d')
from payloads join old_owners using (source, site, owner_id) where retired_at is null
"""
_RETIRE = """
update payloads set payload = 'null', retired_at = (select max(as_of) from runs)
from old_owners
where payloads.source = old_owners.source and payloads.site = old_owners.site
  and payloads.owner_id = old_owners.owner_id and payloads.retired_at is null
"""


@dataclass(frozen=True)
class Retired:
    """What went: payloads of so many items, with the bytes of their text; all last changed before the day `before`."""

    payloads: int = 0
    items: int = 0
    bytes: int = 0
    before: str = ""


def retire_payloads(folder: Path, days: int, *, journal: Journal, author: str) -> Retired:
    """Let the payloads of finished items go that did not change for so many days; the caller holds the store.

    Their staged rows, and so every relation, stay as they are; `toil extract --full` brings payloads back that the
    service still has. The journal gets a line before they go, so that nothing ever goes without one.
    """
    if not (folder / RAW_FILE).exists():
        raise StoreMissing("there is no raw store yet", where=str(folder / RAW_FILE), do="run `toil extract` first")
    with RawStore.open(folder) as store:
        connection = store.connection
        connection.execute(_OLD, [days])
        row = first_row(connection, _TOLD, [days])
        retired = Retired(*row) if row and row[0] else Retired()
        if retired.payloads:
            journal.append("retention", "", vars(retired), author=author)
            with transaction(connection):
                connection.execute(_RETIRE)
        connection.execute("drop table old_owners")
    return retired
