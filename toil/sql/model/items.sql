-- An item as its source has it, with when work on it began, the team it belongs to and whether it is gone.
-- grain: item_id
-- not null: source, site, status, created_at, team, is_deleted
-- check: select count(*) from items where team not in (select team from teams)
-- started_at: the first in-progress status or acknowledgement. resolved_at: as the source says, else the end of the
-- last status that was neither done nor cancelled. An unknown status counts as done if resolved, else as todo.
-- team: the first team in the order of toil.toml whose scope holds the item; else its assignee's; else 'other'.
with repeated as (  -- few items are told of twice, and a window over all would carry whole rows through a sort
    select item_id from staged_items group by item_id having count(*) > 1
),
newest as (
    select * from staged_items anti join repeated using (item_id)
    union all
    select * from staged_items semi join repeated using (item_id)
    qualify row_number() over (partition by item_id order by updated_at desc nulls last, owner_key) = 1
),
spans as (
    select item_id,
        min(started_at) filter (where status = 'in_progress' and is_observed) as started_at,
        max(ended_at) filter (where status not in ('done', 'cancelled') and is_observed) as left_open_at
    from status_intervals
    group by item_id
),
acknowledged as (
    select item_id, min(started_at) as started_at from staged_engagements group by item_id
),
places as (
    select distinct project, service, source_team, site from newest
),
scoped as (
    select places.project, places.service, places.source_team, places.site,
        arg_min(teams.team, teams.position) as team
    from places
    join team_scopes as scopes
        on lower(scopes.value) = lower(case scopes.scope
            when 'project' then places.project when 'service' then places.service
            when 'source_team' then places.source_team when 'site' then places.site end)
    join teams on teams.team = scopes.team
    group by all
),
rest as (
    select arg_min(team, row(not is_rest, position)) as team from teams
)
select
    newest.* replace (
        coalesce(newest.status, names.status, case when newest.resolved_at is null then 'todo' else 'done' end) as status,
        coalesce(newest.resolved_at, case
            when coalesce(newest.status, names.status) in ('done', 'cancelled') then spans.left_open_at
        end) as resolved_at
    ),
    least(spans.started_at, acknowledged.started_at) as started_at,
    coalesce(scoped.team, people.team, rest.team) as team,
    coalesce(tombstones.class not in ('present', 'archived', 'unobserved'), false) as is_deleted,
    coalesce(newest.status, names.status) is null as is_status_unknown
from newest
cross join rest
left join spans on spans.item_id = newest.item_id
left join acknowledged on acknowledged.item_id = newest.item_id
left join scoped
    on scoped.project is not distinct from newest.project and scoped.service is not distinct from newest.service
    and scoped.source_team is not distinct from newest.source_team and scoped.site = newest.site
left join people on people.person_id = newest.assignee_id
left join tombstones on tombstones.item_id = newest.item_id
left join status_names as names
    on names.source = newest.source and names.site = newest.site
    and names.status_key = coalesce(newest.status_id, newest.source_status)
