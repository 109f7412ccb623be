-- A stretch of one local day in which a person was engaged with an item: acknowledged, or in an active status.
-- grain: item_id, person_id, day, evidence, started_at, ended_at
-- not null: work_id, seconds
-- check: select count(*) from engagement_spans where ended_at <= started_at
-- check: select count(*) from engagement_spans cross join build_info where ended_at > as_of
-- Acknowledged stretches stand as they are, at night too. Active-status stretches of the assignee at the time are
-- clipped to the working windows of that human's calendar, less leave, and end 14 days after the item's last sign of life: what
-- nobody touches for two weeks is a ticket forgotten in progress, not work. Bots, deleted items and unknown histories have none.
with humans as (
    select person_id, identity_id, zone, calendar_id, row_number() over (order by person_id) as human
    from people
    where is_human
),
held as materialized (  -- by numbers: what follows goes over each stretch many times, and ids are long
    select row_number() over () as number, humans.human, spans.item_id, spans.is_active, spans.started_at,
        least(coalesce(spans.ended_at, build_info.as_of), build_info.as_of) as ended_at
    from (
        select item_id, person_id, false as is_active, started_at, ended_at from staged_engagements
        union all
        select item_id, assignee_id, true, started_at, ended_at
        from status_intervals
        where status = 'in_progress' and is_observed
    ) as spans
    cross join build_info
    join humans on humans.person_id = spans.person_id
    join items on items.item_id = spans.item_id and not items.is_deleted
),
signs as (
    select number, started_at as seen_at from held where is_active
    union
    select held.number, activity.acted_at
    from staged_activity as activity
    join held
        on held.item_id = activity.item_id and held.is_active
        and held.started_at < activity.acted_at and activity.acted_at < held.ended_at
),
followed as (
    select number, seen_at, lead(seen_at) over (partition by number order by seen_at) as next_at from signs
),
alive as (
    select held.number, held.human, held.is_active, followed.seen_at as started_at,
        least(coalesce(followed.next_at, held.ended_at), followed.seen_at + interval 14 day) as ended_at
    from followed
    join held on held.number = followed.number
    union all
    select number, human, is_active, started_at, ended_at from held where not is_active
),
bounds as (
    select alive.*,
        cast(timezone(humans.zone, timezone('UTC', alive.started_at)) as date) as first_day,
        cast(timezone(humans.zone, timezone('UTC', alive.ended_at)) as date) as last_day
    from alive
    join humans on humans.human = alive.human
    where alive.ended_at > alive.started_at
),
days as (
    select *, first_day as day from bounds
    union all
    select *, first_day + cast(unnest(range(1, last_day - first_day + 1)) as integer) from bounds where last_day > first_day
),
open_hours as (
    select humans.human, calendar_days.day,
        coalesce(
            leave_days.windows, [{'opens_at': calendar_days.opens_at, 'closes_at': calendar_days.closes_at}]
        ) as windows
    from humans
    join calendar_days on calendar_days.calendar_id = humans.calendar_id and calendar_days.is_working
    left join leave_days on leave_days.person_id = humans.identity_id and leave_days.day = calendar_days.day
),
opened as (
    select human, day, open.opens_at, open.closes_at from (select human, day, unnest(windows) as open from open_hours)
),
clipped as (
    select held.item_id, humans.identity_id as person_id, days.day, 'active_status' as evidence,
        greatest(days.started_at, opened.opens_at) as started_at, least(days.ended_at, opened.closes_at) as ended_at
    from days
    join opened on opened.human = days.human and opened.day = days.day
    join held on held.number = days.number
    join humans on humans.human = days.human
    where days.is_active
    union all
    select distinct held.item_id, humans.identity_id, days.day, 'acknowledged',
        greatest(days.started_at, timezone('UTC', timezone(humans.zone, cast(days.day as timestamp)))),
        least(days.ended_at, timezone('UTC', timezone(humans.zone, cast(days.day + 1 as timestamp))))
    from days
    join held on held.number = days.number
    join humans on humans.human = days.human
    where not days.is_active
)
select components.work_id, clipped.*, date_diff('second', clipped.started_at, clipped.ended_at) as seconds
from clipped
join work_components as components on components.item_id = clipped.item_id
where clipped.ended_at > clipped.started_at
