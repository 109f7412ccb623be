-- Takes the page registered as `arrived` into `payloads`: the newest of each record, and only what differs.
create or replace temp table changed_payloads as
with newest as (
    select kind, record_id, owner_id, cast(payload as json) as payload, updated_at
    from arrived
    qualify row_number() over (
        partition by kind, record_id order by updated_at desc nulls last, position desc
    ) = 1
)
select newest.*
from newest
left join payloads as held
    on held.source = $source and held.site = $site and held.kind = newest.kind and held.record_id = newest.record_id
where held.record_id is null
   or (cast(held.payload as varchar) <> cast(newest.payload as varchar)
       and (newest.updated_at is null or held.updated_at is null or newest.updated_at >= held.updated_at));

insert into stale_owners
select distinct $source, $source || ':' || $site || ':' || owner_id
from (
    select owner_id from changed_payloads
    union all
    select held.owner_id
    from payloads as held
    join changed_payloads as changed using (kind, record_id)
    where held.source = $source and held.site = $site
);

delete from payloads as held
using changed_payloads as changed
where held.source = $source and held.site = $site
  and held.kind = changed.kind and held.record_id = changed.record_id;

insert into payloads
select $source, $site, kind, record_id, owner_id, payload, updated_at, $run_id
from changed_payloads;
