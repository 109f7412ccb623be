-- Takes the page registered as `arrived` into `payloads`: the newest of each record, and only what differs.
create or replace temp table changed_payloads as
with newest as (
    select source, site, kind, record_id, owner_id, cast(payload as json) as payload, updated_at, run_id
    from arrived
    qualify row_number() over (
        partition by kind, record_id order by updated_at desc nulls last, position desc
    ) = 1
)
select newest.*
from newest
left join payloads as held using (source, site, kind, record_id)
where held.record_id is null
   or (cast(held.payload as varchar) <> cast(newest.payload as varchar)
       and (newest.updated_at is null or held.updated_at is null or newest.updated_at >= held.updated_at));

insert into stale_owners
select distinct source, source || ':' || site || ':' || owner_id
from (
    select source, site, owner_id from changed_payloads
    union all
    select held.source, held.site, held.owner_id
    from payloads as held
    join changed_payloads using (source, site, kind, record_id)
);

delete from payloads as held
using changed_payloads as changed
where held.source = changed.source and held.site = changed.site
  and held.kind = changed.kind and held.record_id = changed.record_id;

insert into payloads by name select * from changed_payloads;
