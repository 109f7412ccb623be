"""Raw stores as dense as a busy organisation's: what items have, in more pieces, each with its own moment and id.

Of a million items (300 copies) this makes 7.95 million changes, 2.0 million declarations, 0.47 million engagements and
2.87 million acts. Declared seconds stay as many as they were; acknowledgements cover the same time.
"""

from __future__ import annotations

from pathlib import Path

from toil.store.raw import RawStore

STRETCHES = """
insert into staged_changes
with stretches as (
    select *, lead(changed_at) over (partition by owner_key, item_id order by changed_at, ordinal) as left_at
    from staged_changes
    where field = 'status'
)
select owner_key, item_id, changed_at + (left_at - changed_at) * part / 5 as changed_at, ordinal,
    null as actor_id, field,
    if(part % 2 = 1, to_value, from_value) as from_value, if(part % 2 = 1, to_name, from_name) as from_name,
    if(part % 2 = 1, from_value, to_value) as to_value, if(part % 2 = 1, from_name, to_name) as to_name
from stretches, range(1, 5) as parts(part)
where left_at > changed_at
"""
"""A stretch of a status in five: a rule of the tracker, and so nobody, sends it back to what it was, and forth."""
DECLARATIONS = """
create or replace temp table pieces as
select owner_key, item_id, declaration_id || '.' || part as declaration_id, person_id,
    started_at + to_seconds(seconds * part // pieces) as started_at,
    seconds * (part + 1) // pieces - seconds * part // pieces as seconds, evidence
from (select *, if(hash(declaration_id) % 10 < 3, 4, 3) as pieces from staged_declarations), range(4) as parts(part)
where part < pieces;
delete from staged_declarations;
insert into staged_declarations from pieces;
"""
"""A declaration in three or four, one after the other."""
ENGAGEMENTS = """
create or replace temp table halves as
select *, started_at + (ended_at - started_at) / 2 as middle_at
from staged_engagements
where ended_at > started_at + interval 2 second;
update staged_engagements set ended_at = middle_at
from halves
where halves.item_id = staged_engagements.item_id and halves.person_id = staged_engagements.person_id
    and halves.started_at = staged_engagements.started_at;
insert into staged_engagements
select owner_key, item_id, person_id, middle_at, ended_at, evidence from halves;
insert into staged_activity
select owner_key, item_id, person_id, middle_at, 'acknowledge' from halves;
"""
"""An acknowledgement that ran out in the middle and was given once more."""


def thickened(folder: Path) -> None:
    """Cuts what the items of this raw store have into more pieces; called once, before they are copied."""
    with RawStore.open(folder) as store:
        for statement in (STRETCHES, DECLARATIONS, ENGAGEMENTS):
            store.connection.execute(statement)
