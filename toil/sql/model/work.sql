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
members as (
    select ranked.work_id, ranked.is_primary, ranked.rank, items.*, projects.item_id is not null as is_project_work
    from ranked
    join items on items.item_id = ranked.item_id
    left join project_items as projects on projects.item_id = items.item_id
),
gathered as (
    select work_id,
        count(*) as item_count,
        min(created_at) as created_at,
        min(started_at) as started_at,
        arg_min(team, row(team = 'other', rank)) as team,
        arg_min(service, rank) as service,
        arg_min(description, rank) as description,
        arg_min(requester_id, rank) as requester_id,
        arg_min(assignee_id, rank) as assignee_id,
        arg_min(resolved_at, rank) as resolved_at,
        arg_min(is_planned, rank) as is_planned,
        bool_or(coalesce(is_machine_made, false)) as is_machine_made,
        bool_or(is_project_work) as is_project_work,
        bool_and(is_deleted) as is_deleted
    from members
    group by work_id
),
labelled as (
    select work_id, list_sort(list(distinct label)) as labels
    from (
        select work_id, unnest(labels) as label from members
    )
    where label is not null
    group by work_id
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
    coalesce(labelled.labels, []) as labels,
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
join members on members.work_id = gathered.work_id and members.is_primary
left join labelled on labelled.work_id = gathered.work_id
