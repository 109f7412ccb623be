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
with better as (
    select * from engagement_spans
    where evidence = 'acknowledged' or item_id not in (select item_id from project_items where is_head)
    qualify (evidence = 'acknowledged')
        = bool_or(evidence = 'acknowledged') over (partition by work_id, person_id, day)
),
covered as (
    select *,
        max(ended_at) over (
            partition by work_id, person_id, day order by started_at, ended_at, item_id
            rows between unbounded preceding and 1 preceding
        ) as work_covered_to,
        max(ended_at) over (
            partition by person_id, day order by started_at, ended_at, item_id
            rows between unbounded preceding and 1 preceding
        ) as day_covered_to
    from better
),
summed as (
    select work_id, person_id, day, evidence,
        arg_min(item_id, row(-seconds, item_id)) as item_id,
        cast(sum(greatest(0, date_diff('second', greatest(started_at, coalesce(work_covered_to, started_at)), ended_at)))
            as bigint) as span_seconds,
        cast(sum(greatest(0, date_diff('second', greatest(started_at, coalesce(day_covered_to, started_at)), ended_at)))
            as bigint) as added_seconds
    from covered
    group by all
),
shared as (
    select *,
        cast(sum(added_seconds) over person_day as bigint) as union_seconds,
        span_seconds * sum(added_seconds) over person_day // greatest(sum(span_seconds) over person_day, 1) as fair_seconds
    from summed
    window person_day as (partition by person_id, day)
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
