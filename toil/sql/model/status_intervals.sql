-- A span of time in which an item had one status and one assignee, up to as_of.
-- grain: item_id, started_at
-- not null: ended_at, is_observed
-- check: select count(*) from status_intervals where ended_at <= started_at
-- check: select count(*) from (select item_id from status_intervals group by item_id having sum(epoch_us(ended_at) - epoch_us(started_at)) <> epoch_us(max(ended_at)) - epoch_us(min(started_at)))
-- The first status is not an event: it is what the first change came from, else the current one (sources.md T10).
-- is_observed: the item's history of statuses is known; without any change, nobody can say since when it stands.
with repeated as (  -- few items are told of twice, and a window over all would carry whole rows through a sort
    select item_id from staged_items group by item_id having count(*) > 1
),
newest as materialized (  -- numbered, as values are in told: events are sorted by the million, and ids are long
    select row_number() over () as number, item_id, source, site, status, assignee_id, created_at
    from (
        select * from staged_items anti join repeated using (item_id)
        union all
        select * from staged_items semi join repeated using (item_id)
        qualify row_number() over (partition by item_id order by updated_at desc nulls last, owner_key) = 1
    )
),
changes as not materialized (
    select changes.item_id, changes.changed_at, changes.ordinal, changes.field,
        coalesce(changes.from_value, if(changes.field = 'status', changes.from_name, null), '') as from_value,
        coalesce(changes.to_value, if(changes.field = 'status', changes.to_name, null), '') as to_value
    from staged_changes as changes
    cross join build_info
    where changes.field in ('status', 'assignee') and changes.changed_at <= build_info.as_of
),
firsts as (
    select item_id,
        arg_min(from_value, row(changed_at, ordinal)) filter (field = 'status') as status_key,
        arg_min(from_value, row(changed_at, ordinal)) filter (field = 'assignee') as assignee_id
    from changes
    group by item_id
),
told as materialized (
    select to_value, cast(row_number() over () as integer) as value from changes group by to_value
),
events as not materialized (
    select number, created_at as changed_at, -1 as ordinal, null as status, null as assignee from newest
    union all
    select newest.number, changes.changed_at, changes.ordinal,
        if(changes.field = 'status', told.value, null), if(changes.field = 'assignee', told.value, null)
    from changes
    join newest on newest.item_id = changes.item_id
    join told on told.to_value = changes.to_value
),
filled as (
    select number, changed_at as started_at,
        lead(changed_at) over in_order as ended_at,
        last_value(status ignore nulls) over so_far as status,
        last_value(assignee ignore nulls) over so_far as assignee
    from events
    window
        in_order as (partition by number order by ordinal >= 0, changed_at, ordinal),
        so_far as (partition by number order by ordinal >= 0, changed_at, ordinal rows unbounded preceding)
),
named as (
    select
        items.item_id, filled.started_at,
        coalesce(filled.ended_at, build_info.as_of) as ended_at,
        items.source, items.site, items.status as current_status,
        coalesce(statuses.to_value, firsts.status_key) as status_key,
        firsts.status_key is not null as is_observed,
        nullif(coalesce(assignees.to_value, firsts.assignee_id, items.assignee_id), '') as assignee_id,
        items.source || ':' || items.site || ':' as prefix
    from filled
    join newest as items on items.number = filled.number
    left join firsts on firsts.item_id = items.item_id
    left join told as statuses on statuses.value = filled.status
    left join told as assignees on assignees.value = filled.assignee
    cross join build_info
)
select
    named.item_id,
    named.started_at,
    named.ended_at,
    case
        when named.is_observed then names.status
        when named.current_status in ('todo', 'in_progress') then named.current_status
    end as status,
    case
        when starts_with(named.assignee_id, named.prefix) then named.assignee_id
        else named.prefix || named.assignee_id
    end as assignee_id,
    named.is_observed
from named
left join status_names as names
    on names.source = named.source and names.site = named.site and names.status_key = named.status_key
where named.ended_at > named.started_at
