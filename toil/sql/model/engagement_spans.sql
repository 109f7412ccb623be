-- A stretch of one local day in which a person was engaged with an item: acknowledged, or in an active status.
-- grain: item_id, person_id, day, evidence, started_at, ended_at
-- not null: work_id, seconds
-- check: select count(*) from engagement_spans where ended_at <= started_at
-- check: select count(*) from engagement_spans cross join build_info where ended_at > as_of
-- Acknowledged stretches stand as they are, at night too. Active-status stretches of the assignee at the time are
-- clipped to the working windows of that human's calendar, less leave, and end 14 days after the item's last sign of life: what
-- nobody touches for two weeks is a ticket forgotten in progress, not work. Bots, deleted items and unknown histories have none.
with held as materialized (  -- numbered: days and signs of life are told apart by a number, not by long ids
    select row_number() over () as number, components.work_id, spans.item_id, spans.evidence,
        people.identity_id as person_id, people.zone, people.calendar_id,
        spans.started_at, least(coalesce(spans.ended_at, build_info.as_of), build_info.as_of) as ended_at
    from (
        select item_id, person_id, 'acknowledged' as evidence, started_at, ended_at from staged_engagements
        union all
        select item_id, assignee_id, 'active_status', started_at, ended_at
        from status_intervals
        where status = 'in_progress' and is_observed
    ) as spans
    cross join build_info
    join people on people.person_id = spans.person_id and people.is_human
    join items on items.item_id = spans.item_id and not items.is_deleted
    join work_components as components on components.item_id = spans.item_id
),
signs as (
    select number, started_at as seen_at from held where evidence = 'active_status'
    union
    select held.number, activity.acted_at
    from staged_activity as activity
    join held
        on held.item_id = activity.item_id and held.evidence = 'active_status'
        and held.started_at < activity.acted_at and activity.acted_at < held.ended_at
),
followed as (
    select number, seen_at, lead(seen_at) over (partition by number order by seen_at) as next_at from signs
),
alive as (
    select held.number, followed.seen_at as started_at,
        least(coalesce(followed.next_at, held.ended_at), followed.seen_at + interval 14 day) as ended_at
    from followed
    join held on held.number = followed.number
    union all
    select number, started_at, ended_at from held where evidence = 'acknowledged'
),
bounds as (
    select alive.*, held.person_id, held.calendar_id,
        cast(timezone(held.zone, timezone('UTC', alive.started_at)) as date) as first_day,
        cast(timezone(held.zone, timezone('UTC', alive.ended_at)) as date) as last_day
    from alive
    join held on held.number = alive.number
    where alive.ended_at > alive.started_at
),
days as (
    select *, first_day as day from bounds
    union all
    select *, first_day + cast(unnest(range(1, last_day - first_day + 1)) as integer) from bounds where last_day > first_day
),
working as (
    select days.number, days.day, days.started_at, days.ended_at, calendar_days.opens_at, calendar_days.closes_at,
        leave_days.windows
    from days
    join calendar_days
        on calendar_days.calendar_id = days.calendar_id and calendar_days.day = days.day and calendar_days.is_working
    left join leave_days on leave_days.person_id = days.person_id and leave_days.day = days.day
),
windowed as (
    select number, day, started_at, ended_at, opens_at, closes_at from working where windows is null
    union all
    select number, day, started_at, ended_at, left_over.opens_at, left_over.closes_at
    from (select *, unnest(windows) as left_over from working)
),
active as (
    select held.work_id, held.item_id, held.person_id, windowed.day, held.evidence,
        greatest(windowed.started_at, windowed.opens_at) as started_at,
        least(windowed.ended_at, windowed.closes_at) as ended_at
    from windowed
    join held on held.number = windowed.number and held.evidence = 'active_status'
),
acknowledged as (
    select distinct held.work_id, held.item_id, held.person_id, days.day, held.evidence,
        greatest(days.started_at, timezone('UTC', timezone(held.zone, cast(days.day as timestamp)))) as started_at,
        least(days.ended_at, timezone('UTC', timezone(held.zone, cast(days.day + 1 as timestamp)))) as ended_at
    from days
    join held on held.number = days.number and held.evidence = 'acknowledged'
)
select *, date_diff('second', started_at, ended_at) as seconds
from (from active union all from acknowledged)
where ended_at > started_at
