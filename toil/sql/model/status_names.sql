-- A status of a source's site: what it is called there and which of our four it is (null: unknown to us).
-- grain: source, site, status_key
-- not null: item_count
-- check: select count(*) from status_names where status not in ('todo', 'in_progress', 'done', 'cancelled')
-- status_key is the id, or the name where a source has no ids. An id that is not listed is known by its name,
-- where the site uses that name for one status only (names repeat: sources.md T11), else by items that carry it.
with listed as (
    select source, site, status_id as status_key, max(name) as name, max(status) as status
    from staged_statuses
    group by all
),
named as (
    select source, site, lower(name) as name, max(status) as status
    from listed
    where status is not null
    group by all
    having count(distinct status) = 1
),
carried as (
    select source, site, coalesce(status_id, source_status) as status_key,
        max(source_status) as name,
        case
            when count(distinct status) = 1 then max(status)
            when bool_and(status in ('done', 'cancelled')) then 'done'  -- a resolution told the two apart
        end as status,
        count(*) as item_count
    from staged_items
    where coalesce(status_id, source_status) is not null
    group by all
),
moves as (
    select items.source, items.site, changes.from_value, changes.from_name, changes.to_value, changes.to_name
    from staged_changes as changes
    join staged_items as items using (item_id)
    where changes.field = 'status'
    group by all
),
passed as (
    select source, site, status_key, max(name) as name
    from (
        select source, site, coalesce(from_value, from_name) as status_key, from_name as name from moves
        union all
        select source, site, coalesce(to_value, to_name), to_name from moves
    )
    where status_key is not null
    group by all
),
every_key as (
    select source, site, status_key from listed
    union select source, site, status_key from carried
    union select source, site, status_key from passed
)
select
    every_key.source,
    every_key.site,
    every_key.status_key,
    coalesce(listed.name, carried.name, passed.name) as name,
    coalesce(listed.status, named.status, carried.status) as status,
    coalesce(carried.item_count, 0) as item_count
from every_key
left join listed using (source, site, status_key)
left join carried using (source, site, status_key)
left join passed using (source, site, status_key)
left join named
    on named.source = every_key.source and named.site = every_key.site
    and named.name = lower(coalesce(listed.name, carried.name, passed.name))
