-- A piece of work: what its primary item says, and what all its items add.
-- grain: work_id
-- not null: primary_item_id, team, created_at, is_machine_made, is_project_work, status, source, is_deleted, item_count
-- check: select abs((select sum(item_count) from work) - (select count(*) from items))
-- A machine opened it if a machine opened any of its items; it is gone when all of them are gone. Team: the primary
-- item's, unless that is only the rest ('other') and another item's is a real one. It is project work if any of its
-- items is part of a project.
with ranked as (  -- by narrow rows: a window carries all its columns through a sort
    select components.work_id, components.item_id, components.is_primary,
        row_number() over (
            partition by components.work_id order by not components.is_primary, items.created_at, items.item_id
        ) as rank
    from work_components as components
    join items on items.item_id = components.item_id
),
gathered as (
    select ranked.work_id,
        count(*) as item_count,
        min(items.created_at) as created_at,
        min(items.started_at) as started_at,
        arg_min(items.team, row(items.team = 'other', ranked.rank)) as team,
        arg_min(items.service, ranked.rank) as service,
        arg_min(items.description, ranked.rank) as description,
        arg_min(items.requester_id, ranked.rank) as requester_id,
        arg_min(items.assignee_id, ranked.rank) as assignee_id,
        arg_min(items.resolved_at, ranked.rank) as resolved_at,
        arg_min(items.is_planned, ranked.rank) as is_planned,
        bool_or(coalesce(items.is_machine_made, false)) as is_machine_made,
        bool_or(projects.item_id is not null) as is_project_work,
        bool_and(items.is_deleted) as is_deleted,
        list_sort(list_distinct(flatten(list(items.labels)))) as labels
    from ranked
    join items on items.item_id = ranked.item_id
    left join project_items as projects on projects.item_id = items.item_id
    group by ranked.work_id
)
select
    gathered.work_id,
    members.item_id as primary_item_id,
    members.title,
    gathered.team,
    gathered.service,
    gathered.created_at,
    gathered.started_at,
    case when members.status in ('done', 'cancelled') then gathered.resolved_at end as resolved_at,
    members.updated_at,
    gathered.is_planned,
    gathered.is_machine_made,
    gathered.is_project_work,
    members.item_type,
    members.status,
    coalesce(gathered.labels, []) as labels,
    gathered.description,
    members.url,
    members.item_key,
    members.source,
    members.site,
    members.project,
    members.priority,
    members.urgency,
    members.resolution,
    gathered.requester_id,
    gathered.assignee_id,
    gathered.is_deleted,
    gathered.item_count
from gathered
join ranked on ranked.work_id = gathered.work_id and ranked.is_primary
join items as members on members.item_id = ranked.item_id
