-- A stretch of one local day in which a person was engaged with an item: acknowledged, or in an active status.
-- grain: item_id, person_id, day, evidence, started_at, ended_at
-- not null: work_id, seconds
-- check: select count(*) from engagement_spans where ended_at <= started_at
-- check: select count(*) from engagement_spans cross join build_info where ended_at > as_of
-- Acknowledged stretches stand as they are, at night too. Active-status stretches of the assignee at the time are
-- clipped to the working windows of that human's calendar, less leave, and end 14 days after the item's last sign of life: what
-- nobody touches for two weeks is a ticket forgotten in progress, not work. Bots, deleted items and unknown histories have none.
with active as (
    select item_id, assignee_id, started_at, ended_at
    from status_intervals
    where status = 'in_progress' and is_observed and assignee_id is not null
),
signs as (
    select item_id, assignee_id, started_at as seen_at, started_at, ended_at from active
    union
    select active.item_id, active.assignee_id, activity.acted_at, active.started_at, active.ended_at
    from (select distinct item_id, acted_at from staged_activity) as activity
    asof join active on active.item_id = activity.item_id and active.started_at < activity.acted_at
    where activity.acted_at < active.ended_at
),
alive as (
    select item_id, assignee_id, seen_at as started_at,
        least(
            coalesce(lead(seen_at) over (partition by item_id, started_at order by seen_at), ended_at),
            seen_at + interval 14 day
        ) as ended_at
    from signs
),
held as (
    select item_id, person_id, 'acknowledged' as evidence, started_at, ended_at from staged_engagements
    union all
    select item_id, assignee_id, 'active_status', started_at, ended_at from alive
),
humans as (
    select
        components.work_id, held.item_id, people.identity_id as person_id, people.zone, people.calendar_id, held.evidence,
        held.started_at,
        least(coalesce(held.ended_at, build_info.as_of), build_info.as_of) as ended_at
    from held
    cross join build_info
    join people on people.person_id = held.person_id and people.is_human
    join items on items.item_id = held.item_id and not items.is_deleted
    join work_components as components on components.item_id = held.item_id
),
days as (
    select humans.*,
        cast(unnest(generate_series(
            cast(timezone(zone, timezone('UTC', started_at)) as date),
            cast(timezone(zone, timezone('UTC', ended_at)) as date),
            interval 1 day
        )) as date) as day
    from humans
    where ended_at > started_at
),
windowed as (
    select days.*,
        unnest(coalesce(
            leave_days.windows,
            [{'opens_at': calendar_days.opens_at, 'closes_at': calendar_days.closes_at}]
        )) as open
    from days
    join calendar_days
        on calendar_days.calendar_id = days.calendar_id and calendar_days.day = days.day and calendar_days.is_working
    left join leave_days on leave_days.person_id = days.person_id and leave_days.day = days.day
    where days.evidence = 'active_status'
),
clipped as (
    select work_id, item_id, person_id, day, evidence,
        greatest(started_at, open.opens_at) as started_at,
        least(ended_at, open.closes_at) as ended_at
    from windowed
    union all
    select work_id, item_id, person_id, day, evidence,
        greatest(started_at, timezone('UTC', timezone(zone, cast(day as timestamp)))),
        least(ended_at, timezone('UTC', timezone(zone, cast(day + 1 as timestamp))))
    from days
    where evidence = 'acknowledged'
)
select distinct clipped.*, date_diff('second', started_at, ended_at) as seconds
from clipped
where ended_at > started_at
