-- A span of time in which an item had one status and one assignee, up to as_of.
-- grain: item_id, started_at
-- not null: ended_at, is_observed
-- check: select count(*) from status_intervals where ended_at <= started_at
-- check: select count(*) from (select item_id from status_intervals group by item_id having sum(epoch_us(ended_at) - epoch_us(started_at)) <> epoch_us(max(ended_at)) - epoch_us(min(started_at)))
-- The first status is not an event: it is what the first change came from, else the current one (sources.md T10).
-- is_observed: the item's history of statuses is known; without any change, nobody can say since when it stands.
with newest as (
    select item_id, source, site, status, assignee_id, created_at
    from staged_items
    qualify row_number() over (partition by item_id order by updated_at desc nulls last, owner_key) = 1
),
changes as (
    select
        changes.item_id, changes.changed_at, changes.ordinal,
        case when changes.field = 'status' then coalesce(changes.from_value, changes.from_name, '') end as from_status,
        case when changes.field = 'status' then coalesce(changes.to_value, changes.to_name, '') end as to_status,
        case when changes.field = 'assignee' then coalesce(changes.from_value, '') end as from_assignee,
        case when changes.field = 'assignee' then coalesce(changes.to_value, '') end as to_assignee
    from staged_changes as changes
    cross join build_info
    where changes.field in ('status', 'assignee') and changes.changed_at <= build_info.as_of
),
events as (
    select item_id, created_at as changed_at, -1 as ordinal, null as from_status, null as to_status,
        null as from_assignee, null as to_assignee
    from newest
    union all
    select changes.* from changes
),
filled as (
    select item_id, changed_at as started_at,
        lead(changed_at) over by_item as ended_at,
        last_value(to_status ignore nulls) over before as to_status,
        first_value(from_status ignore nulls) over whole as first_status,
        last_value(to_assignee ignore nulls) over before as to_assignee,
        first_value(from_assignee ignore nulls) over whole as first_assignee
    from events
    window
        by_item as (partition by item_id order by ordinal >= 0, changed_at, ordinal),
        before as (partition by item_id order by ordinal >= 0, changed_at, ordinal rows unbounded preceding),
        whole as (
            partition by item_id order by ordinal >= 0, changed_at, ordinal
            rows between unbounded preceding and unbounded following
        )
),
named as (
    select
        filled.item_id, filled.started_at,
        coalesce(filled.ended_at, build_info.as_of) as ended_at,
        items.source, items.site, items.status as current_status,
        coalesce(filled.to_status, filled.first_status) as status_key,
        filled.first_status is not null as is_observed,
        nullif(coalesce(filled.to_assignee, filled.first_assignee, items.assignee_id), '') as assignee_id,
        items.source || ':' || items.site || ':' as prefix
    from filled
    join newest as items on items.item_id = filled.item_id
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
