-- How often a recurrence came up for a team in a week, and what it took there.
-- grain: team, week, recurrence_id
-- not null: item_count, hours, toil_hours
-- check: select abs((select coalesce(sum(item_count), 0) from weekly_recurrences) - (select count(*) from work join work_recurrences using (work_id) cross join build_info where not work.is_deleted and work.created_at <= as_of))
-- item_count counts pieces of work in the week in which they came up; hours lie in the weeks in which they were worked.
with arrived as (
    select work.team, strftime(timezone(teams.zone, timezone('UTC', work.created_at)), '%G-W%V') as week,
        recurrences.recurrence_id, count(*) as item_count
    from work
    join work_recurrences as recurrences on recurrences.work_id = work.work_id
    join teams on teams.team = work.team
    cross join build_info
    where not work.is_deleted and work.created_at <= build_info.as_of
    group by all
),
worked as (
    select work_weeks.team, work_weeks.week, recurrences.recurrence_id,
        sum(work_weeks.seconds) as seconds, sum(work_weeks.toil_seconds) as toil_seconds
    from work_weeks
    join work_recurrences as recurrences on recurrences.work_id = work_weeks.work_id
    group by all
)
select
    team,
    week,
    recurrence_id,
    coalesce(arrived.item_count, 0) as item_count,
    coalesce(worked.seconds, 0) / 3600.0 as hours,
    coalesce(worked.toil_seconds, 0) / 3600.0 as toil_hours
from arrived
full join worked using (team, week, recurrence_id)
