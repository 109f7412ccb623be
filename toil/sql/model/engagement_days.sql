-- How long a person was engaged with a piece of work on a day, by computed evidence, each hour counted once.
-- grain: work_id, person_id, day
-- not null: evidence, span_seconds, shared_seconds, item_id
-- check: select count(*) from engagement_days where shared_seconds > span_seconds or shared_seconds < 0
-- check: select count(*) from (select sum(shared_seconds) as s, any_value(union_seconds) as u from engagement_days group by person_id, day) where s > u
-- Of one piece of work on one day the better evidence counts: acknowledged before active status. span_seconds is
-- the union over its items, so a linked incident and issue are not doubled. A person's day is then shared: what
-- overlaps between pieces of work is split in proportion to their spans, so that the day holds union_seconds and no
-- more; active status besides holds no more than the calendar's working seconds (a lunch break is no work), less leave.
-- A project's head, in progress for as long as anything below it, is no work of its own.
with acknowledged as (
    select distinct work_id, person_id, day from engagement_spans where evidence = 'acknowledged'
),
better as (
    select * from engagement_spans where evidence = 'acknowledged'
    union all
    select spans.*
    from engagement_spans as spans
    anti join acknowledged
        on acknowledged.work_id = spans.work_id and acknowledged.person_id = spans.person_id
        and acknowledged.day = spans.day
    where spans.evidence = 'active_status' and spans.item_id not in (select item_id from project_items where is_head)
),
people_numbered as (  -- windows and groups by numbers cost half of those by long ids
    select identity_id as person_id, row_number() over () as person from people group by identity_id
),
pieces as materialized (
    select better.work_id, better.person_id, better.day, better.evidence, people.person, row_number() over () as piece
    from (select distinct work_id, person_id, day, evidence from better) as better
    join people_numbered as people on people.person_id = better.person_id
),
covered as (
    select pieces.piece, better.item_id, better.seconds, better.started_at, better.ended_at,
        max(better.ended_at) over (
            partition by pieces.piece order by better.started_at rows between unbounded preceding and 1 preceding
        ) as piece_covered_to,
        max(better.ended_at) over (
            partition by pieces.person, pieces.day order by better.started_at
            rows between unbounded preceding and 1 preceding
        ) as day_covered_to
    from better
    join pieces
        on pieces.work_id = better.work_id and pieces.person_id = better.person_id and pieces.day = better.day
),
summed as (
    select piece,
        arg_min(item_id, row(-seconds, item_id)) as item_id,
        cast(sum(greatest(0, date_diff('second', greatest(started_at, coalesce(piece_covered_to, started_at)), ended_at)))
            as bigint) as span_seconds,
        cast(sum(greatest(0, date_diff('second', greatest(started_at, coalesce(day_covered_to, started_at)), ended_at)))
            as bigint) as added_seconds
    from covered
    group by piece
),
shared as (
    select pieces.*, summed.item_id, summed.span_seconds,
        cast(sum(added_seconds) over person_day as bigint) as union_seconds,
        span_seconds * sum(added_seconds) over person_day // greatest(sum(span_seconds) over person_day, 1) as fair_seconds
    from summed
    join pieces on pieces.piece = summed.piece
    window person_day as (partition by person, day)
),
active as (
    select person_id, day, sum(fair_seconds) as active_seconds
    from shared
    where evidence = 'active_status'
    group by person_id, day
),
working as (
    select active.person_id, active.day,
        coalesce(leave_days.working_seconds, calendar_days.working_seconds) as seconds
    from active
    join people on people.person_id = active.person_id
    join calendar_days on calendar_days.calendar_id = people.calendar_id and calendar_days.day = active.day
    left join leave_days on leave_days.person_id = active.person_id and leave_days.day = active.day
)
select
    shared.work_id, shared.person_id, shared.day, shared.item_id, shared.evidence,
    shared.span_seconds, shared.union_seconds,
    cast(case
        when shared.evidence = 'active_status' and active.active_seconds > working.seconds
            then shared.fair_seconds * working.seconds // active.active_seconds
        else shared.fair_seconds
    end as bigint) as shared_seconds
from shared
left join active on active.person_id = shared.person_id and active.day = shared.day
left join working on working.person_id = shared.person_id and working.day = shared.day
