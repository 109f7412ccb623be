-- Takes the page registered as `arrived` into `payloads`: the newest of each record, and only what differs.
-- A retired payload that comes again is taken back. Payloads are compared by a digest: to read the held ones anew for each page would take longer with every page.
create or replace temp table newest_payloads as
select source, site, kind, record_id, owner_id, cast(payload as json) as payload, updated_at, run_id,
    md5_number_lower(payload) as digest
from arrived
qualify row_number() over (
    partition by kind, record_id order by updated_at desc nulls last, position desc
) = 1;

create or replace temp table met_payloads as
select held.rowid as place, held.source, held.site, held.kind, held.record_id, held.owner_id, held.updated_at,
    held.digest, held.retired_at
from payloads as held
join newest_payloads using (source, site, kind, record_id);

create or replace temp table changed_payloads as
select newest.*
from newest_payloads as newest
left join met_payloads as held using (source, site, kind, record_id)
where held.record_id is null
   or ((held.digest is distinct from newest.digest or held.retired_at is not null)
       and (newest.updated_at is null or held.updated_at is null or newest.updated_at >= held.updated_at));

insert into stale_owners
select distinct source, source || ':' || site || ':' || owner_id
from (
    select source, site, owner_id from changed_payloads
    union all
    select held.source, held.site, held.owner_id
    from met_payloads as held
    join changed_payloads using (source, site, kind, record_id)
);

delete from payloads
where rowid in (
    select place from met_payloads join changed_payloads using (source, site, kind, record_id)
);

insert into payloads by name select * from changed_payloads;  -- whole: `retired_at` is null
