-- A piece of work of a recurrence, with its link and all its hours: what a candidate rests on; no person.
-- grain: work_id
-- not null: recurrence_id, name, created_at, hours
-- check: select abs((select count(*) from recurrence_work) - (select count(*) from work_recurrences))
with spent as (
    select work_id, sum(seconds) / 3600.0 as hours, sum(toil_seconds) / 3600.0 as toil_hours
    from work_weeks
    group by work_id
)
select
    members.recurrence_id,
    recurrences.name,
    members.work_id,
    work.team,
    work.item_key,
    work.title,
    work.url,
    work.created_at,
    work.resolved_at,
    coalesce(spent.hours, 0) as hours,
    coalesce(spent.toil_hours, 0) as toil_hours
from work_recurrences as members
join recurrences on recurrences.recurrence_id = members.recurrence_id
join work on work.work_id = members.work_id
left join spent on spent.work_id = members.work_id
