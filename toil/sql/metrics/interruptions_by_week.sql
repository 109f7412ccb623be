-- How often a team was interrupted in a week, by the hour class of those who were.
-- grain: team, week, hour_class
-- not null: interruption_count, people, disrupted_hours
-- check: select abs((select coalesce(sum(interruption_count), 0) from interruptions_by_week) - (select count(*) from interruptions))
-- Every team, week and class has a row. The week is that of the person's local day; disrupted_hours are clock hours
-- of a person with at least one interruption.
with counted as (
    select work.team, strftime(interruptions.day, '%G-W%V') as week, interruptions.hour_class,
        count(*) as interruption_count,
        count(distinct interruptions.person_id) as people,
        count(distinct (interruptions.person_id, date_trunc('hour', interruptions.interrupted_at))) as disrupted_hours
    from interruptions
    join work_components as components on components.item_id = interruptions.item_id
    join work on work.work_id = components.work_id
    group by all
),
classes(hour_class) as (
    values ('business'), ('off'), ('sleep')
),
dense as (
    select team_weeks.team, team_weeks.week, classes.hour_class from team_weeks cross join classes
    union
    select team, week, hour_class from counted
)
select
    dense.team,
    dense.week,
    dense.hour_class,
    coalesce(counted.interruption_count, 0) as interruption_count,
    coalesce(counted.people, 0) as people,
    coalesce(counted.disrupted_hours, 0) as disrupted_hours
from dense
left join counted using (team, week, hour_class)
