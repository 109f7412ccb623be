-- What finished work without any evidence is taken to have cost, on the day it was resolved.
-- grain: work_id
-- not null: person_id, day, engaged_seconds, low_seconds, high_seconds, effort_source, item_id, is_assumed
-- check: select count(*) from imputed_effort where work_id in (select work_id from measured_effort)
-- check: select count(*) from imputed_effort where not (0 <= low_seconds and low_seconds <= engaged_seconds and engaged_seconds <= high_seconds)
-- Done work takes what its recurrence usually takes (typical_effort), else what its category does, and never less than
-- what its person was seen doing on it (activity_credits). Cancelled work without evidence takes nothing. No row: open
-- work; deleted work; the head of a project; noise (untouched_work).
-- is_assumed: fewer than ten measured pieces of work stand behind it. The person is the assignee, else who resolved it
-- last, else 'unknown'. Who was on leave all that day did it on the last working day before; tickets are closed late.
with resolvers as (
    select components.work_id, arg_max(people.identity_id, row(activity.acted_at, people.identity_id)) as person_id
    from staged_activity as activity
    join people on people.person_id = activity.person_id and people.is_human
    join work_components as components on components.item_id = activity.item_id
    where activity.action = 'resolve'
    group by components.work_id
),
assignees as (
    select work.work_id, people.identity_id as person_id
    from work
    join people on people.person_id = work.assignee_id and people.is_human
),
without_evidence as (
    select work.*, coalesce(assignees.person_id, resolvers.person_id, 'unknown') as person_id
    from work
    anti join measured_effort on measured_effort.work_id = work.work_id
    anti join untouched_work on untouched_work.work_id = work.work_id
    left join assignees on assignees.work_id = work.work_id
    left join resolvers on resolvers.work_id = work.work_id
    where work.status in ('done', 'cancelled') and not work.is_deleted
        and work.primary_item_id not in (select item_id from project_items where is_head)
),
typical as (
    select without_evidence.*,
        coalesce(by_recurrence.mean_seconds, by_category.mean_seconds, 1800) as mean_seconds,
        coalesce(by_recurrence.low_seconds, by_category.low_seconds, 450) as low_seconds,
        coalesce(by_recurrence.high_seconds, by_category.high_seconds, 5400) as high_seconds,
        case when by_recurrence.name is null then 'imputed_category' else 'imputed_recurrence' end as effort_source,
        coalesce(by_recurrence.work_count, by_category.work_count, 0) < 10 as is_assumed
    from without_evidence
    left join work_recurrences as recurrences on recurrences.work_id = without_evidence.work_id
    left join classifications as classes on classes.work_id = without_evidence.work_id
    left join typical_effort as by_recurrence
        on by_recurrence.kind = 'recurrence' and by_recurrence.name = recurrences.recurrence_id
    left join typical_effort as by_category
        on by_category.kind = 'category' and by_category.team = without_evidence.team
        and by_category.name = coalesce(classes.category, 'UNK')
),
dated as (
    select typical.*,
        cast(timezone(
            coalesce(people.zone, teams.zone),
            timezone('UTC', least(coalesce(typical.resolved_at, typical.updated_at, typical.created_at), build_info.as_of))
        ) as date) as day
    from typical
    cross join build_info
    join teams on teams.team = typical.team
    left join people on people.person_id = typical.person_id
),
away as (
    select person_id, day from leave_days where away_share = 1
),
present as (
    select humans.person_id, days.day
    from (select distinct identity_id as person_id, calendar_id from people where is_human) as humans
    join calendar_days as days on days.calendar_id = humans.calendar_id and days.is_working
    semi join away on away.person_id = humans.person_id
    anti join away on away.person_id = humans.person_id and away.day = days.day
),
moved as (
    select away.person_id, away.day, max(present.day) as last_day
    from away
    join present on present.person_id = away.person_id and present.day < away.day
    group by all
)
select
    dated.work_id,
    dated.person_id,
    coalesce(moved.last_day, dated.day) as day,
    if(dated.status = 'done', greatest(dated.mean_seconds, coalesce(seen.seconds, 0)), 0) as engaged_seconds,
    if(dated.status = 'done', greatest(dated.low_seconds, coalesce(seen.seconds, 0)), 0) as low_seconds,
    if(dated.status = 'done', greatest(dated.high_seconds, coalesce(seen.seconds, 0)), 0) as high_seconds,
    if(dated.status = 'done', dated.effort_source, 'imputed_category') as effort_source,
    dated.primary_item_id as item_id,
    dated.is_assumed
from dated
left join moved on moved.person_id = dated.person_id and moved.day = dated.day
left join (
    select work_id, person_id, cast(sum(seconds) as bigint) as seconds from activity_credits group by all
) as seen on seen.work_id = dated.work_id and seen.person_id = dated.person_id
