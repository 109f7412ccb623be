-- A piece of work in a week, as a reader follows a figure to it: link, category, recurrence, hours, evidence; no person.
-- grain: work_id, week
-- not null: team, category, hours, toil_hours
-- check: select abs((select count(*) from weekly_work) - (select count(*) from work_weeks))
with evidence as (
    select work_id, strftime(day, '%G-W%V') as week,
        string_agg(distinct effort_source, ', ' order by effort_source) as effort_sources
    from effort
    group by all
)
select
    weeks.team,
    weeks.week,
    weeks.work_id,
    work.item_key,
    work.url,
    work.title,
    weeks.category,
    weeks.toil_probability,
    classes.decided_by,
    members.recurrence_id,
    recurrences.name as recurrence_name,
    evidence.effort_sources,
    weeks.seconds / 3600.0 as hours,
    weeks.low_seconds / 3600.0 as low_hours,
    weeks.high_seconds / 3600.0 as high_hours,
    weeks.toil_seconds / 3600.0 as toil_hours
from work_weeks as weeks
join work on work.work_id = weeks.work_id
left join classifications as classes on classes.work_id = weeks.work_id
left join work_recurrences as members on members.work_id = weeks.work_id
left join recurrences on recurrences.recurrence_id = members.recurrence_id
left join evidence on evidence.work_id = weeks.work_id and evidence.week = weeks.week
