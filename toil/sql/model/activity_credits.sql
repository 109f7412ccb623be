-- The least that a person's visible acts on a piece of work took on a day: comments, notes, changes of status.
-- grain: work_id, person_id, day
-- not null: item_id, seconds
-- check: select count(*) from activity_credits where seconds <= 0 or seconds > 90000
-- incident.io's rule (toil.md 3.2, 4): an act stands for ten minutes; where the same person's next act on the same work
-- comes within twenty, the whole gap counts instead. Acts at 10:11 and 10:15 are 14 minutes. No minute of a person
-- counts twice: a credit ends where that person's next one, on whatever work, begins.
with humans as (  -- numbered: windows and groups by numbers cost half of those by long ids
    select person_id, identity_id, zone, dense_rank() over (order by identity_id) as person from people where is_human
),
pieces as (
    select work_id, row_number() over (order by work_id) as piece from work_components where is_primary
),
acts as (
    select pieces.piece, humans.person, activity.acted_at, min(activity.item_id) as item_id
    from staged_activity as activity
    cross join build_info
    join humans on humans.person_id = activity.person_id
    join work_components as components on components.item_id = activity.item_id
    join pieces on pieces.work_id = components.work_id
    where activity.acted_at <= build_info.as_of
    group by all
),
gaps as (
    select *,
        lead(acted_at) over (partition by piece, person order by acted_at) as next_here,
        lead(acted_at) over (partition by person order by acted_at, piece) as next_anywhere
    from acts
),
credits as (
    select *,
        least(
            if(next_here <= acted_at + interval 20 minute, next_here, acted_at + interval 10 minute),
            coalesce(next_anywhere, acted_at + interval 20 minute)
        ) as ended_at
    from gaps
),
zones as (
    select person, any_value(identity_id) as person_id, any_value(zone) as zone from humans group by person
),
daily as (
    select piece, person, cast(timezone(zone, timezone('UTC', acted_at)) as date) as day,
        min(item_id) as item_id,
        cast(sum(date_diff('second', acted_at, ended_at)) as bigint) as seconds
    from credits
    join zones using (person)
    group by all
    having sum(date_diff('second', acted_at, ended_at)) > 0
)
select pieces.work_id, zones.person_id, daily.day, daily.item_id, daily.seconds
from daily
join pieces using (piece)
join zones using (person)
